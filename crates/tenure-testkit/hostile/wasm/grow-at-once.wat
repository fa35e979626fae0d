;; asks for 4 GiB at once, then traps
;; expect: out_of_memory
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (if (i32.eq (memory.grow (i32.const 65534)) (i32.const -1)) (then (unreachable))) (i32.const 64))
