;; notes a line of 30 MiB
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (memory.grow (i32.const 480)))
  (call $log (i32.const 0) (i32.const 31000000)) (i32.const 64))
