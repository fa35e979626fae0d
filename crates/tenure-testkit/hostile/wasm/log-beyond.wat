;; notes a line beyond its memory
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (call $log (i32.const 1024) (i32.const -1)) (i32.const 64))
