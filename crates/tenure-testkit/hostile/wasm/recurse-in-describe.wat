;; calls itself without end in describe
;; expect: stack_overflow
(func $deep (call $deep))
(func (export "describe") (result i32)
  (call $deep) (unreachable))
