;; reads a signal of a type that there is not
;; expect: description
;; describe: {"id":"x","version":"1.0.0","dictionary":"^1.0","max_points":20,"inputs":[{"name":"a.b","type":"date","required":false}],"reasons":[{"code":"a","text":{}}]}
