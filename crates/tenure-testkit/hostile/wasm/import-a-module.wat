;; asks for a module of the host
;; expect: refused
(component (import "inner" (core module)))
