;; uses nearly all its fuel and answers
;; expect: ok
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (local i32)
  (local.set 5 (i32.const 200000))
  (loop $l (local.set 5 (i32.sub (local.get 5) (i32.const 1))) (br_if $l (local.get 5)))
  (i32.const 64))
