;; says that its list of point-reasons lies beyond its memory
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 76) (i32.const -16)) (i32.const 64))
