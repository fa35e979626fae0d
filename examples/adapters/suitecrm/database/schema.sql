-- Tables of SuiteCRM 7.14.6 (tag v7.14.6, commit e572230abd0dad205b24a96acce72590b20bf69d), in SQLite's dialect.
--
-- Every column of each table that the adapter reads, in the order of the vardefs, with the types that
-- include/database/MysqlManager.php gives them. Before each table stands the file of SuiteCRM that defines it; modules
-- also take the columns of include/SugarObjects/templates/{basic,company,person,sale,issue} and of
-- include/SugarObjects/implements/assignable. Indexes and NOT NULL are left out.

-- modules/Accounts/vardefs.php
CREATE TABLE accounts (
  id CHAR(36) PRIMARY KEY, name VARCHAR(150), date_entered DATETIME, date_modified DATETIME,
  modified_user_id CHAR(36), created_by CHAR(36), description TEXT, deleted TINYINT(1) DEFAULT 0,
  assigned_user_id CHAR(36), account_type VARCHAR(50), industry VARCHAR(50), annual_revenue VARCHAR(100),
  phone_fax VARCHAR(100), billing_address_street VARCHAR(150), billing_address_city VARCHAR(100),
  billing_address_state VARCHAR(100), billing_address_postalcode VARCHAR(20), billing_address_country VARCHAR(255),
  rating VARCHAR(100), phone_office VARCHAR(100), phone_alternate VARCHAR(100), website VARCHAR(255),
  ownership VARCHAR(100), employees VARCHAR(10), ticker_symbol VARCHAR(10), shipping_address_street VARCHAR(150),
  shipping_address_city VARCHAR(100), shipping_address_state VARCHAR(100), shipping_address_postalcode VARCHAR(20),
  shipping_address_country VARCHAR(255), parent_id CHAR(36), sic_code VARCHAR(10), campaign_id CHAR(36)
);

-- modules/Contacts/vardefs.php
CREATE TABLE contacts (
  id CHAR(36) PRIMARY KEY, date_entered DATETIME, date_modified DATETIME, modified_user_id CHAR(36),
  created_by CHAR(36), description TEXT, deleted TINYINT(1) DEFAULT 0, assigned_user_id CHAR(36),
  salutation VARCHAR(255), first_name VARCHAR(100), last_name VARCHAR(100), title VARCHAR(100), photo VARCHAR(255),
  department VARCHAR(255), do_not_call TINYINT(1) DEFAULT 0, phone_home VARCHAR(100), phone_mobile VARCHAR(100),
  phone_work VARCHAR(100), phone_other VARCHAR(100), phone_fax VARCHAR(100), lawful_basis TEXT, date_reviewed DATE,
  lawful_basis_source VARCHAR(100), primary_address_street VARCHAR(150), primary_address_city VARCHAR(100),
  primary_address_state VARCHAR(100), primary_address_postalcode VARCHAR(20), primary_address_country VARCHAR(255),
  alt_address_street VARCHAR(150), alt_address_city VARCHAR(100), alt_address_state VARCHAR(100),
  alt_address_postalcode VARCHAR(20), alt_address_country VARCHAR(255), assistant VARCHAR(75),
  assistant_phone VARCHAR(100), lead_source VARCHAR(255), reports_to_id CHAR(36), birthdate DATE,
  campaign_id CHAR(36), joomla_account_id VARCHAR(255), portal_account_disabled TINYINT(1),
  portal_user_type VARCHAR(100) DEFAULT 'Single'
);

-- metadata/accounts_contactsMetaData.php
CREATE TABLE accounts_contacts (
  id VARCHAR(36) PRIMARY KEY, contact_id VARCHAR(36), account_id VARCHAR(36), date_modified DATETIME,
  deleted TINYINT(1) DEFAULT 0
);

