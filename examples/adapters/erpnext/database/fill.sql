-- Invented customers, with what a real database has too: drafts and cancelled documents, values that somebody added.
INSERT INTO "tabSingles" (doctype, field, value) VALUES
  ('System Settings', 'time_zone', 'Asia/Kolkata'), ('System Settings', 'country', 'India');

INSERT INTO "tabUser" (name, full_name, enabled, user_type) VALUES
  ('east@house.example',  'Desk east',  1, 'System User'),
  ('left@house.example',  'Desk left',  0, 'System User'),
  ('store@house.example', 'Store desk', 1, 'System User');

INSERT INTO "tabCustomer" (name, customer_name, customer_type, customer_group, territory, industry, default_currency, account_manager, is_internal_customer, disabled) VALUES
  ('CUST-1', 'Banyan Textiles',   'Company', 'Commercial', 'India',  'Manufacturing',      'INR', 'east@house.example', 0, 0),
  ('CUST-2', 'Copperleaf Bank',   'Company', 'Commercial', 'India',  'Banking',            'INR', 'left@house.example', 0, 0),
  ('CUST-3', 'Driftwood Resorts', 'Company', 'Commercial', 'Malta',  'Hospitality',        'EUR', 'east@house.example', 0, 0),
  ('CUST-4', 'Elmhurst Dairies',  'Company', 'Government', '',       '',                   '',    NULL,                 0, 0),
  ('CUST-5', 'Fernhill Printing', 'Company', 'Commercial', 'India',  'Publishing',         'INR', 'east@house.example', 0, 1),
  ('CUST-6', 'House Branch Two',  'Company', 'Internal',   'India',  NULL,                 'INR', 'east@house.example', 1, 0),
  ('CUST-7', 'Gorse Hill Tools',  'Company', 'Commercial', 'Norway', 'Technology',         'EUR', 'east@house.example', 0, 0);

INSERT INTO "tabSubscription Plan" (name, plan_name, currency, item, price_determination, cost, billing_interval, billing_interval_count) VALUES
  ('Seats a year',    'Seats a year',    'INR', 'SEAT', 'Fixed Rate',          12000.500000000, 'Year',  1),
  ('Support a year',  'Support a year',  'INR', 'CARE', 'Fixed Rate',          30000.000000000, 'Year',  1),
  ('Seats a month',   'Seats a month',   'EUR', 'SEAT', 'Fixed Rate',          99.900000000,    'Month', 1),
  ('Rooms a quarter', 'Rooms a quarter', 'EUR', 'ROOM', 'Monthly Rate',        250.000000000,   'Month', 3),
  ('By the list',     'By the list',     'EUR', 'ROOM', 'Based On Price List', 0,               'Month', 1),
  ('By the week',     'By the week',     'EUR', 'CARE', 'Fixed Rate',          10.000000000,    'Week',  2);

INSERT INTO "tabSubscription" (name, party_type, party, status, start_date, end_date, current_invoice_start, current_invoice_end, cancelation_date, trial_period_end, cancel_at_period_end, apply_additional_discount, additional_discount_percentage, additional_discount_amount) VALUES
  ('SUB-1', 'Customer', 'CUST-1', 'Active',        '2024-08-01', '2026-07-31', '2025-08-01', '2026-07-31', NULL,         NULL,         0, '',          0,            0),
  ('SUB-2', 'Customer', 'CUST-2', 'Past Due Date', '2023-09-15', NULL,         '2025-09-15', '2026-09-14', NULL,         NULL,         1, 'Net Total', 10.000000000, 0),
  ('SUB-3', 'Customer', 'CUST-3', 'Active',        '2025-01-01', NULL,         '2026-06-01', '2026-06-30', NULL,         NULL,         0, 'Net Total', 0,            9.900000000),
  ('SUB-4', 'Customer', 'CUST-3', 'Cancelled',     '2024-01-01', NULL,         '2026-04-01', '2026-06-30', '2026-05-20', NULL,         0, '',          0,            0),
  ('SUB-5', 'Customer', 'CUST-4', 'Trialing',      '2026-06-15', NULL,         '2026-06-15', '2026-07-14', NULL,         '2026-07-14', 0, '',          0,            0),
  ('SUB-6', 'Customer', 'CUST-4', 'Paused',        '2026-01-01', NULL,         '2026-06-01', '2026-06-14', NULL,         NULL,         0, '',          0,            0),
  ('SUB-7', 'Supplier', 'SUPP-1', 'Active',        '2026-01-01', NULL,         '2026-06-01', '2026-06-30', NULL,         NULL,         0, '',          0,            0),
  ('SUB-8', 'Customer', 'CUST-7', 'Active',        NULL,         '2026-12-31', NULL,         NULL,         NULL,         NULL,         0, '',          0,            0);
