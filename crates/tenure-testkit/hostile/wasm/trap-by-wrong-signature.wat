;; calls a function of another type
;; expect: trap
(type $f (func (result i64)))
(table 1 funcref)
(func $g)
(elem (i32.const 0) $g)
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (call_indirect (type $f) (i32.const 0))) (i32.const 64))
