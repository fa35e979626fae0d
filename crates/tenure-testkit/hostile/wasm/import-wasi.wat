;; asks for the clock
;; expect: refused|compile
(component
  (import "wasi:clocks/wall-clock@0.2.0" (instance (export "now" (func (result u64))))))
