;; loops over vectors
;; expect: out_of_fuel
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (local v128)
  (loop $l (local.set 5 (f64x2.div (local.get 5) (local.get 5))) (br $l)) (unreachable))
