;; loops for ever in describe
;; expect: out_of_fuel
(func (export "describe") (result i32)
  (loop $l (br $l)) (unreachable))
