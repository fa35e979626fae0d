;; begins with a memory of 4 GiB
;; expect: refused
(module (memory (export "memory") 65536))
