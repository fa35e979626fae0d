;; loops by a table of branches
;; expect: out_of_fuel
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $a (loop $b (br_table $a $b $a (local.get 2)))) (unreachable))
