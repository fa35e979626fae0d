;; offers nothing
;; expect: refused
(component)
