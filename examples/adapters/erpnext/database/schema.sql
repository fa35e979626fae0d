-- Tables of ERPNext 16.0.0-dev (its branch `develop` of September 2025) on Frappe 16.0.0-dev (commit
-- 21a36553f2eb1907af27309db946229ef8a58bde), in SQLite's dialect.
--
-- Every column of each table that the adapter reads: Frappe's own, then the fields of the doctype in their order, with
-- the types of frappe/database/mariadb/database.py and the form of frappe/database/mariadb/schema.py. Before each table
-- stand the file that defines the doctype and the moment of change that the file names. Indexes are left out.

-- erpnext/selling/doctype/customer/customer.json, modified 2025-04-27 12:01:29.549008
CREATE TABLE "tabCustomer" (
  name VARCHAR(140) PRIMARY KEY, creation DATETIME(6), modified DATETIME(6), modified_by VARCHAR(140),
  owner VARCHAR(140), docstatus TINYINT DEFAULT 0, idx INT DEFAULT 0, naming_series VARCHAR(140),
  salutation VARCHAR(140), customer_name VARCHAR(140), customer_type VARCHAR(140) DEFAULT 'Company',
  customer_group VARCHAR(140), territory VARCHAR(140), gender VARCHAR(140), lead_name VARCHAR(140),
  opportunity_name VARCHAR(140), prospect_name VARCHAR(140), account_manager VARCHAR(140), image TEXT,
  default_currency VARCHAR(140), default_bank_account VARCHAR(140), default_price_list VARCHAR(140),
  is_internal_customer TINYINT DEFAULT 0, represents_company VARCHAR(140), market_segment VARCHAR(140),
  industry VARCHAR(140), customer_pos_id VARCHAR(140), website VARCHAR(140), language VARCHAR(140),
  customer_details TEXT, customer_primary_address VARCHAR(140), primary_address TEXT,
  customer_primary_contact VARCHAR(140), mobile_no VARCHAR(140), email_id VARCHAR(140), first_name VARCHAR(140),
  last_name VARCHAR(140), tax_id VARCHAR(140), tax_category VARCHAR(140), tax_withholding_category VARCHAR(140),
  payment_terms VARCHAR(140), loyalty_program VARCHAR(140), loyalty_program_tier VARCHAR(140),
  default_sales_partner VARCHAR(140), default_commission_rate DECIMAL(21,9) DEFAULT 0, so_required TINYINT DEFAULT 0,
  dn_required TINYINT DEFAULT 0, is_frozen TINYINT DEFAULT 0, disabled TINYINT DEFAULT 0, _user_tags TEXT,
  _comments TEXT, _assign TEXT, _liked_by TEXT
);

-- erpnext/crm/doctype/contract/contract.json, modified 2025-06-19 17:48:45.049007
CREATE TABLE "tabContract" (
  name VARCHAR(140) PRIMARY KEY, creation DATETIME(6), modified DATETIME(6), modified_by VARCHAR(140),
  owner VARCHAR(140), docstatus TINYINT DEFAULT 0, idx INT DEFAULT 0, party_type VARCHAR(140) DEFAULT 'Customer',
  is_signed TINYINT DEFAULT 0, party_name VARCHAR(140), party_user VARCHAR(140), status VARCHAR(140),
  fulfilment_status VARCHAR(140), party_full_name VARCHAR(140), start_date DATE, end_date DATE, signee VARCHAR(140),
  signed_on DATETIME(6), ip_address VARCHAR(140), contract_template VARCHAR(140), contract_terms LONGTEXT,
  requires_fulfilment TINYINT DEFAULT 0, fulfilment_deadline DATE, signee_company LONGTEXT,
  signed_by_company VARCHAR(140), document_type VARCHAR(140), document_name VARCHAR(140), amended_from VARCHAR(140),
  _user_tags TEXT, _comments TEXT, _assign TEXT, _liked_by TEXT, _seen TEXT
);

