;; says that its answer lies beyond its memory
;; expect: bad_output|trap
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.const -4))
