;; ends itself where a batch has a row whose value is 1
;; expect: trap
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (local i32 i32)
  (local.set 5 (i32.load offset=4 (local.get 3)))
  (local.set 6 (local.get 2))
  (loop $l
    (if (i32.eqz (local.get 6)) (then (return (i32.const 64))))
    (local.set 6 (i32.sub (local.get 6) (i32.const 1)))
    (if (i64.eq (i64.load (i32.add (local.get 5) (i32.shl (local.get 6) (i32.const 3)))) (i64.const 1)) (then (unreachable)))
    (br $l))
  (unreachable))
