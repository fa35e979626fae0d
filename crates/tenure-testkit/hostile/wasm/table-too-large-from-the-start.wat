;; begins with a table of 10,001
;; expect: refused
(table 10001 funcref)