-- erpnext/accounts/doctype/subscription/subscription.json, modified 2024-03-27 13:10:47.578120
CREATE TABLE "tabSubscription" (
  name VARCHAR(140) PRIMARY KEY, creation DATETIME(6), modified DATETIME(6), modified_by VARCHAR(140),
  owner VARCHAR(140), docstatus TINYINT DEFAULT 0, idx INT DEFAULT 0, party_type VARCHAR(140), party VARCHAR(140),
  company VARCHAR(140), status VARCHAR(140), start_date DATE, end_date DATE, cancelation_date DATE,
  trial_period_start DATE, trial_period_end DATE, follow_calendar_months TINYINT DEFAULT 0,
  generate_new_invoices_past_due_date TINYINT DEFAULT 0, submit_invoice TINYINT DEFAULT 1,
  current_invoice_start DATE, current_invoice_end DATE, days_until_due INT DEFAULT 0,
  generate_invoice_at VARCHAR(140) DEFAULT 'End of the current subscription period', number_of_days INT DEFAULT 0,
  cancel_at_period_end TINYINT DEFAULT 0, sales_tax_template VARCHAR(140), purchase_tax_template VARCHAR(140),
  apply_additional_discount VARCHAR(140), additional_discount_percentage DECIMAL(21,9) DEFAULT 0,
  additional_discount_amount DECIMAL(21,9) DEFAULT 0, cost_center VARCHAR(140), _user_tags TEXT, _comments TEXT,
  _assign TEXT, _liked_by TEXT
);

-- erpnext/accounts/doctype/subscription_plan_detail/subscription_plan_detail.json, modified 2024-03-27 13:10:48.168122
CREATE TABLE "tabSubscription Plan Detail" (
  name VARCHAR(140) PRIMARY KEY, creation DATETIME(6), modified DATETIME(6), modified_by VARCHAR(140),
  owner VARCHAR(140), docstatus TINYINT DEFAULT 0, idx INT DEFAULT 0, plan VARCHAR(140), qty INT DEFAULT 0,
  parent VARCHAR(140), parentfield VARCHAR(140), parenttype VARCHAR(140)
);

-- erpnext/accounts/doctype/subscription_plan/subscription_plan.json, modified 2024-03-27 13:10:47.998597
CREATE TABLE "tabSubscription Plan" (
  name VARCHAR(140) PRIMARY KEY, creation DATETIME(6), modified DATETIME(6), modified_by VARCHAR(140),
  owner VARCHAR(140), docstatus TINYINT DEFAULT 0, idx INT DEFAULT 0, plan_name VARCHAR(140), currency VARCHAR(140),
  item VARCHAR(140), price_determination VARCHAR(140), cost DECIMAL(21,9) DEFAULT 0, price_list VARCHAR(140),
  billing_interval VARCHAR(140) DEFAULT 'Day', billing_interval_count INT DEFAULT 1, product_price_id VARCHAR(140),
  payment_gateway VARCHAR(140), cost_center VARCHAR(140), _user_tags TEXT, _comments TEXT, _assign TEXT,
  _liked_by TEXT
);

