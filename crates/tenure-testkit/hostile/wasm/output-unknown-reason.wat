;; gives points for a reason that it did not declare
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store16 (i32.const 560) (i32.const 2)) (i32.const 64))
