;; makes a module a thousand times
;; expect: refused|compile|out_of_memory|bad_output
(component (core module $m (memory 1)) {{1000|(core instance (instantiate $m)) }})