INSERT INTO "tabSubscription Plan Detail" (name, parent, parenttype, parentfield, idx, plan, qty) VALUES
  ('d-1', 'SUB-1', 'Subscription', 'plans', 1, 'Seats a year', 10), ('d-2', 'SUB-1', 'Subscription', 'plans', 2, 'Support a year', 1),
  ('d-3', 'SUB-2', 'Subscription', 'plans', 1, 'Seats a year', 40), ('d-4', 'SUB-3', 'Subscription', 'plans', 1, 'Seats a month', 3),
  ('d-5', 'SUB-4', 'Subscription', 'plans', 1, 'Rooms a quarter', 2), ('d-6', 'SUB-5', 'Subscription', 'plans', 1, 'By the list', 1),
  ('d-7', 'SUB-6', 'Subscription', 'plans', 1, 'By the week', 5), ('d-8', 'SUB-7', 'Subscription', 'plans', 1, 'Seats a month', 1),
  ('d-9', 'SUB-8', 'Subscription', 'plans', 1, 'Seats a month', 1);

INSERT INTO "tabContract" (name, party_type, party_name, is_signed, status, start_date, end_date, signed_on, contract_terms, document_type, document_name, docstatus) VALUES
  ('CON-1', 'Customer', 'CUST-7', 1, 'Inactive',   '2025-06-16', '2026-06-15', '2025-06-10 15:00:00.000000', '…', 'Sales Invoice', 'SINV-5', 1),
  ('CON-2', 'Customer', 'CUST-7', 0, 'Unsigned',   '2026-07-01', '2027-06-30', NULL,                         '…', NULL,            NULL,     0),
  ('CON-3', 'Customer', 'CUST-1', 1, 'Active',     '2024-08-01', '2027-08-31', '2024-07-20 10:00:00.000000', '…', NULL,            NULL,     2),
  ('CON-4', 'Customer', 'CUST-4', 1, 'Terminated', '2025-10-01', '2026-09-30', '2025-09-20 10:00:00.000000', '…', '',              '',       1),
  ('CON-5', 'Employee', 'EMP-1',  1, 'Active',     '2025-10-01', '2026-09-30', '2025-09-20 10:00:00.000000', '…', NULL,            NULL,     1),
  ('CON-6', 'Customer', 'CUST-5', 1, 'Inactive',   '2024-01-01', '2025-12-31', '2023-12-20 10:00:00.000000', '…', NULL,            NULL,     1);

