;; calls through a table in a loop
;; expect: out_of_fuel
(type $nothing (func))
(table 1 funcref)
(func $do-nothing)
(elem (i32.const 0) $do-nothing)
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $l (call_indirect (type $nothing) (i32.const 0)) (br $l)) (unreachable))
