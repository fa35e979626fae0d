//! Days as text.

use chrono::NaiveDate;
use tenure::model::read_day;

use crate::failure::{Failure, Outcome};
use crate::status;

/// A day such as `2026-06-30`.
pub(crate) fn day(text: &str, what: &str) -> Outcome<NaiveDate> {
    read_day(text)
        .map_err(|message| Failure::new(status::E_ARGUMENT, format!("`{what}`: {message}")))
}
