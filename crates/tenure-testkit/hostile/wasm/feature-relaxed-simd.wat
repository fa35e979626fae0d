;; uses vectors whose results hang on the machine
;; expect: refused|compile
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (f32x4.relaxed_madd (v128.const i64x2 0 0) (v128.const i64x2 0 0) (v128.const i64x2 0 0))) (i32.const 64))
