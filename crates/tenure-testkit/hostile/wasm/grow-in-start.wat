;; takes all memory when it is started
;; expect: out_of_memory
(func $start (loop $l (br_if $l (i32.ne (memory.grow (i32.const 16)) (i32.const -1)))) (unreachable))
(start $start)
