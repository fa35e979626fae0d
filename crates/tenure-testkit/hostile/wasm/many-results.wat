;; hands a thousand values back
;; expect: refused|compile|ok|bad_output|trap
(func $many (result {{1000|i64 }})
  {{1000|(i64.const 1) }})
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (call $many)
  {{1000|(drop) }}(i32.const 64))
