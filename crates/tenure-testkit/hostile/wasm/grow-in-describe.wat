;; takes all memory while it describes itself
;; expect: out_of_memory
(func (export "describe") (result i32)
  (loop $l (br_if $l (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))) (unreachable))
