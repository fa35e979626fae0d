;; calls the host at the bottom of a deep stack
;; expect: stack_overflow|out_of_fuel
(func $deep (call $log (i32.const 1024) (i32.const 1)) (call $deep))
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (call $deep) (i32.const 64))
