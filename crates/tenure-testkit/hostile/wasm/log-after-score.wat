;; notes a line in what is called after score
;; expect: ok|trap|bad_output
(func (export "cabi_post_score") (param i32)
  (call $log (i32.const 1024) (i32.const 8)))
