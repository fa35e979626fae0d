;; says that memory lies beyond its end
;; expect: bad_output|trap|ok|refused
(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
  (i32.const -8))
