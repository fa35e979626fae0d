;; adds atomically
;; expect: refused|compile
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1))) (i32.const 64))
