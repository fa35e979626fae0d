;; says more points than there are
;; expect: description
;; describe: {"id":"x","version":"1.0.0","dictionary":"^1.0","max_points":99999999999,"inputs":[],"reasons":[{"code":"a","text":{}}]}
