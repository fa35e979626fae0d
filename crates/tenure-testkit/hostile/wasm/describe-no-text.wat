;; describes itself by bytes that are no text
;; expect: bad_output
(func (export "describe") (result i32)
  (i32.store (i32.const 16) (i32.const 4096)) (i32.store (i32.const 20) (i32.const 4)) (i32.store (i32.const 4096) (i32.const -1)) (i32.const 16))
