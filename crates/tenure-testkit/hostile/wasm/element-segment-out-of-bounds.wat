;; has a segment that lies outside its table
;; expect: trap|refused
(table 1 funcref)
(func $f)
(elem (i32.const 1) $f)
