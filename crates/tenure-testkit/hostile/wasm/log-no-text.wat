;; notes bytes that are no text
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 4096) (i32.const -1)) (call $log (i32.const 4096) (i32.const 4)) (i32.const 64))
