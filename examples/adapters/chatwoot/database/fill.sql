-- Invented customers, with what a real database has too: another workspace, contacts of nobody, values nobody mapped.
INSERT INTO companies (id, name, domain, account_id, created_at, updated_at) VALUES
  (1, 'Pellbrook Foods', 'pellbrook.example', 1, '2025-01-10 09:00:00', '2026-06-01 09:00:00'),
  (2, 'Starling Optics', 'starling.example',  1, '2025-02-10 09:00:00', '2026-06-01 09:00:00'),
  (3, 'Cobble & Crane',  'cobble.example',    2, '2025-03-10 09:00:00', '2026-06-01 09:00:00'),
  (4, 'Marrow Quarries', 'marrow.example',    1, '2025-04-10 09:00:00', '2026-06-01 09:00:00');

INSERT INTO contacts (id, name, account_id, company_id, additional_attributes, contact_type, blocked) VALUES
  (11, 'Purchasing',  1, 1,    '{}',                                     2, FALSE),
  (12, 'Front desk',  1, 2,    '{"company_name": "Starling"}',           2, FALSE),
  (13, 'Quarry desk', 1, 4,    '{}',                                     2, TRUE),
  (14, 'Dispatch',    1, NULL, '{"company_name": " Juniper Freight "}',  1, FALSE),
  (15, 'Accounts',    1, NULL, '{"company_name": "juniper freight"}',    0, FALSE),
  (16, 'Visitor',     1, NULL, '{"city": "Porto"}',                      0, FALSE),
  (17, 'Elsewhere',   2, 3,    '{}',                                     2, FALSE);

INSERT INTO inboxes (id, account_id, name, channel_type) VALUES
  (21, 1, 'Website', 'Channel::WebWidget'), (22, 1, 'Mail', 'Channel::Email'), (23, 2, 'Website', 'Channel::WebWidget');

INSERT INTO sla_policies (id, name, account_id, resolution_time_threshold, only_during_business_hours) VALUES
  (31, 'Two days', 1, 172800.0, FALSE), (32, 'Office hours', 1, 28800.0, TRUE);

INSERT INTO conversations (id, account_id, inbox_id, status, contact_id, display_id, created_at, updated_at, first_reply_created_at, priority, sla_policy_id) VALUES
  (101, 1, 21, 0, 11, 1, '2026-06-20 08:00:00', '2026-06-28 08:00:00', '2026-06-20 13:30:00', 3,    31),
  (102, 1, 22, 1, 11, 2, '2026-06-10 08:00:00', '2026-06-25 08:00:00', '2026-06-10 08:20:00', 1,    31),
  (103, 1, 22, 1, 12, 3, '2026-06-12 08:00:00', '2026-06-13 08:00:00', '2026-06-12 08:10:00', NULL, 32),
  (104, 1, 21, 2, 14, 4, '2026-06-26 08:00:00', '2026-06-26 08:00:00', NULL,                  0,    NULL),
  (105, 1, 21, 3, 15, 5, '2026-06-01 08:00:00', '2026-06-02 08:00:00', '2026-06-01 09:00:00', 2,    NULL),
  (106, 1, 21, 7, 13, 6, '2026-05-30 08:00:00', '2026-05-30 08:00:00', NULL,                  9,    NULL),
  (107, 1, 21, 0, 16, 7, '2026-06-29 08:00:00', '2026-06-29 08:00:00', NULL,                  NULL, NULL),
  (108, 2, 23, 0, 17, 1, '2026-06-29 08:00:00', '2026-06-29 08:00:00', NULL,                  3,    NULL);

INSERT INTO reporting_events (id, name, value, account_id, inbox_id, conversation_id, created_at, updated_at, event_start_time, event_end_time) VALUES
  (201, 'conversation_resolved', 86400.0, 1, 22, 102, '2026-06-11 08:00:00', '2026-06-11 08:00:00', '2026-06-10 08:00:00', '2026-06-11 08:00:00'),
  (202, 'conversation_resolved', 93600.0, 1, 22, 102, '2026-06-12 10:00:00', '2026-06-12 10:00:00', '2026-06-10 08:00:00', '2026-06-12 10:00:00'),
  (203, 'first_response',        600.0,   1, 22, 103, '2026-06-12 08:10:00', '2026-06-12 08:10:00', '2026-06-12 08:00:00', '2026-06-12 08:10:00');

INSERT INTO messages (id, content, account_id, inbox_id, conversation_id, message_type, private, sender_type, sender_id, created_at, updated_at) VALUES
  (301, 'The site is down again.',  1, 21, 101, 0, FALSE, 'Contact', 11, '2026-06-20 08:00:00', '2026-06-20 08:00:00'),
  (302, 'Still down.',              1, 21, 101, 0, FALSE, 'Contact', 11, '2026-06-20 08:05:00', '2026-06-20 08:05:00'),
  (303, 'We look into it.',         1, 21, 101, 1, FALSE, 'User',    1,  '2026-06-20 13:30:00', '2026-06-20 13:30:00'),
  (304, 'Third time this month.',   1, 21, 101, 1, TRUE,  'User',    1,  '2026-06-28 08:00:00', '2026-06-28 08:00:00'),
  (305, 'Thank you for the offer.', 1, 22, 103, 0, FALSE, 'Contact', 12, '2026-06-12 08:00:00', '2026-06-12 08:00:00'),
  (306, 'With pleasure.',           1, 22, 103, 1, FALSE, 'User',    1,  '2026-06-12 08:10:00', '2026-06-12 08:10:00'),
  (307, 'Resolved.',                1, 22, 103, 2, FALSE, NULL,      NULL, '2026-06-13 08:00:00', '2026-06-13 08:00:00'),
  (308, 'How did we do?',           1, 22, 103, 3, FALSE, NULL,      NULL, '2026-06-13 08:00:00', '2026-06-13 08:00:00'),
  (309, 'Where is the lorry?',      1, 21, 104, 0, FALSE, 'Contact', 14, '2026-06-26 08:00:00', '2026-06-26 08:00:00'),
  (310, 'Recorded.',                1, 21, 104, 5, FALSE, NULL,      NULL, '2026-06-26 08:01:00', '2026-06-26 08:01:00');

INSERT INTO csat_survey_responses (id, account_id, conversation_id, message_id, rating, contact_id, created_at, updated_at) VALUES
  (401, 1, 102, 320, 1, 11, '2026-06-12 11:00:00', '2026-06-12 11:00:00'),
  (402, 1, 103, 308, 5, 12, '2026-06-13 09:00:00', '2026-06-13 09:00:00'),
  (403, 1, 105, 321, 0, 15, '2026-06-02 09:00:00', '2026-06-02 09:00:00'),
  (404, 2, 108, 322, 1, 17, '2026-06-29 09:00:00', '2026-06-29 09:00:00');
