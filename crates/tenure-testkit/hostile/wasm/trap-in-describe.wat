;; ends itself in describe
;; expect: trap
(func (export "describe") (result i32)
  (unreachable))
