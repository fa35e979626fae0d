;; grows two tables
;; expect: out_of_memory
(table $t 1 funcref)
(table $u 1 funcref)
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $l (drop (table.grow $t (ref.null func) (i32.const 5000))) (br_if $l (i32.ne (table.grow $u (ref.null func) (i32.const 5000)) (i32.const -1)))) (unreachable))