-- erpnext/accounts/doctype/sales_invoice/sales_invoice.json, modified 2025-09-09 14:48:59.472826
CREATE TABLE "tabSales Invoice" (
  name VARCHAR(140) PRIMARY KEY, creation DATETIME(6), modified DATETIME(6), modified_by VARCHAR(140),
  owner VARCHAR(140), docstatus TINYINT DEFAULT 0, idx INT DEFAULT 0, naming_series VARCHAR(140),
  customer VARCHAR(140), customer_name TEXT, tax_id VARCHAR(140), company VARCHAR(140), company_tax_id VARCHAR(140),
  posting_date DATE, posting_time TIME(6), set_posting_time TINYINT DEFAULT 0, due_date DATE,
  is_pos TINYINT DEFAULT 0, pos_profile VARCHAR(140), is_consolidated TINYINT DEFAULT 0, is_return TINYINT DEFAULT 0,
  return_against VARCHAR(140), update_outstanding_for_self TINYINT DEFAULT 1,
  update_billed_amount_in_sales_order TINYINT DEFAULT 0, update_billed_amount_in_delivery_note TINYINT DEFAULT 1,
  is_debit_note TINYINT DEFAULT 0, amended_from VARCHAR(140), is_created_using_pos TINYINT DEFAULT 0,
  pos_closing_entry VARCHAR(140), cost_center VARCHAR(140), project VARCHAR(140), currency VARCHAR(140),
  conversion_rate DECIMAL(21,9) DEFAULT 0, selling_price_list VARCHAR(140), price_list_currency VARCHAR(140),
  plc_conversion_rate DECIMAL(21,9) DEFAULT 0, ignore_pricing_rule TINYINT DEFAULT 0, scan_barcode VARCHAR(140),
  update_stock TINYINT DEFAULT 0, set_warehouse VARCHAR(140), set_target_warehouse VARCHAR(140),
  total_qty DECIMAL(21,9) DEFAULT 0, total_net_weight DECIMAL(21,9) DEFAULT 0, base_total DECIMAL(21,9) DEFAULT 0,
  base_net_total DECIMAL(21,9) DEFAULT 0, total DECIMAL(21,9) DEFAULT 0, net_total DECIMAL(21,9) DEFAULT 0,
  tax_category VARCHAR(140), taxes_and_charges VARCHAR(140), shipping_rule VARCHAR(140), incoterm VARCHAR(140),
  named_place VARCHAR(140), base_total_taxes_and_charges DECIMAL(21,9) DEFAULT 0,
  total_taxes_and_charges DECIMAL(21,9) DEFAULT 0, base_grand_total DECIMAL(21,9) DEFAULT 0,
  base_rounding_adjustment DECIMAL(21,9) DEFAULT 0, base_rounded_total DECIMAL(21,9) DEFAULT 0, base_in_words TEXT,
  grand_total DECIMAL(21,9) DEFAULT 0, rounding_adjustment DECIMAL(21,9) DEFAULT 0,
  use_company_roundoff_cost_center TINYINT DEFAULT 0, rounded_total DECIMAL(21,9) DEFAULT 0, in_words TEXT,
  total_advance DECIMAL(21,9) DEFAULT 0, outstanding_amount DECIMAL(21,9) DEFAULT 0,
  disable_rounded_total TINYINT DEFAULT 0, apply_discount_on VARCHAR(15) DEFAULT 'Grand Total',
  base_discount_amount DECIMAL(21,9) DEFAULT 0, coupon_code VARCHAR(140),
  is_cash_or_non_trade_discount TINYINT DEFAULT 0, additional_discount_account VARCHAR(140),
  additional_discount_percentage DECIMAL(21,9) DEFAULT 0, discount_amount DECIMAL(21,9) DEFAULT 0,
  other_charges_calculation LONGTEXT, total_billing_hours DECIMAL(21,9) DEFAULT 0,
  total_billing_amount DECIMAL(21,9) DEFAULT 0, cash_bank_account VARCHAR(140),
  base_paid_amount DECIMAL(21,9) DEFAULT 0, paid_amount DECIMAL(21,9) DEFAULT 0,
  base_change_amount DECIMAL(21,9) DEFAULT 0, change_amount DECIMAL(21,9) DEFAULT 0,
  account_for_change_amount VARCHAR(140), allocate_advances_automatically TINYINT DEFAULT 0,
  only_include_allocated_payments TINYINT DEFAULT 0, write_off_amount DECIMAL(21,9) DEFAULT 0,
  base_write_off_amount DECIMAL(21,9) DEFAULT 0, write_off_outstanding_amount_automatically TINYINT DEFAULT 0,
  write_off_account VARCHAR(140), write_off_cost_center VARCHAR(140), redeem_loyalty_points TINYINT DEFAULT 0,
  loyalty_points INT DEFAULT 0, loyalty_amount DECIMAL(21,9) DEFAULT 0, loyalty_program VARCHAR(140),
  dont_create_loyalty_points TINYINT DEFAULT 0, loyalty_redemption_account VARCHAR(140),
  loyalty_redemption_cost_center VARCHAR(140), customer_address VARCHAR(140), address_display LONGTEXT,
  contact_person VARCHAR(140), contact_display TEXT, contact_mobile TEXT, contact_email VARCHAR(140),
  territory VARCHAR(140), shipping_address_name VARCHAR(140), shipping_address LONGTEXT,
  dispatch_address_name VARCHAR(140), dispatch_address LONGTEXT, company_address VARCHAR(140),
  company_address_display LONGTEXT, company_contact_person VARCHAR(140),
  ignore_default_payment_terms_template TINYINT DEFAULT 0, payment_terms_template VARCHAR(140), tc_name VARCHAR(140),
  terms LONGTEXT, po_no VARCHAR(140), po_date DATE, debit_to VARCHAR(140), party_account_currency VARCHAR(140),
  is_opening VARCHAR(4) DEFAULT 'No', unrealized_profit_loss_account VARCHAR(140), against_income_account TEXT,
  sales_partner VARCHAR(140), amount_eligible_for_commission DECIMAL(21,9) DEFAULT 0,
  commission_rate DECIMAL(21,9) DEFAULT 0, total_commission DECIMAL(21,9) DEFAULT 0, letter_head VARCHAR(140),
  group_same_items TINYINT DEFAULT 0, select_print_heading VARCHAR(140), language VARCHAR(140),
  subscription VARCHAR(140), from_date DATE, auto_repeat VARCHAR(140), to_date DATE,
  status VARCHAR(30) DEFAULT 'Draft', inter_company_invoice_reference VARCHAR(140), represents_company VARCHAR(140),
  customer_group VARCHAR(140), utm_source VARCHAR(140), utm_campaign VARCHAR(140), utm_medium VARCHAR(140),
  utm_content VARCHAR(140), is_internal_customer TINYINT DEFAULT 0, is_discounted TINYINT DEFAULT 0, remarks TEXT,
  _user_tags TEXT, _comments TEXT, _assign TEXT, _liked_by TEXT, _seen TEXT
);

