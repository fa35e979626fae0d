;; has a hundred modules
;; expect: refused
(component {{100|(core module) }})