-- metadata/email_addressesMetaData.php
CREATE TABLE email_addresses (
  id CHAR(36) PRIMARY KEY, email_address VARCHAR(255), email_address_caps VARCHAR(255),
  invalid_email TINYINT(1) DEFAULT 0, opt_out TINYINT(1) DEFAULT 0, confirm_opt_in VARCHAR(255) DEFAULT 'not-opt-in',
  confirm_opt_in_date DATETIME, confirm_opt_in_sent_date DATETIME, confirm_opt_in_fail_date DATETIME,
  confirm_opt_in_token VARCHAR(255), date_created DATETIME, date_modified DATETIME, deleted TINYINT(1) DEFAULT 0
);

-- metadata/email_addressesMetaData.php
CREATE TABLE email_addr_bean_rel (
  id CHAR(36) PRIMARY KEY, email_address_id CHAR(36), bean_id CHAR(36), bean_module VARCHAR(100),
  primary_address TINYINT(1) DEFAULT 0, reply_to_address TINYINT(1) DEFAULT 0, date_created DATETIME,
  date_modified DATETIME, deleted TINYINT(1) DEFAULT 0
);

-- modules/AOS_Contracts/vardefs.php
CREATE TABLE aos_contracts (
  id CHAR(36) PRIMARY KEY, name VARCHAR(255), date_entered DATETIME, date_modified DATETIME,
  modified_user_id CHAR(36), created_by CHAR(36), description TEXT, deleted TINYINT(1) DEFAULT 0,
  assigned_user_id CHAR(36), reference_code VARCHAR(255), start_date DATE, end_date DATE,
  total_contract_value DECIMAL(26,6), total_contract_value_usdollar DECIMAL(26,6), currency_id CHAR(36),
  status VARCHAR(100) DEFAULT 'Not Started', customer_signed_date DATE, company_signed_date DATE,
  renewal_reminder_date DATETIME, contract_type VARCHAR(100) DEFAULT 'Type', contract_account_id CHAR(36),
  opportunity_id CHAR(36), contact_id CHAR(36), call_id CHAR(36), total_amt DECIMAL(26,6),
  total_amt_usdollar DECIMAL(26,6), subtotal_amount DECIMAL(26,6), subtotal_amount_usdollar DECIMAL(26,6),
  discount_amount DECIMAL(26,6), discount_amount_usdollar DECIMAL(26,6), tax_amount DECIMAL(26,6),
  tax_amount_usdollar DECIMAL(26,6), shipping_amount DECIMAL(26,6), shipping_amount_usdollar DECIMAL(26,6),
  shipping_tax VARCHAR(100), shipping_tax_amt DECIMAL(26,6), shipping_tax_amt_usdollar DECIMAL(26,6),
  total_amount DECIMAL(26,6), total_amount_usdollar DECIMAL(26,6)
);

-- modules/AOS_Invoices/vardefs.php
CREATE TABLE aos_invoices (
  id CHAR(36) PRIMARY KEY, name VARCHAR(255), date_entered DATETIME, date_modified DATETIME,
  modified_user_id CHAR(36), created_by CHAR(36), description TEXT, deleted TINYINT(1) DEFAULT 0,
  assigned_user_id CHAR(36), billing_account_id CHAR(36), billing_contact_id CHAR(36),
  billing_address_street VARCHAR(150), billing_address_city VARCHAR(100), billing_address_state VARCHAR(100),
  billing_address_postalcode VARCHAR(20), billing_address_country VARCHAR(255), shipping_address_street VARCHAR(150),
  shipping_address_city VARCHAR(100), shipping_address_state VARCHAR(100), shipping_address_postalcode VARCHAR(20),
  shipping_address_country VARCHAR(255), number INT(11), total_amt DECIMAL(26,6), total_amt_usdollar DECIMAL(26,6),
  subtotal_amount DECIMAL(26,6), subtotal_amount_usdollar DECIMAL(26,6), discount_amount DECIMAL(26,6),
  discount_amount_usdollar DECIMAL(26,6), tax_amount DECIMAL(26,6), tax_amount_usdollar DECIMAL(26,6),
  shipping_amount DECIMAL(26,6), shipping_amount_usdollar DECIMAL(26,6), shipping_tax VARCHAR(100),
  shipping_tax_amt DECIMAL(26,6), shipping_tax_amt_usdollar DECIMAL(26,6), total_amount DECIMAL(26,6),
  total_amount_usdollar DECIMAL(26,6), currency_id CHAR(36), quote_number INT(11), quote_date DATE,
  invoice_date DATE, due_date DATE, status VARCHAR(100), template_ddown_c TEXT, subtotal_tax_amount DECIMAL(26,6),
  subtotal_tax_amount_usdollar DECIMAL(26,6)
);

