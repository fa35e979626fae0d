;; reads a signal twice
;; expect: description
;; describe: {"id":"x","version":"1.0.0","dictionary":"^1.0","max_points":20,"inputs":[{"name":"a.b","type":"int","required":false},{"name":"a.b","type":"int","required":false}],"reasons":[{"code":"a","text":{}}]}
