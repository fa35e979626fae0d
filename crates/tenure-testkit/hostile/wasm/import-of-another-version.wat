;; asks for the log of a version to come
;; expect: refused
(component (import "tenure:plugin/host@2.0.0" (instance (export "log" (func (param "line" string))))))
