;; has a branch table of 20,000
;; expect: ok|refused|compile
(func (param i32)
  (block $b (br_table {{20000|$b }}(local.get 0))))
