;; takes all the memory it may have, and touches every page of it
;; expect: ok
(func (export "score") (param i32 i32 i32 i32 i32) (result i32) (local i32)
  (loop $l (br_if $l (i32.ne (memory.grow (i32.const 16)) (i32.const -1))))
  (local.set 5 (i32.mul (i32.sub (memory.size) (i32.const 1)) (i32.const 65536)))
  (loop $l
    (i32.store8 offset=65535 (local.get 5) (i32.const 255))
    (local.set 5 (i32.sub (local.get 5) (i32.const 65536)))
    (br_if $l (i32.ge_u (local.get 5) (i32.const 65536))))
  (i32.const 64))
