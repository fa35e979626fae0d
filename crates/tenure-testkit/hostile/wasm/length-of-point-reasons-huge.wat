;; says that its list of point-reasons has 4 billion elements
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 80) (i32.const -1)) (i32.const 64))
