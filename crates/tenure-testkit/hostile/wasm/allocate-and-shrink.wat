;; answers with less memory at each call
;; expect: bad_output|trap|ok
(global $at (mut i32) (i32.const 131072))
(func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
  (global.set $at (i32.and (i32.sub (global.get $at) (local.get 3)) (i32.const -8)))
  (global.get $at))
