-- Invented customers, with what a real database has too: deleted rows, blank dates, values that somebody added.
INSERT INTO users (id, user_name, last_name, status, employee_status, reports_to_id, deleted) VALUES
  ('1',         'admin',     'Administrator',  'Active',   'Active',           NULL,      0),
  ('u-lead',    'lead',      'Sales lead',     'Active',   'Active',           '',        0),
  ('u-north',   'north',     'Desk north',     'Active',   'Active',           'u-lead',  0),
  ('u-south',   'south',     'Desk south',     'Inactive', 'Terminated',       'u-lead',  1),
  ('u-west',    'west',      'Desk west',      'Active',   'Sabbatical',       'u-lead',  0);

INSERT INTO accounts (id, name, account_type, industry, employees, billing_address_country, assigned_user_id, parent_id, deleted) VALUES
  ('a-harrow',  'Harrowgate Mills',    'Customer', 'Manufacturing',  '250',    'Germany', 'u-north', NULL, 0),
  ('a-quill',   'Quillon Logistics',   'Customer', 'Transportation', '50-100', 'France',  'u-south', '',   0),
  ('a-bramble', 'Bramblewick Bank',    'Customer', 'Banking',        '1200',   'Ireland', 'u-north', '',   0),
  ('a-tamsin',  'Tamsinvale Foods',    'Customer', 'Retail',         '',       '',        'u-west',  '',   0),
  ('a-lumen',   'Lumenfold Energy',    'Customer', '',               NULL,     NULL,      '',        '',   0),
  ('a-foxrail', 'Foxglove Rail',       'Customer', 'Machinery',      '80',     'Poland',  'u-north', '',   0),
  ('a-kiln',    'Old Kiln Pottery',    'Customer', 'Retail',         '12',     'Spain',   'u-north', '',   1),
  ('a-wend',    'Wendover & Partners', 'Partner',  'Consulting',     '9',      'Spain',   'u-north', '',   0),
  ('a-salt',    'Saltmarsh Museum',    'Patron',   'Recreation',     '40',     'Malta',   'u-north', '',   0);

INSERT INTO currencies (id, name, symbol, iso4217, conversion_rate, status, deleted) VALUES
  ('cur-eur', 'Euro',   '€',   'EUR', 0.9, 'Active', 0),
  ('cur-old', 'Tokens', 'tok', '',    1.0, 'Inactive', 1);

INSERT INTO aos_contracts (id, name, contract_account_id, status, start_date, end_date, customer_signed_date, total_contract_value, currency_id, renewal_reminder_date, deleted) VALUES
  ('k-harrow',  'Looms',       'a-harrow',  'Signed',      '2025-10-01', '2026-09-30', '2025-09-12', 120000.000000, 'cur-eur', '2026-08-31 12:00:00', 0),
  ('k-quill',   'Fleet',       'a-quill',   'Signed',      '2024-08-01', '2026-07-31', '0000-00-00', 48000.500000,  '-99',     NULL, 0),
  ('k-bramble', 'Vault',       'a-bramble', 'Signed',      '2023-02-01', NULL,         '2023-01-20', 90000.000000,  'cur-eur', NULL, 0),
  ('k-draft',   'Vault two',   'a-bramble', 'In Progress', '2026-09-01', '2027-08-31', '',           15000.000000,  'cur-eur', NULL, 0),
  ('k-tamsin',  'Cold chain',  'a-tamsin',  'Parked',      '2025-03-01', '0000-00-00', NULL,         7000.000000,   'cur-old', '0000-00-00 00:00:00', 0),
  ('k-lumen',   'Turbines',    'a-lumen',   'Signed',      '0000-00-00', '2026-12-31', NULL,         20000.000000,  '',        NULL, 0),
  ('k-foxrail', 'Signals',     'a-foxrail', 'Signed',      '2025-06-11', '2026-06-10', '2025-06-01', 36000.000000,  'cur-eur', NULL, 0),
  ('k-gone',    'Signals old', 'a-foxrail', 'Signed',      '2023-06-11', '2026-08-10', '2023-06-01', 99000.000000,  'cur-eur', NULL, 1),
  ('k-kiln',    'Glazes',      'a-kiln',    'Signed',      '2025-09-01', '2026-08-31', '2025-08-30', 3000.000000,   'cur-eur', NULL, 0);

