;; calls to and fro in a loop
;; expect: out_of_fuel
(func $nothing)
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $l (call $nothing) (call $nothing) (br $l)) (unreachable))
