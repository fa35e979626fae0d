;; has 5,000 globals
;; expect: ok|refused|compile
{{5000|(global i64 (i64.const 1)) }}
