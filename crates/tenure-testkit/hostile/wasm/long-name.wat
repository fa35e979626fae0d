;; imports a name of 100 kB
;; expect: refused|compile
(component (import "{{50000|a}}" (func)))
