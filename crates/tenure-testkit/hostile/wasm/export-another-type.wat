;; offers a score of another type
;; expect: refused
(component
  (core module $m (func (export "f") (result i32) (i32.const 1)))
  (core instance $i (instantiate $m))
  (func $f (result u32) (canon lift (core func $i "f")))
  (instance $scoring (export "score" (func $f)) (export "describe" (func $f)) (export "configure" (func $f)))
  (export "tenure:plugin/scoring@1.0.0" (instance $scoring)))
