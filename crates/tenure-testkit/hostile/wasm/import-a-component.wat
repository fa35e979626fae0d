;; asks for a component of the host
;; expect: refused
(component (import "inner" (component)))
