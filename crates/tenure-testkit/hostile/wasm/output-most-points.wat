;; gives 2,147,483,647 points
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 600) (i32.const 2147483647)) (i32.const 64))