-- modules/Currencies/vardefs.php
CREATE TABLE currencies (
  id CHAR(36) PRIMARY KEY, name VARCHAR(36), symbol VARCHAR(36), iso4217 VARCHAR(3),
  conversion_rate DOUBLE DEFAULT 0, status VARCHAR(100), deleted TINYINT(1), date_entered DATETIME,
  date_modified DATETIME, created_by CHAR(36)
);

-- modules/Cases/vardefs.php
CREATE TABLE cases (
  id CHAR(36) PRIMARY KEY, name VARCHAR(255), date_entered DATETIME, date_modified DATETIME,
  modified_user_id CHAR(36), created_by CHAR(36), description TEXT, deleted TINYINT(1) DEFAULT 0,
  assigned_user_id CHAR(36), case_number INT(11), type VARCHAR(255), status VARCHAR(100), priority VARCHAR(100),
  resolution TEXT, work_log TEXT, account_id CHAR(36), state VARCHAR(100) DEFAULT 'Open',
  contact_created_by_id CHAR(36)
);

-- metadata/audit_templateMetaData.php, for `cases`
CREATE TABLE cases_audit (
  id CHAR(36) PRIMARY KEY, parent_id CHAR(36), date_created DATETIME, created_by VARCHAR(36),
  field_name VARCHAR(100), data_type VARCHAR(100), before_value_string VARCHAR(255), after_value_string VARCHAR(255),
  before_value_text TEXT, after_value_text TEXT
);

-- modules/Calls/vardefs.php
CREATE TABLE calls (
  id CHAR(36) PRIMARY KEY, name VARCHAR(50), date_entered DATETIME, date_modified DATETIME,
  modified_user_id CHAR(36), created_by CHAR(36), description TEXT, deleted TINYINT(1) DEFAULT 0,
  assigned_user_id CHAR(36), duration_hours INT(2), duration_minutes INT(2), date_start DATETIME, date_end DATETIME,
  parent_type VARCHAR(255), status VARCHAR(100) DEFAULT 'Planned', direction VARCHAR(100), parent_id CHAR(36),
  reminder_time INT DEFAULT -1, email_reminder_time INT DEFAULT -1, email_reminder_sent TINYINT(1) DEFAULT 0,
  outlook_id VARCHAR(255), repeat_type VARCHAR(36), repeat_interval INT(3) DEFAULT 1, repeat_dow VARCHAR(7),
  repeat_until DATE, repeat_count INT(7), repeat_parent_id CHAR(36), recurring_source VARCHAR(36)
);

-- modules/Meetings/vardefs.php
CREATE TABLE meetings (
  id CHAR(36) PRIMARY KEY, name VARCHAR(50), date_entered DATETIME, date_modified DATETIME,
  modified_user_id CHAR(36), created_by CHAR(36), description TEXT, deleted TINYINT(1) DEFAULT 0,
  assigned_user_id CHAR(36), location VARCHAR(50), password VARCHAR(50), join_url VARCHAR(200),
  host_url VARCHAR(400), displayed_url VARCHAR(400), creator VARCHAR(50), external_id VARCHAR(50),
  duration_hours INT(3), duration_minutes INT(2), date_start DATETIME, date_end DATETIME, parent_type VARCHAR(100),
  status VARCHAR(100) DEFAULT 'Planned', type VARCHAR(255) DEFAULT 'Sugar', parent_id CHAR(36),
  reminder_time INT DEFAULT -1, email_reminder_time INT DEFAULT -1, email_reminder_sent TINYINT(1) DEFAULT 0,
  outlook_id VARCHAR(255), sequence INT(11) DEFAULT 0, repeat_type VARCHAR(36), repeat_interval INT(3) DEFAULT 1,
  repeat_dow VARCHAR(7), repeat_until DATE, repeat_count INT(7), repeat_parent_id CHAR(36),
  recurring_source VARCHAR(36), gsync_id VARCHAR(1024), gsync_lastsync INT
);

