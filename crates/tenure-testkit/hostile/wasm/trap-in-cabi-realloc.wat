;; ends itself in cabi_realloc
;; expect: trap
(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
  (unreachable))
