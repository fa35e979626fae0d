;; begins with a memory one page above the limit
;; expect: refused
(module (memory (export "memory") 513))
