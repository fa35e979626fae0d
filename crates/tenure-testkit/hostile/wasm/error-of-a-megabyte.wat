;; fails with a text of 1 MiB
;; expect: trap
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (memory.grow (i32.const 480)))
  (memory.fill (i32.const 65536) (i32.const 97) (i32.const 1048576))
  (i32.store8 (i32.const 64) (i32.const 1)) (i32.store (i32.const 68) (i32.const 65536)) (i32.store (i32.const 72) (i32.const 1048576)) (i32.const 64))
