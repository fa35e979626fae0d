;; is no component
;; expect: refused
(module $whole)