INSERT INTO aos_invoices (id, name, billing_account_id, number, total_amount, currency_id, invoice_date, due_date, status, deleted) VALUES
  ('i-harrow',  'Looms 2025',   'a-harrow',  1, 120000.000000, 'cur-eur', '2025-10-01', '2025-10-31', 'Paid',      0),
  ('i-quill',   'Fleet 2026',   'a-quill',   2, 24000.250000,  '-99',     '2026-03-01', '2026-03-31', 'Unpaid',    0),
  ('i-lumen',   'Turbines',     'a-lumen',   3, 20000.000000,  '',        '2026-03-16', '2026-04-15', 'Unpaid',    0),
  ('i-void',    'Turbines two', 'a-lumen',   4, 20000.000000,  '-99',     '2026-03-16', '2026-04-15', 'Cancelled', 0),
  ('i-blank',   'Signals',      'a-foxrail', 5, 36000.000000,  'cur-eur', '2025-06-11', '',           '',          0),
  ('i-deleted', 'Signals',      'a-foxrail', 6, 36000.000000,  'cur-eur', '2025-06-11', '2025-07-11', 'Unpaid',    1);

INSERT INTO cases (id, case_number, name, account_id, date_entered, date_modified, priority, status, state, deleted) VALUES
  ('t-1', 1, 'Loom stops',        'a-harrow',  '2026-06-20 07:30:00', '2026-06-29 08:00:00', 'P1', 'Open_Assigned', 'Open',    0),
  ('t-2', 2, 'Loom squeaks',      'a-harrow',  '2026-05-02 09:00:00', '2026-06-01 10:00:00', 'P3', 'Closed_Closed', 'Closed',  0),
  ('t-3', 3, 'No tracking',       'a-quill',   '2026-06-25 11:00:00', '2026-06-25 11:00:00', 'P0', 'Open_New',      'Open',    0),
  ('t-4', 4, 'Turbine manual',    'a-lumen',   '2026-06-01 11:00:00', '2026-06-03 16:00:00', 'P2', 'Closed_Closed', 'Closed',  0),
  ('t-5', 5, 'Signal light',      'a-foxrail', '2026-06-11 11:00:00', '2026-06-12 16:00:00', 'P2', 'Waiting_Parts', 'Waiting', 0),
  ('t-6', 6, 'Entered twice',     'a-foxrail', '2026-06-11 11:01:00', '2026-06-11 11:02:00', 'P1', 'Open_New',      'Open',    1);

INSERT INTO cases_audit (id, parent_id, date_created, created_by, field_name, data_type, before_value_string, after_value_string) VALUES
  ('au-1', 't-2', '2026-05-04 15:00:00', 'u-north', 'status', 'dynamicenum', 'Open_New', 'Closed_Closed'),
  ('au-2', 't-2', '2026-05-04 15:00:00', 'u-north', 'state',  'enum',        'Open',     'Closed'),
  ('au-3', 't-1', '2026-06-21 15:00:00', 'u-north', 'status', 'dynamicenum', 'Open_New', 'Open_Assigned');

INSERT INTO contacts (id, last_name, do_not_call, lawful_basis, deleted) VALUES
  ('p-harrow', 'Buyer',      1, '^consent^',             0),
  ('p-quill',  'Dispatch',   0, '^consent^,^withdrawn^', 0),
  ('p-gone',   'Purchasing', 0, '',                      1);
INSERT INTO accounts_contacts (id, contact_id, account_id, deleted) VALUES
  ('ac-1', 'p-harrow', 'a-harrow', 0), ('ac-2', 'p-quill', 'a-quill', 0), ('ac-3', 'p-quill', 'a-harrow', 1), ('ac-4', 'p-gone', 'a-quill', 0);
