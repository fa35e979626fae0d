;; loops for ever in what is called after configure
;; expect: out_of_fuel
(func (export "cabi_post_configure") (param i32)
  (loop $l (br $l)))
