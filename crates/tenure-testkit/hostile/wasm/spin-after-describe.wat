;; loops for ever in what is called after describe
;; expect: out_of_fuel
(func (export "cabi_post_describe") (param i32)
  (loop $l (br $l)))
