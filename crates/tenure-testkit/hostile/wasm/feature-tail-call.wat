;; calls for ever without a stack
;; expect: refused|compile
(func $for-ever (return_call $for-ever))
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (call $for-ever) (i32.const 64))
