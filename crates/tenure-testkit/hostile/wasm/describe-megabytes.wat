;; describes itself by 30 MiB
;; expect: bad_output
(func (export "describe") (result i32)
  (drop (memory.grow (i32.const 480)))
  (i32.store (i32.const 16) (i32.const 0)) (i32.store (i32.const 20) (i32.const 31000000)) (i32.const 16))
