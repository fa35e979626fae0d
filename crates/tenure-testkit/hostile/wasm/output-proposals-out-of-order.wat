;; proposes for rows out of order
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 640) (i32.const 2)) (i32.const 64))
