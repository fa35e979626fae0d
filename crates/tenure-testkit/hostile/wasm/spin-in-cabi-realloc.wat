;; loops for ever in cabi_realloc
;; expect: out_of_fuel
(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
  (loop $l (br $l)) (unreachable))
