//! Where the data ends.

use chrono::NaiveDate;
use chrono_tz::Tz;
use serde::Serialize;
use tenure::model::{Account, Entry, Id, Lists, RecordKind};

/// The last day of which the data tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DataEnd {
    /// The day.
    pub on: NaiveDate,
    /// The account of which something is told on it; `None`: the day was given.
    pub account: Option<Id>,
    /// The kind of record that tells it; `None`: the day was given.
    pub record: Option<&'static str>,
}

/// The latest day on which anything is on record that happened. Contracts, assignments and handovers may begin in the
/// future, and count only where there is nothing else.
pub(super) fn data_end(accounts: &[Account], zone: Tz) -> Option<DataEnd> {
    let latest = |plans: bool| {
        let mut latest = Latest {
            zone,
            plans,
            found: None,
            account: Id::default(),
        };
        for account in accounts {
            latest.account = account.id.clone();
            account.visit_lists(&mut latest);
        }
        latest.found
    };
    latest(false).or_else(|| latest(true))
}

struct Latest {
    zone: Tz,
    plans: bool,
    found: Option<DataEnd>,
    account: Id,
}

impl Lists for Latest {
    fn list<T: Entry>(&mut self, records: &[T]) {
        let plan = matches!(
            T::KIND,
            RecordKind::Contracts | RecordKind::Assignments | RecordKind::Handovers
        );
        if plan && !self.plans {
            return;
        }
        let days = records
            .iter()
            .filter_map(|one| Some(one.dated()?.day(self.zone)));
        let Some(last) = days.max() else {
            return;
        };
        if self.found.as_ref().is_none_or(|found| found.on < last) {
            self.found = Some(DataEnd {
                on: last,
                account: Some(self.account.clone()),
                record: Some(T::KIND.as_str()),
            });
        }
    }
}
