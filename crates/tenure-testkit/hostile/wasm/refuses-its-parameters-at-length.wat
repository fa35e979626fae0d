;; refuses its parameters with a text beyond its memory
;; expect: bad_output
(func (export "configure") (param i32 i32) (result i32)
  (i32.store8 (i32.const 32) (i32.const 1)) (i32.store (i32.const 36) (i32.const 1024)) (i32.store (i32.const 40) (i32.const -1)) (i32.const 32))
