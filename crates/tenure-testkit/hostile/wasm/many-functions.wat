;; has 10,001 functions
;; expect: refused
(module {{10001|(func) }})
