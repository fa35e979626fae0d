;; asks for too much memory in a loop: a call into the host
;; expect: out_of_fuel|out_of_memory
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $l (drop (memory.grow (i32.const 60000))) (br $l)) (unreachable))
