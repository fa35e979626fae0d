;; begins with a table of 4 billion
;; expect: refused
(table 4294967295 funcref)
