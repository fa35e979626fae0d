;; calls itself through a table
;; expect: stack_overflow
(type $f (func))
(table 1 funcref)
(func $deep (call_indirect (type $f) (i32.const 0)))
(elem (i32.const 0) $deep)
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (call $deep) (i32.const 64))
