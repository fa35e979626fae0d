;; has a memory of 64 bits
;; expect: refused|compile
(module (memory (export "memory") i64 1))