INSERT INTO email_addresses (id, email_address, invalid_email, opt_out, confirm_opt_in, deleted) VALUES
  ('e-1', 'buyer@harrowgate.example', 0, 0, 'confirmed-opt-in', 0), ('e-2', 'dispatch@quillon.example', 1, 0, 'confirmed-opt-in', 0);
INSERT INTO email_addr_bean_rel (id, email_address_id, bean_id, bean_module, primary_address, deleted) VALUES
  ('r-1', 'e-1', 'p-harrow', 'Contacts', 1, 0), ('r-2', 'e-2', 'p-quill', 'Contacts', 1, 0);

INSERT INTO calls (id, name, date_start, parent_type, parent_id, status, direction, assigned_user_id, deleted) VALUES
  ('ca-1', 'Quarterly call', '2026-06-15 08:00:00', 'Accounts',      'a-bramble', 'Held',      'Outbound', 'u-north', 0),
  ('ca-2', 'Reminder',       '2026-08-31 12:00:00', 'AOS_Contracts', 'k-harrow',  'Planned',   'Outbound', 'u-north', 0),
  ('ca-3', 'Call back',      '2026-03-02 08:00:00', 'Contacts',      'p-harrow',  'Held',      'Inbound',  'u-north', 0),
  ('ca-4', 'Voicemail',      '2026-06-29 08:00:00', 'Accounts',      'a-quill',   'Voicemail', 'Outbound', 'u-north', 0);
INSERT INTO meetings (id, name, date_start, parent_type, parent_id, status, assigned_user_id, deleted) VALUES
  ('m-1', 'Review', '2026-02-10 09:00:00', 'AOS_Contracts', 'k-quill', 'Held', 'u-south', 0),
  ('m-2', 'Review', '0000-00-00 00:00:00', 'Accounts',      'a-lumen', 'Held', 'u-north', 0);
INSERT INTO emails (id, name, date_sent_received, type, status, parent_type, parent_id, assigned_user_id, deleted) VALUES
  ('ma-1', 'Re: loom stops', '2026-06-21 10:00:00', 'out',      'sent',       'Cases',    't-1',       'u-north', 0),
  ('ma-2', 'News',           '2026-06-22 10:00:00', 'campaign', 'sent',       'Accounts', 'a-tamsin',  'u-north', 0),
  ('ma-3', 'Signals',        '2026-06-23 10:00:00', 'out',      'send_error', 'Accounts', 'a-foxrail', 'u-north', 0),
  ('ma-4', 'Chat',           '2026-06-24 10:00:00', 'chat',     'read',       'Accounts', 'a-foxrail', 'u-north', 0);

INSERT INTO surveyquestions (id, name, type, happiness_question, survey_id, deleted) VALUES
  ('sq-1', 'How satisfied are you?', 'Rating', 1, 's-1', 0), ('sq-2', 'From 1 to 10?', 'Scale', 1, 's-1', 0),
  ('sq-3', 'What else?', 'Text', 0, 's-1', 0);
INSERT INTO surveyresponses (id, name, date_entered, account_id, contact_id, survey_id, happiness, deleted) VALUES
  ('sr-1', 'June', '2026-06-18 12:00:00', 'a-harrow',  'p-harrow', 's-1', -1, 0),
  ('sr-2', 'June', '2026-06-19 12:00:00', 'a-bramble', '',         's-1', -1, 0),
  ('sr-3', 'June', '2026-06-20 12:00:00', 'a-quill',   'p-quill',  's-1', 0,  1);
INSERT INTO surveyquestionresponses (id, name, surveyresponse_id, surveyquestion_id, answer, deleted) VALUES
  ('sa-1', '', 'sr-1', 'sq-1', '1', 0), ('sa-2', '', 'sr-1', 'sq-3', 'It stops every day.', 0),
  ('sa-3', '', 'sr-2', 'sq-2', '9', 0), ('sa-4', '', 'sr-2', 'sq-1', '', 0), ('sa-5', '', 'sr-3', 'sq-1', '1', 0);
