;; calls itself without end in configure
;; expect: stack_overflow
(func $deep (call $deep))
(func (export "configure") (param i32 i32) (result i32)
  (call $deep) (unreachable))
