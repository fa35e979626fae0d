;; calls itself without end
;; expect: stack_overflow
(func $deep (call $deep))
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (call $deep) (i32.const 64))
