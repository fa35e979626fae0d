;; gives points whose sum is beyond 32 bits
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 600) (i32.const 2147483647))(i32.store (i32.const 604) (i32.const 2147483647))(i32.store (i32.const 516) (i32.const 0))(i32.store16 (i32.const 562) (i32.const 1)) (i32.const 64))
