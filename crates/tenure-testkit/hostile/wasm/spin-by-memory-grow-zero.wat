;; asks for no memory in a loop: a call into the host
;; expect: out_of_fuel
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $l (drop (memory.grow (i32.const 0))) (br $l)) (unreachable))
