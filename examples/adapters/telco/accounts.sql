-- IBM's sample of telecom customers: one row a customer, so that all of it is custom values of the account.
SELECT
  _row,
  customerID             AS id,
  to_float(tenure)       AS "custom.tenure",
  Contract               AS "custom.contract",
  InternetService        AS "custom.internet",
  PaperlessBilling       AS "custom.paperless",
  PaymentMethod          AS "custom.payment",
  TechSupport            AS "custom.tech_support",
  OnlineSecurity         AS "custom.online_security",
  to_int(SeniorCitizen)  AS "custom.senior",
  Dependents             AS "custom.dependents"
FROM telco_ibm
ORDER BY _row;
