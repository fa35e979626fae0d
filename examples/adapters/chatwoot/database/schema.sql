-- Tables of Chatwoot 4.14.2 (commit bec795f764d805d2a49d4a27553ad819aabc84f3), in SQLite's dialect.
--
-- Every column of each table that the adapter reads, in the order of db/schema.rb, schema version 2026_05_25_093000.
-- Indexes, NOT NULL and defaults that PostgreSQL computes are left out.

CREATE TABLE companies (
  id BIGINT PRIMARY KEY, name VARCHAR, domain VARCHAR, description TEXT, account_id BIGINT, created_at TIMESTAMP,
  updated_at TIMESTAMP, contacts_count INTEGER, additional_attributes JSONB DEFAULT '{}',
  custom_attributes JSONB DEFAULT '{}', last_activity_at TIMESTAMP
);

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY, name VARCHAR DEFAULT '', email VARCHAR, phone_number VARCHAR, account_id INTEGER,
  created_at TIMESTAMP, updated_at TIMESTAMP, additional_attributes JSONB DEFAULT '{}', identifier VARCHAR,
  custom_attributes JSONB DEFAULT '{}', last_activity_at TIMESTAMP, contact_type INTEGER DEFAULT 0,
  middle_name VARCHAR DEFAULT '', last_name VARCHAR DEFAULT '', location VARCHAR DEFAULT '',
  country_code VARCHAR DEFAULT '', blocked BOOLEAN DEFAULT FALSE, company_id BIGINT
);

CREATE TABLE conversations (
  id INTEGER PRIMARY KEY, account_id INTEGER, inbox_id INTEGER, status INTEGER DEFAULT 0, assignee_id INTEGER,
  created_at TIMESTAMP, updated_at TIMESTAMP, contact_id BIGINT, display_id INTEGER, contact_last_seen_at TIMESTAMP,
  agent_last_seen_at TIMESTAMP, additional_attributes JSONB DEFAULT '{}', contact_inbox_id BIGINT, uuid UUID,
  identifier VARCHAR, last_activity_at TIMESTAMP, team_id BIGINT, campaign_id BIGINT, snoozed_until TIMESTAMP,
  custom_attributes JSONB DEFAULT '{}', assignee_last_seen_at TIMESTAMP, first_reply_created_at TIMESTAMP,
  priority INTEGER, sla_policy_id BIGINT, waiting_since TIMESTAMP, cached_label_list TEXT,
  assignee_agent_bot_id BIGINT
);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY, content TEXT, account_id INTEGER, inbox_id INTEGER, conversation_id INTEGER,
  message_type INTEGER, created_at TIMESTAMP, updated_at TIMESTAMP, private BOOLEAN DEFAULT FALSE,
  status INTEGER DEFAULT 0, source_id TEXT, content_type INTEGER DEFAULT 0, content_attributes JSON DEFAULT '{}',
  sender_type VARCHAR, sender_id BIGINT, external_source_ids JSONB DEFAULT '{}',
  additional_attributes JSONB DEFAULT '{}', processed_message_content TEXT, sentiment JSONB DEFAULT '{}'
);

CREATE TABLE inboxes (
  id INTEGER PRIMARY KEY, channel_id INTEGER, account_id INTEGER, name VARCHAR, created_at TIMESTAMP,
  updated_at TIMESTAMP, channel_type VARCHAR, enable_auto_assignment BOOLEAN DEFAULT TRUE,
  greeting_enabled BOOLEAN DEFAULT FALSE, greeting_message VARCHAR, email_address VARCHAR,
  working_hours_enabled BOOLEAN DEFAULT FALSE, out_of_office_message VARCHAR, timezone VARCHAR DEFAULT 'UTC',
  enable_email_collect BOOLEAN DEFAULT TRUE, csat_survey_enabled BOOLEAN DEFAULT FALSE,
  allow_messages_after_resolved BOOLEAN DEFAULT TRUE, auto_assignment_config JSONB DEFAULT '{}',
  lock_to_single_conversation BOOLEAN DEFAULT FALSE, portal_id BIGINT, sender_name_type INTEGER DEFAULT 0,
  business_name VARCHAR, csat_config JSONB DEFAULT '{}'
);

CREATE TABLE csat_survey_responses (
  id BIGINT PRIMARY KEY, account_id BIGINT, conversation_id BIGINT, message_id BIGINT, rating INTEGER,
  feedback_message TEXT, contact_id BIGINT, assigned_agent_id BIGINT, created_at TIMESTAMP, updated_at TIMESTAMP,
  csat_review_notes TEXT, review_notes_updated_at TIMESTAMP, review_notes_updated_by_id BIGINT
);

CREATE TABLE reporting_events (
  id BIGINT PRIMARY KEY, name VARCHAR, value FLOAT, account_id INTEGER, inbox_id INTEGER, user_id INTEGER,
  conversation_id INTEGER, created_at TIMESTAMP, updated_at TIMESTAMP, value_in_business_hours FLOAT,
  event_start_time TIMESTAMP, event_end_time TIMESTAMP
);

CREATE TABLE sla_policies (
  id BIGINT PRIMARY KEY, name VARCHAR, first_response_time_threshold FLOAT, next_response_time_threshold FLOAT,
  only_during_business_hours BOOLEAN DEFAULT FALSE, account_id BIGINT, created_at TIMESTAMP, updated_at TIMESTAMP,
  description VARCHAR, resolution_time_threshold FLOAT
);
