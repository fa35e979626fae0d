;; notes lines of 4 MB for ever
;; expect: out_of_fuel
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (memory.grow (i32.const 100)))
  (loop $l (call $log (i32.const 65536) (i32.const 4000000)) (br $l)) (unreachable))
