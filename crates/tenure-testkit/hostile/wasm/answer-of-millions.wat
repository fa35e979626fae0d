;; gives points two million times
;; expect: bad_output|out_of_memory
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (memory.grow (i32.const 400)))
  (i32.store (i32.const 68) (i32.const 65536)) (i32.store (i32.const 72) (i32.const 2000000))
  (i32.store (i32.const 76) (i32.const 65536)) (i32.store (i32.const 80) (i32.const 2000000))
  (i32.store (i32.const 84) (i32.const 65536)) (i32.store (i32.const 88) (i32.const 2000000))
  (i32.const 64))
