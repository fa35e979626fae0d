;; ends itself when it is started
;; expect: trap
(func $start (unreachable))
(start $start)
