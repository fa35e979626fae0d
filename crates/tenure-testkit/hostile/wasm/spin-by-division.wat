;; divides floats in a loop
;; expect: out_of_fuel
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (local f64)
  (local.set 5 (f64.const 1))
  (loop $l (local.set 5 (f64.sqrt (f64.div (local.get 5) (f64.const 3)))) (br $l)) (unreachable))
