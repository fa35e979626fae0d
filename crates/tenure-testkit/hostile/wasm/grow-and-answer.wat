;; is denied memory and answers all the same
;; expect: ok
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (drop (memory.grow (i32.const 65534))) (i32.const 64))
