;; reads outside its memory by a large offset
;; expect: trap
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.load offset=4294967295 (i32.const -1)))
