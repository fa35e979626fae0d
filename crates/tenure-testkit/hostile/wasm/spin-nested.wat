;; loops within loops for ever
;; expect: out_of_fuel
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $a (loop $b (br_if $b (i32.const 0)) (br $a))) (unreachable))