-- erpnext/support/doctype/issue/issue.json, modified 2025-02-18 21:18:52.797745
CREATE TABLE "tabIssue" (
  name VARCHAR(140) PRIMARY KEY, creation DATETIME(6), modified DATETIME(6), modified_by VARCHAR(140),
  owner VARCHAR(140), docstatus TINYINT DEFAULT 0, idx INT DEFAULT 0, naming_series VARCHAR(140),
  subject VARCHAR(140), customer VARCHAR(140), raised_by VARCHAR(140), status VARCHAR(140) DEFAULT 'Open',
  priority VARCHAR(140), issue_type VARCHAR(140), issue_split_from VARCHAR(140), description LONGTEXT,
  service_level_agreement VARCHAR(140), response_by DATETIME(6),
  agreement_status VARCHAR(140) DEFAULT 'First Response Due', sla_resolution_by DATETIME(6),
  service_level_agreement_creation DATETIME(6), on_hold_since DATETIME(6), total_hold_time DECIMAL(21,9),
  first_response_time DECIMAL(21,9), first_responded_on DATETIME(6), avg_response_time DECIMAL(21,9),
  resolution_details LONGTEXT, opening_date DATE, opening_time TIME(6), sla_resolution_date DATETIME(6),
  resolution_time DECIMAL(21,9), user_resolution_time DECIMAL(21,9), lead VARCHAR(140), contact VARCHAR(140),
  email_account VARCHAR(140), customer_name VARCHAR(140), project VARCHAR(140), company VARCHAR(140),
  via_customer_portal TINYINT DEFAULT 0, attachment TEXT, content_type VARCHAR(140), _user_tags TEXT, _comments TEXT,
  _assign TEXT, _liked_by TEXT, _seen TEXT
);

