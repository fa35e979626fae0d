;; throws
;; expect: refused|compile
(tag $t)
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (throw $t))
