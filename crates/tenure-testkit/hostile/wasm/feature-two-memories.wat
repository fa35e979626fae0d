;; has two memories
;; expect: refused|compile
(memory $other 1)
