;; loops for ever in score
;; expect: out_of_fuel
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $l (br $l)) (unreachable))
