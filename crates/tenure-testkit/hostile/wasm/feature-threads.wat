;; has a shared memory
;; expect: refused|compile
(module (memory (export "memory") 1 2 shared))
