;; says that its list of proposal-rows has one more element than the others
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 96) (i32.add (i32.load (i32.const 96)) (i32.const 1))) (i32.const 64))
