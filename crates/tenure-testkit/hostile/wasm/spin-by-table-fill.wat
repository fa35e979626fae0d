;; fills a table of 10,000 in a loop
;; expect: out_of_fuel
(table $t 10000 funcref)
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $l (table.fill $t (i32.const 0) (ref.null func) (i32.const 10000)) (br $l)) (unreachable))
