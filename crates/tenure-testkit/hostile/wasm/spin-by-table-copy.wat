;; copies a table in a loop
;; expect: out_of_fuel
(table $t 10000 funcref)
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $l (table.copy $t $t (i32.const 0) (i32.const 1) (i32.const 9999)) (br $l)) (unreachable))
