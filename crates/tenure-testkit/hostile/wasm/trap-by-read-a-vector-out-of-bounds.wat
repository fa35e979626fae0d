;; reads a vector across the end of its memory
;; expect: trap
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (v128.load (i32.const 131064))) (i32.const 64))
