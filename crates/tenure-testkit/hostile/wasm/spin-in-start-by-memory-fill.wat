;; fills memory for ever when it is started
;; expect: out_of_fuel
(func $start (loop $l (memory.fill (i32.const 0) (i32.const 0) (i32.const 131072)) (br $l)))
(start $start)
