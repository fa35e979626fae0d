;; two functions call each other without end
;; expect: stack_overflow
(func $a (call $b))
(func $b (call $a))
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (call $a) (i32.const 64))
