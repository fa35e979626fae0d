;; has blocks within blocks, 5,000 deep
;; expect: ok|refused|compile|bad_output|trap
(func {{5000|block }}{{5000|end }})
