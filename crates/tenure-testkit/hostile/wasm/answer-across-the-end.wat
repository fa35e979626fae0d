;; says that its answer lies across the end of its memory
;; expect: bad_output|trap
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.const 131060))