-- frappe/core/doctype/communication/communication.json, modified 2024-03-23 16:01:30.219380
CREATE TABLE "tabCommunication" (
  name VARCHAR(140) PRIMARY KEY, creation DATETIME(6), modified DATETIME(6), modified_by VARCHAR(140),
  owner VARCHAR(140), docstatus TINYINT DEFAULT 0, idx INT DEFAULT 0, subject TEXT,
  communication_medium VARCHAR(140), sender VARCHAR(255), recipients LONGTEXT, cc LONGTEXT, bcc LONGTEXT,
  phone_no VARCHAR(140), delivery_status VARCHAR(140), content LONGTEXT, text_content LONGTEXT,
  communication_type VARCHAR(140) DEFAULT 'Communication', comment_type VARCHAR(140), status VARCHAR(140),
  sent_or_received VARCHAR(140), communication_date DATETIME(6), read_receipt TINYINT DEFAULT 0,
  send_after DATETIME(6), sender_full_name VARCHAR(140), read_by_recipient TINYINT DEFAULT 0,
  read_by_recipient_on DATETIME(6), reference_doctype VARCHAR(140), reference_name VARCHAR(140),
  reference_owner VARCHAR(140), email_account VARCHAR(140), in_reply_to VARCHAR(140), user VARCHAR(140),
  email_template VARCHAR(140), unread_notification_sent TINYINT DEFAULT 0, seen TINYINT DEFAULT 0,
  _user_tags VARCHAR(140), message_id TEXT, uid INT DEFAULT 0, imap_folder VARCHAR(140), email_status VARCHAR(140),
  has_attachment TINYINT DEFAULT 0, rating INT DEFAULT 0, feedback_request VARCHAR(140), _comments TEXT,
  _assign TEXT, _liked_by TEXT, _seen TEXT
);

-- frappe/core/doctype/user/user.json, modified 2024-03-23 16:03:59.833565
CREATE TABLE "tabUser" (
  name VARCHAR(140) PRIMARY KEY, creation DATETIME(6), modified DATETIME(6), modified_by VARCHAR(140),
  owner VARCHAR(140), docstatus TINYINT DEFAULT 0, idx INT DEFAULT 0, enabled TINYINT DEFAULT 1, email VARCHAR(140),
  first_name VARCHAR(140), middle_name VARCHAR(140), last_name VARCHAR(140), full_name VARCHAR(140),
  username VARCHAR(140), language VARCHAR(140), time_zone VARCHAR(140), send_welcome_email TINYINT DEFAULT 1,
  unsubscribed TINYINT DEFAULT 0, user_image TEXT, role_profile_name VARCHAR(140), module_profile VARCHAR(140),
  home_settings LONGTEXT, gender VARCHAR(140), birth_date DATE, interest TEXT, phone VARCHAR(140),
  location VARCHAR(140), bio TEXT, mobile_no VARCHAR(140), mute_sounds TINYINT DEFAULT 0, desk_theme VARCHAR(140),
  banner_image TEXT, new_password TEXT, logout_all_sessions TINYINT DEFAULT 1, reset_password_key VARCHAR(140),
  last_reset_password_key_generated_on DATETIME(6), last_password_reset_date DATE, redirect_url TEXT,
  document_follow_notify TINYINT DEFAULT 0, document_follow_frequency VARCHAR(140) DEFAULT 'Daily',
  follow_created_documents TINYINT DEFAULT 0, follow_commented_documents TINYINT DEFAULT 0,
  follow_liked_documents TINYINT DEFAULT 0, follow_assigned_documents TINYINT DEFAULT 0,
  follow_shared_documents TINYINT DEFAULT 0, email_signature TEXT, thread_notify TINYINT DEFAULT 1,
  send_me_a_copy TINYINT DEFAULT 0, allowed_in_mentions TINYINT DEFAULT 1, default_workspace VARCHAR(140),
  simultaneous_sessions INT DEFAULT 2, restrict_ip TEXT, last_ip VARCHAR(140), login_after INT DEFAULT 0,
  user_type VARCHAR(140) DEFAULT 'System User', last_active DATETIME(6), login_before INT DEFAULT 0,
  bypass_restrict_ip_check_if_2fa_enabled TINYINT DEFAULT 0, last_login VARCHAR(140), last_known_versions TEXT,
  api_key VARCHAR(140), api_secret TEXT, onboarding_status TEXT DEFAULT '{}', _user_tags TEXT, _comments TEXT,
  _assign TEXT, _liked_by TEXT
);

-- frappe/database/mariadb/framework_mariadb.sql
CREATE TABLE "tabSingles" (
  doctype VARCHAR(255), field VARCHAR(255), value LONGTEXT
);
