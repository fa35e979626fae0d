;; says its id twice
;; expect: description
;; describe: {"id":"y","id":"x","version":"1.0.0","dictionary":"^1.0","max_points":20,"inputs":[],"reasons":[{"code":"a","text":{}}]}
