;; has a reason of 100 kB
;; expect: description
;; describe: {"id":"x","version":"1.0.0","dictionary":"^1.0","max_points":20,"inputs":[],"reasons":[{"code":"a","text":{"en":"{{50000|a}}"}}]}
