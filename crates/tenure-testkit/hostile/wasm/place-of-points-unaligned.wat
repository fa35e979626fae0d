;; says that its points lie at an odd place
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 84) (i32.const 601)) (i32.const 64))
