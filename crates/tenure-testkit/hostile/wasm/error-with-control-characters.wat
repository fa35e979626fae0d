;; fails with a text that would clear a terminal
;; expect: trap
(data (i32.const 2048) "\1b[2J\1b]0;owned\07\00\0a\0d")
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store8 (i32.const 64) (i32.const 1)) (i32.store (i32.const 68) (i32.const 2048)) (i32.store (i32.const 72) (i32.const 16)) (i32.const 64))
