;; has a segment that lies outside its memory
;; expect: trap|refused
(data (i32.const 131071) "ab")
