;; loops for ever when it is started
;; expect: out_of_fuel
(func $start (loop $l (br $l)))
(start $start)
