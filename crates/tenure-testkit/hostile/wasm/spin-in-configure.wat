;; loops for ever in configure
;; expect: out_of_fuel
(func (export "configure") (param i32 i32) (result i32)
  (loop $l (br $l)) (unreachable))
