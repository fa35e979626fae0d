;; calls by reference
;; expect: refused|compile
(type $f (func))
(func $g)
(elem declare func $g)
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (call_ref $f (ref.func $g)) (i32.const 64))