-- modules/Emails/vardefs.php
CREATE TABLE emails (
  id CHAR(36) PRIMARY KEY, name VARCHAR(255), date_entered DATETIME, date_modified DATETIME,
  modified_user_id CHAR(36), created_by CHAR(36), deleted TINYINT(1) DEFAULT 0, assigned_user_id CHAR(36),
  orphaned TINYINT(1), last_synced DATETIME, date_sent_received DATETIME, message_id VARCHAR(255), type VARCHAR(100),
  status VARCHAR(100), flagged TINYINT(1), reply_to_status TINYINT(1), intent VARCHAR(100) DEFAULT 'pick',
  mailbox_id CHAR(36), parent_type VARCHAR(100), parent_id CHAR(36), uid VARCHAR(255), category_id VARCHAR(100)
);

-- modules/SurveyResponses/vardefs.php
CREATE TABLE surveyresponses (
  id CHAR(36) PRIMARY KEY, name VARCHAR(255), date_entered DATETIME, date_modified DATETIME,
  modified_user_id CHAR(36), created_by CHAR(36), description TEXT, deleted TINYINT(1) DEFAULT 0,
  assigned_user_id CHAR(36), happiness INT, email_response_sent TINYINT(1), account_id CHAR(36),
  campaign_id CHAR(36), contact_id CHAR(36), survey_id CHAR(36)
);

-- modules/SurveyQuestionResponses/vardefs.php
CREATE TABLE surveyquestionresponses (
  id CHAR(36) PRIMARY KEY, name VARCHAR(255), date_entered DATETIME, date_modified DATETIME,
  modified_user_id CHAR(36), created_by CHAR(36), description TEXT, deleted TINYINT(1) DEFAULT 0,
  assigned_user_id CHAR(36), answer TEXT, answer_bool TINYINT(1), answer_datetime DATETIME,
  surveyquestion_id CHAR(36), surveyresponse_id CHAR(36)
);

-- modules/SurveyQuestions/vardefs.php
CREATE TABLE surveyquestions (
  id CHAR(36) PRIMARY KEY, name VARCHAR(255), date_entered DATETIME, date_modified DATETIME,
  modified_user_id CHAR(36), created_by CHAR(36), description TEXT, deleted TINYINT(1) DEFAULT 0,
  assigned_user_id CHAR(36), sort_order INT(255), type VARCHAR(100), happiness_question TINYINT(1),
  survey_id CHAR(36)
);

-- modules/Users/vardefs.php
CREATE TABLE users (
  id CHAR(36) PRIMARY KEY, user_name VARCHAR(60), user_hash VARCHAR(255), system_generated_password TINYINT(1),
  pwd_last_changed DATETIME, authenticate_id VARCHAR(100), sugar_login TINYINT(1) DEFAULT 1, first_name VARCHAR(255),
  last_name VARCHAR(255), is_admin TINYINT(1) DEFAULT 0, external_auth_only TINYINT(1) DEFAULT 0,
  receive_notifications TINYINT(1) DEFAULT 1, description TEXT, date_entered DATETIME, date_modified DATETIME,
  modified_user_id CHAR(36), created_by CHAR(36), title VARCHAR(50), photo VARCHAR(255), department VARCHAR(50),
  phone_home VARCHAR(50), phone_mobile VARCHAR(50), phone_work VARCHAR(50), phone_other VARCHAR(50),
  phone_fax VARCHAR(50), status VARCHAR(100), address_street VARCHAR(150), address_city VARCHAR(100),
  address_state VARCHAR(100), address_country VARCHAR(100), address_postalcode VARCHAR(20), deleted TINYINT(1),
  portal_only TINYINT(1) DEFAULT 0, show_on_employees TINYINT(1) DEFAULT 1, employee_status VARCHAR(100),
  messenger_id VARCHAR(100), messenger_type VARCHAR(100), reports_to_id CHAR(36), is_group TINYINT(1),
  factor_auth TINYINT(1), factor_auth_interface VARCHAR(255)
);
