;; describes itself by a text beyond its memory
;; expect: bad_output
(func (export "describe") (result i32)
  (i32.store (i32.const 20) (i32.const -1)) (i32.const 16))
