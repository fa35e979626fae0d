;; answers with a case that there is not
;; expect: bad_output|trap
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store8 (i32.const 64) (i32.const 7)) (i32.const 64))
