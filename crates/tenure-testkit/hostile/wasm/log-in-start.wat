;; notes a line when it is started
;; expect: ok|trap|refused|bad_output
(func $start (call $log (i32.const 1024) (i32.const 8)))
(start $start)
