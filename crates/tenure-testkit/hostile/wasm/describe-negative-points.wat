;; says that it gives -1 points at most
;; expect: description
;; describe: {"id":"x","version":"1.0.0","dictionary":"^1.0","max_points":-1,"inputs":[],"reasons":[{"code":"a","text":{}}]}
