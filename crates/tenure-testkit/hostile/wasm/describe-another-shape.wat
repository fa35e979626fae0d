;; says a list of itself
;; expect: description
;; describe: [1,2,3]
