;; gives points even where it was sent no row
;; expect: bad_output|ok
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.const 64))
