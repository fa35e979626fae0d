;; multiplies numbers near zero in a loop: slow on some processors
;; expect: out_of_fuel
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (local f64)
  (local.set 5 (f64.const 5e-324))
  (loop $l (local.set 5 (f64.mul (local.get 5) (f64.const 1.5))) (br $l)) (unreachable))
