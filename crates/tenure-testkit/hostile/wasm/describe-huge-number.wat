;; says a number that no machine holds
;; expect: description
;; describe: {"id":"x","version":"1.0.0","dictionary":"^1.0","max_points":1e999999,"inputs":[],"reasons":[{"code":"a","text":{}}]}
