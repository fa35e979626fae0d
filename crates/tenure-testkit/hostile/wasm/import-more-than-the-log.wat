;; asks for more of the host than it has
;; expect: refused
(component (import "tenure:plugin/host@1.0.0" (instance (export "now" (func (result u64))))))
