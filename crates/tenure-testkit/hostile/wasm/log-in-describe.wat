;; notes lines while it describes itself
;; expect: out_of_fuel
(func (export "describe") (result i32)
  (loop $l (call $log (i32.const 1024) (i32.const 100)) (br $l)) (unreachable))
