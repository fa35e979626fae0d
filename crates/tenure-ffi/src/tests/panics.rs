//! A panic in every function: caught, told by its number, and nothing of it left.

use std::ptr::{null, null_mut};

use super::every::{declarations, name};
use crate::accounts::*;
use crate::answer::*;
use crate::arrow::stream::*;
use crate::arrow::table::*;
use crate::config::*;
use crate::decide::*;
use crate::decisions::*;
use crate::engine::*;
use crate::error::*;
use crate::explain::*;
use crate::facts::*;
use crate::guard::rehearsal::{Place, with_panic};
use crate::interrupt::*;
use crate::rulebook::*;
use crate::session::*;
use crate::status::*;
use crate::summary::*;
use crate::tenant::*;
use crate::version::*;

/// Every function, called with nothing: the panic comes before anything is looked at.
#[rustfmt::skip]
const EVERY: &[(&str, fn())] = &[
    ("tenure_abi_version", || assert_eq!(tenure_abi_version(), 0)),
    ("tenure_abi_check", || assert_eq!(tenure_abi_check(0), E_PANIC)),
    ("tenure_version", || assert!(tenure_version().is_null())),
    ("tenure_build_info", || assert_eq!(tenure_build_info(None, None), E_PANIC)),
    ("tenure_status_name", || assert_eq!(super::made::read(tenure_status_name(0)), "TENURE_E_?")),
    ("tenure_error_status", || assert_eq!(tenure_error_status(None), E_PANIC)),
    ("tenure_error_message", || assert!(tenure_error_message(None, None).is_null())),
    ("tenure_error_json", || assert!(tenure_error_json(None, None).is_null())),
    ("tenure_error_free", || tenure_error_free(None)),
    ("tenure_text_data", || assert!(tenure_text_data(None, None).is_null())),
    ("tenure_text_free", || tenure_text_free(None)),
    ("tenure_config_new", || assert_eq!(tenure_config_new(None, None), E_PANIC)),
    ("tenure_config_set", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_config_set(None, null(), 0, null(), 0, None) }, E_PANIC)),
    ("tenure_config_keys", || assert_eq!(tenure_config_keys(None, None), E_PANIC)),
    ("tenure_config_free", || tenure_config_free(None)),
    ("tenure_rulebook_default", || assert_eq!(tenure_rulebook_default(None, None), E_PANIC)),
    ("tenure_rulebook_parse", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_rulebook_parse(null(), 0, null(), 0, None, None) }, E_PANIC)),
    ("tenure_rulebook_describe", || assert_eq!(tenure_rulebook_describe(None, None, None), E_PANIC)),
    ("tenure_rulebook_digest", || assert!(tenure_rulebook_digest(None, None).is_null())),
    ("tenure_rulebook_free", || tenure_rulebook_free(None)),
    ("tenure_loader_new", || assert_eq!(tenure_loader_new(None, None), E_PANIC)),
    ("tenure_loader_base", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_loader_base(None, null(), 0, null(), 0, None) }, E_PANIC)),
    ("tenure_loader_load", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_loader_load(None, null(), 0, null(), 0, None, None) }, E_PANIC)),
    ("tenure_loader_free", || tenure_loader_free(None)),
    ("tenure_builder_new", || assert_eq!(tenure_builder_new(None, None, None), E_PANIC)),
    ("tenure_builder_rulebook", || assert_eq!(tenure_builder_rulebook(None, None, None), E_PANIC)),
    ("tenure_builder_plugin", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_builder_plugin(None, null(), 0, null(), 0, null(), 0, None) }, E_PANIC)),
    ("tenure_builder_build", || assert_eq!(tenure_builder_build(None, None, None), E_PANIC)),
    ("tenure_builder_free", || tenure_builder_free(None)),
    ("tenure_engine_provenance", || assert!(tenure_engine_provenance(None, None).is_null())),
    ("tenure_engine_free", || tenure_engine_free(None)),
    ("tenure_tenant_parse", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_tenant_parse(None, null(), 0, None, None) }, E_PANIC)),
    ("tenure_tenant_digest", || assert!(tenure_tenant_digest(None, None).is_null())),
    ("tenure_tenant_problems", || assert_eq!(tenure_tenant_problems(None, None, None), E_PANIC)),
    ("tenure_tenant_free", || tenure_tenant_free(None)),
    ("tenure_accounts_parse", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_accounts_parse(None, null(), 0, None, None) }, E_PANIC)),
    ("tenure_accounts_rows", || assert_eq!(tenure_accounts_rows(None), 0)),
    ("tenure_accounts_refused", || assert_eq!(tenure_accounts_refused(None), 0)),
    ("tenure_accounts_status", || assert_eq!(tenure_accounts_status(None, 0), E_PANIC)),
    ("tenure_accounts_id", || assert!(tenure_accounts_id(None, 0, None).is_null())),
    ("tenure_accounts_problems", || assert_eq!(tenure_accounts_problems(None, None, None), E_PANIC)),
    ("tenure_accounts_free", || tenure_accounts_free(None)),
    ("tenure_facts_new", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_facts_new(None, null(), 0, None, None) }, E_PANIC)),
    ("tenure_facts_add", || assert_eq!(tenure_facts_add(None, None, None), E_PANIC)),
    ("tenure_facts_json", || assert_eq!(tenure_facts_json(None, None, None), E_PANIC)),
    ("tenure_facts_tenant", || assert_eq!(tenure_facts_tenant(None, None, None), E_PANIC)),
    ("tenure_facts_free", || tenure_facts_free(None)),
    ("tenure_session_new", || assert_eq!(tenure_session_new(None, None, None), E_PANIC)),
    ("tenure_session_free", || tenure_session_free(None)),
    ("tenure_interrupt_new", || assert_eq!(tenure_interrupt_new(None, None, None), E_PANIC)),
    ("tenure_interrupt_raise", || assert_eq!(tenure_interrupt_raise(None), E_PANIC)),
    ("tenure_interrupt_free", || tenure_interrupt_free(None)),
    ("tenure_decide", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_decide(None, None, None, null(), 0, None, None) }, E_PANIC)),
    ("tenure_decide_json", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_decide_json(None, null(), 0, None, null(), 0, None, None) }, E_PANIC)),
    ("tenure_decide_within_capacity", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_decide_within_capacity(None, None, None, null(), 0, None, None) }, E_PANIC)),
    ("tenure_decide_tenant", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_decide_tenant(None, None, null(), 0, None, None) }, E_PANIC)),
    ("tenure_tenant_next_actions", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_tenant_next_actions(None, None, null(), 0, None, None) }, E_PANIC)),
    ("tenure_input_schema", || assert_eq!(tenure_input_schema(None, None, None), E_PANIC)),
    ("tenure_output_schema", || assert_eq!(tenure_output_schema(None, None, None), E_PANIC)),
    ("tenure_score_batch", || assert_eq!(
        // SAFETY: NULL with no bytes, no schema, no batch and no place.
        unsafe { tenure_score_batch(None, null(), null_mut(), None, null(), 0, null_mut(), None) }, E_PANIC)),
    ("tenure_score_stream", || assert_eq!(
        // SAFETY: NULL with no bytes, no stream and no place.
        unsafe { tenure_score_stream(None, null_mut(), None, null(), 0, null_mut(), None) }, E_PANIC)),
    ("tenure_decisions_rows", || assert_eq!(tenure_decisions_rows(None), 0)),
    ("tenure_decisions_refused", || assert_eq!(tenure_decisions_refused(None), 0)),
    ("tenure_decisions_status", || assert_eq!(tenure_decisions_status(None, 0), E_PANIC)),
    ("tenure_decisions_account_id", || assert!(tenure_decisions_account_id(None, 0, None).is_null())),
    ("tenure_decisions_probability_bp", || assert_eq!(tenure_decisions_probability_bp(None, 0), -1)),
    ("tenure_decisions_coverage_bp", || assert_eq!(tenure_decisions_coverage_bp(None, 0), -1)),
    ("tenure_decisions_points", || assert_eq!(tenure_decisions_points(None, 0), i64::MIN)),
    ("tenure_decisions_band", || assert!(tenure_decisions_band(None, 0, None).is_null())),
    ("tenure_decisions_digest", || assert!(tenure_decisions_digest(None, 0, None).is_null())),
    ("tenure_decisions_row_json", || assert!(tenure_decisions_row_json(None, 0, None).is_null())),
    ("tenure_decisions_jsonl", || assert!(tenure_decisions_jsonl(None, None).is_null())),
    ("tenure_decisions_json", || assert!(tenure_decisions_json(None, None).is_null())),
    ("tenure_decisions_next_actions", || assert_eq!(tenure_decisions_next_actions(None, 0, None, None), E_PANIC)),
    ("tenure_decisions_free", || tenure_decisions_free(None)),
    ("tenure_explain", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_explain(None, None, 0, None, null(), 0, None, None) }, E_PANIC)),
    ("tenure_why_not", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_why_not(None, None, 0, None, null(), 0, null(), 0, None, None) }, E_PANIC)),
    ("tenure_what_would_change", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_what_would_change(None, None, 0, None, null(), 0, None, None) }, E_PANIC)),
    ("tenure_next_change", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_next_change(None, None, 0, None, null(), 0, null(), 0, None, None) }, E_PANIC)),
    ("tenure_summary_new", || assert_eq!(tenure_summary_new(None, None, None), E_PANIC)),
    ("tenure_summary_add", || assert_eq!(tenure_summary_add(None, None, None), E_PANIC)),
    ("tenure_summary_merge", || assert_eq!(
        // SAFETY: NULL with no bytes.
        unsafe { tenure_summary_merge(None, null(), 0, None) }, E_PANIC)),
    ("tenure_summary_bytes", || assert_eq!(tenure_summary_bytes(None, None, None), E_PANIC)),
    ("tenure_summary_free", || tenure_summary_free(None)),
];

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri tells of each of so many panics with a backtrace, for many minutes"
)]
fn a_panic_in_any_function_is_caught() {
    for (function, call) in EVERY {
        assert_eq!(with_panic(Place::Function, call), Some(*function));
    }
}

#[test]
fn the_table_has_every_function_of_the_header() {
    let header = declarations(include_str!("../../include/tenure.h"));
    let declared: Vec<&str> = header.iter().map(|declared| name(declared)).collect();
    let tested: Vec<&str> = EVERY.iter().map(|(function, _)| *function).collect();
    assert_eq!(tested, declared);
}
