;; says nothing of itself
;; expect: description
;; describe: 
