;; gives points for the reason 65,535
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store16 (i32.const 560) (i32.const 65535)) (i32.const 64))
