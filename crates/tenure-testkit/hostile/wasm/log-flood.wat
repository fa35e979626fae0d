;; notes lines for ever
;; expect: out_of_fuel
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $l (call $log (i32.const 1024) (i32.const 100)) (br $l)) (unreachable))
