;; has components within components within components
;; expect: refused|compile
{{60|(component }}{{60|)}}
