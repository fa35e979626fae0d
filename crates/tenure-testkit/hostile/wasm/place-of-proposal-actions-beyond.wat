;; says that its list of proposal-actions lies beyond its memory
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 100) (i32.const -16)) (i32.const 64))
