;; makes a NaN of its own and gives points by its bits
;; expect: ok
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (local i64)
  (local.set 5 (i64.reinterpret_f64 (f64.div (f64.const 0) (f64.const 0))))
  (i32.store (i32.const 600) (i32.add (i32.const 1) (i32.wrap_i64 (i64.shr_u (local.get 5) (i64.const 63)))))
  (i32.const 64))
