;; fails with a text of 30 MiB
;; expect: bad_output|trap
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (memory.grow (i32.const 480)))
  (i32.store8 (i32.const 64) (i32.const 1)) (i32.store (i32.const 68) (i32.const 0)) (i32.store (i32.const 72) (i32.const 31000000)) (i32.const 64))
