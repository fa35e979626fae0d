;; copies a segment in a loop
;; expect: out_of_fuel
(data $d "0123456789abcdef0123456789abcdef")
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (loop $l (memory.init $d (i32.const 4096) (i32.const 0) (i32.const 32)) (br $l)) (unreachable))
