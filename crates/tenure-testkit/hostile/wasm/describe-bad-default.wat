;; has a parameter whose default is beyond its range
;; expect: description
;; describe: {"id":"x","version":"1.0.0","dictionary":"^1.0","max_points":20,"inputs":[],"reasons":[{"code":"a","text":{}}],"parameters":[{"name":"p","type":"int","default":9,"max":3}]}
