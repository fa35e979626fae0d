;; asks the host for the log while the host asks it for memory
;; expect: trap|ok|bad_output|refused
(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
  (call $log (i32.const 1024) (i32.const 8)) (i32.const 65536))
