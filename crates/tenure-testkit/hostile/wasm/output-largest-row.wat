;; gives points to the row 4,294,967,295
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 524) (i32.const -1)) (i32.const 64))
