;; makes structs
;; expect: refused|compile
(type $s (struct (field i32)))
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (struct.new $s (i32.const 1))) (i32.const 64))
