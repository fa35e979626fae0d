;; calls an empty place of a table
;; expect: trap
(type $f (func))
(table 1 funcref)
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (call_indirect (type $f) (i32.const 0)) (i32.const 64))
