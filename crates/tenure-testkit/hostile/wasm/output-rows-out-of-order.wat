;; gives points to rows out of order
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 512) (i32.const 3)) (i32.const 64))