INSERT INTO "tabSales Invoice" (name, customer, posting_date, due_date, currency, grand_total, outstanding_amount, status, is_return, subscription, docstatus) VALUES
  ('SINV-1', 'CUST-1', '2025-08-01', '2025-08-31', 'INR', 150005.000000000, 0,                'Paid',           0, 'SUB-1', 1),
  ('SINV-2', 'CUST-2', '2026-03-20', '2026-04-19', 'INR', 432018.000000000, 432018.000000000, 'Overdue',        0, 'SUB-2', 1),
  ('SINV-3', 'CUST-2', '2026-03-19', '2026-04-18', 'INR', 432018.000000000, 0,                'Cancelled',      0, 'SUB-2', 2),
  ('SINV-4', 'CUST-3', '2026-06-01', '2026-07-01', 'EUR', 289.800000000,    289.800000000,    'Unpaid',         0, 'SUB-3', 1),
  ('SINV-5', 'CUST-7', '2025-06-16', '2025-07-16', 'EUR', 8400.000000000,   0,                'Paid',           0, NULL,    1),
  ('SINV-6', 'CUST-7', '2026-05-01', '2026-05-31', 'EUR', -100.000000000,   0,                'Return',         1, NULL,    1),
  ('SINV-7', 'CUST-4', '2026-05-01', '2026-05-31', 'EUR', 100.000000000,    100.000000000,    'In Collection',  0, NULL,    1),
  ('SINV-8', 'CUST-4', '2026-06-29', '2026-07-29', 'EUR', 100.000000000,    100.000000000,    'Draft',          0, NULL,    0);

INSERT INTO "tabIssue" (name, subject, customer, status, priority, opening_date, opening_time, first_responded_on, sla_resolution_by, sla_resolution_date, modified) VALUES
  ('ISS-1', 'Dye runs',         'CUST-1', 'Open',     'High',    '2026-06-20', '02:30:00.000000', '2026-06-20 10:30:00.000000', '2026-06-29 20:00:00.000000', NULL,                         '2026-06-29 10:00:00.000000'),
  ('ISS-2', 'Dye runs again',   'CUST-1', 'Replied',  'High',    '2026-06-25', '09:00:00.000000', '2026-06-25 09:30:00.000000', NULL,                         NULL,                         '2026-06-25 10:00:00.000000'),
  ('ISS-3', 'Statement wrong',  'CUST-2', 'Closed',   'Medium',  '2026-06-10', '09:00:00.000000', '2026-06-10 11:00:00.000000', '2026-06-12 09:00:00.000000', '2026-06-11 09:00:00.000000', '2026-06-30 10:00:00.000000'),
  ('ISS-4', 'Keys',             'CUST-3', 'Resolved', 'Low',     '2026-06-12', NULL,              NULL,                         NULL,                         NULL,                         '2026-06-14 10:00:00.000000'),
  ('ISS-5', 'Cold room',        'CUST-4', 'Open',     'Blocker', '2026-06-27', '09:00:00.000000', NULL,                         NULL,                         NULL,                         '2026-06-27 09:00:00.000000'),
  ('ISS-6', 'From a lead',      '',       'Open',     'Medium',  '2026-06-27', '09:00:00.000000', NULL,                         NULL,                         NULL,                         '2026-06-27 09:00:00.000000'),
  ('ISS-7', 'Drill bit',        'CUST-7', 'Escalated', 'Low',    '2026-06-26', '09:00:00.000000', NULL,                         NULL,                         NULL,                         '2026-06-26 09:00:00.000000');

INSERT INTO "tabCommunication" (name, subject, communication_type, communication_medium, sent_or_received, communication_date, reference_doctype, reference_name, email_status) VALUES
  ('COMM-1', 'Dye runs',    'Communication', 'Email', 'Received', '2026-06-20 02:30:00.000000', 'Issue',         'ISS-1',  'Open'),
  ('COMM-2', 'Re: keys',    'Communication', 'Email', 'Sent',     '2026-06-13 12:00:00.000000', 'Issue',         'ISS-4',  'Open'),
  ('COMM-3', 'Your bill',   'Communication', 'Phone', 'Sent',     '2026-05-02 12:00:00.000000', 'Sales Invoice', 'SINV-2', NULL),
  ('COMM-4', 'Win a prize', 'Communication', 'Email', 'Received', '2026-06-29 12:00:00.000000', 'Customer',      'CUST-7', 'Spam'),
  ('COMM-5', 'Text',        'Communication', 'SMS',   'Sent',     '2026-06-28 12:00:00.000000', 'Customer',      'CUST-7', NULL),
  ('COMM-6', 'Assigned',    'Comment',       '',      'Sent',     '2026-06-28 12:00:00.000000', 'Customer',      'CUST-4', NULL);
