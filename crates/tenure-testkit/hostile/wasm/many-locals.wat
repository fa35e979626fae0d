;; has a function of 50,000 locals
;; expect: refused|compile
(module (func (local {{50000|i64 }})))
