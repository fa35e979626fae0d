;; calls itself without end when it is started
;; expect: stack_overflow
(func $deep (call $deep))
(start $deep)
