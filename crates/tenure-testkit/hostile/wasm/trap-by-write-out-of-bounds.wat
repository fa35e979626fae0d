;; writes outside its memory
;; expect: trap
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i64.store (i32.const 131068) (i64.const -1)) (i32.const 64))
