;; says that its list of proposal-actions has 4 billion elements
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 104) (i32.const -1)) (i32.const 64))
