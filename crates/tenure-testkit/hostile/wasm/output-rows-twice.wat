;; gives points to a row twice for one reason
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 516) (i32.const 0)) (i32.const 64))
