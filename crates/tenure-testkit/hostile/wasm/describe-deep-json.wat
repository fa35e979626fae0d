;; says JSON of 10,000 levels
;; expect: description
;; describe: {{10000|[}}
