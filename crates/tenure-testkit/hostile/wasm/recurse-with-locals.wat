;; calls itself with many locals
;; expect: stack_overflow|out_of_fuel
(func $deep (param i64 i64 i64 i64 i64 i64 i64 i64) (result i64)
  (i64.add (local.get 0) (call $deep (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5) (local.get 6) (local.get 7) (local.get 0))))
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (call $deep (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5) (i64.const 6) (i64.const 7) (i64.const 8))) (i32.const 64))
