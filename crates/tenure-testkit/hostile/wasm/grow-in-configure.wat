;; takes all memory while it takes its parameters
;; expect: out_of_memory
(func (export "configure") (param i32 i32) (result i32)
  (loop $l (br_if $l (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))) (unreachable))
