;; proposes an action that it did not declare
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store16 (i32.const 680) (i32.const 1)) (i32.const 64))
