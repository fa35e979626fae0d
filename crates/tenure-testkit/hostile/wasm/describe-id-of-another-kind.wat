;; has an id with blanks
;; expect: description
;; describe: {"id":"../../etc","version":"1.0.0","dictionary":"^1.0","max_points":20,"inputs":[],"reasons":[{"code":"a","text":{}}]}
