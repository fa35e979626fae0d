;; has a function of 200 kB
;; expect: refused
(module (func {{60000|(drop (i64.const -1)) }}))
