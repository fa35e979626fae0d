;; says that memory lies at its very end
;; expect: bad_output|trap|ok|refused
(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
  (i32.const 131072))
