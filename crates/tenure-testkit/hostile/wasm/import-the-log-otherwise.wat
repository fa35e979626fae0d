;; asks for a log of another type
;; expect: refused
(component (import "tenure:plugin/host@1.0.0" (instance (export "log" (func (param "line" u64))))))
