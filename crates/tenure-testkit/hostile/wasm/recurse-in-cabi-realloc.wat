;; calls itself without end in cabi_realloc
;; expect: stack_overflow
(func $deep (call $deep))
(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
  (call $deep) (unreachable))
