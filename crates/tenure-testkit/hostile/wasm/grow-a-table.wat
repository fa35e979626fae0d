;; grows a table until it is denied, then traps
;; expect: out_of_memory
(table $t 1 funcref)
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $l (br_if $l (i32.ne (table.grow $t (ref.null func) (i32.const 1000)) (i32.const -1)))) (unreachable))
