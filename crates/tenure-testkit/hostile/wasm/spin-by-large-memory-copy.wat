;; copies 16 MiB in a loop: one instruction, much work
;; expect: out_of_fuel
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (memory.grow (i32.const 500)))
  (loop $l (memory.copy (i32.const 65536) (i32.const 16000000) (i32.const 16000000)) (br $l)) (unreachable))
