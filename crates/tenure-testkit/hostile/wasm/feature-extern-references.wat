;; holds what the host owns
;; expect: refused|compile
(global (mut externref) (ref.null extern))
