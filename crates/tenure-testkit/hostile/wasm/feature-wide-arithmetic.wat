;; adds 128 bits
;; expect: refused|compile
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i64.add128 (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4)) (drop) (drop) (i32.const 64))
