;; says what is no JSON
;; expect: description
;; describe: not json
