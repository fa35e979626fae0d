;; fills its memory in a loop: one instruction, much work
;; expect: out_of_fuel|trap
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $l (memory.fill (i32.const 0) (i32.const 0) (i32.const 131072)) (br $l)) (unreachable))
