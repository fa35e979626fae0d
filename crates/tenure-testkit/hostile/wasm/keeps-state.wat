;; gives other points each time it is called
;; expect: ok
(global $called (mut i32) (i32.const 0))
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (global.set $called (i32.add (global.get $called) (i32.const 1)))
  (i32.store (i32.const 600) (global.get $called))
  (i32.const 64))
