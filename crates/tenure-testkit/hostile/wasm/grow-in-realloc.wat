;; takes all memory when asked for some
;; expect: out_of_memory
(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
  (loop $l (br_if $l (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))) (unreachable))
