;; proposes twice for one row
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 644) (i32.const 0)) (i32.const 64))
