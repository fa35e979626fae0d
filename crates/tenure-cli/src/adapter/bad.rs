//! Values that a strict function refused.
//!
//! SQLite turns text that is no number into 0, and a function that fails stops the whole query. A strict function does
//! neither: it hands out a mark, and writes down what the mark stands for. A mark that arrives in a column refuses the
//! row's account alone. One that does not arrive was used inside another expression, where SQLite may have made
//! anything of it: that stops the run.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What encloses a mark's number: a character for private use, which no CRM writes.
const FENCE: char = '\u{E000}';

/// One refused value.
#[derive(Debug, Clone)]
pub(super) struct Bad {
    /// The function.
    pub(super) function: &'static str,
    /// The value, as text.
    pub(super) value: String,
    /// Why it was refused, such as `is not a date`.
    pub(super) why: String,
    arrived: bool,
}

/// Every value that was refused during one query.
#[derive(Debug, Clone, Default)]
pub(super) struct Ledger(Arc<Mutex<Vec<Bad>>>);

impl Ledger {
    /// Writes down a refused value, and gives the mark that stands for it.
    pub(super) fn refuse(&self, function: &'static str, value: String, why: String) -> String {
        let mut refused = self.lock();
        refused.push(Bad {
            function,
            value,
            why,
            arrived: false,
        });
        format!("{FENCE}{}{FENCE}", refused.len() - 1)
    }

    /// The first refused value whose mark stands in a text; every one that stands in it has then arrived.
    pub(super) fn arrive(&self, text: &str) -> Option<Bad> {
        let mut refused = self.lock();
        let mut first = None;
        for number in marks(text) {
            if let Some(bad) = refused.get_mut(number) {
                bad.arrived = true;
                first.get_or_insert_with(|| bad.clone());
            }
        }
        first
    }

    /// Empties the ledger; the first value whose mark never arrived, if any.
    pub(super) fn close(&self) -> Option<Bad> {
        std::mem::take(&mut *self.lock())
            .into_iter()
            .find(|bad| !bad.arrived)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Bad>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a text holds a mark.
pub(super) fn is_marked(text: &str) -> bool {
    text.contains(FENCE)
}

fn marks(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.split(FENCE)
        .skip(1)
        .step_by(2)
        .filter_map(|number| number.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::Ledger;

    #[test]
    fn a_mark_that_never_arrives_is_found() {
        let ledger = Ledger::default();
        let first = ledger.refuse("to_int", "abc".to_owned(), "is no number".to_owned());
        let _lost = ledger.refuse("to_int", "def".to_owned(), "is no number".to_owned());
        let arrived = ledger.arrive(&format!("{{\"x\":\"{first}\"}}"));
        assert_eq!(arrived.map(|bad| bad.value), Some("abc".to_owned()));
        assert_eq!(ledger.close().map(|bad| bad.value), Some("def".to_owned()));
        assert!(ledger.close().is_none());
    }
}
