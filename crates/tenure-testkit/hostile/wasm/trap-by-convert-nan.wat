;; makes an int of what is no number
;; expect: trap
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.trunc_f64_s (f64.const nan)))
