;; proposes for a row that the batch does not have
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 640) (i32.const 64)) (i32.const 64))
