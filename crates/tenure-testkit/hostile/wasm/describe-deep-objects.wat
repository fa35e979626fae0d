;; says objects within objects
;; expect: description
;; describe: {{5000|{"id":}}
