;; asks for a table of 4 billion, then traps
;; expect: out_of_memory|out_of_fuel
(table $t 1 funcref)
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (if (i32.eq (table.grow $t (ref.null func) (i32.const -2)) (i32.const -1)) (then (unreachable))) (i32.const 64))
