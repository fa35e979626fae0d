;; ends itself in what is called after configure
;; expect: trap
(func (export "cabi_post_configure") (param i32)
  (unreachable))
