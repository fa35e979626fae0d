;; gives more points than it declared
;; expect: bad_output
(func (export "score") (param i32 i32 i32 i32 i32) (result i32)
  (i32.store (i32.const 600) (i32.const 21)) (i32.const 64))
