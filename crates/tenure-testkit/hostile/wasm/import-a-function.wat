;; asks for a function
;; expect: refused
(component (import "print" (func (param "text" string))))
