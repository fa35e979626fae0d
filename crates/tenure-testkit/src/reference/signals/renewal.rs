//! `renewal.*`: of the primary contract, or of the row's own.

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::{Contract, add_months, months_between};

use super::{Entity, Reading, int, yes};
use crate::reference::seen::Seen;

impl Seen<'_> {
    pub(super) fn renewal_signal(&self, name: &str, entity: Entity<'_>) -> Option<Reading> {
        let contract = match entity {
            Entity::Contract(contract) => Some(contract),
            Entity::Account | Entity::Complaint(_) | Entity::Opportunity(_) | Entity::Offer(..) => {
                self.primary()
            }
        };
        match contract {
            Some(contract) => self.renewal_of(name, contract),
            None => Some(Cell::NotApplicable),
        }
    }

    fn renewal_of(&self, name: &str, contract: &Contract) -> Option<Reading> {
        Some(match name {
            "renewal.months_left" => self.at_anchor(contract, |anchor| self.months_left(anchor)),
            "renewal.days_left" => self.at_anchor(contract, |anchor| int(-self.days_since(anchor))),
            "renewal.passed" => self.at_anchor(contract, |anchor| yes(self.day > anchor)),
            "renewal.decided" => yes(self.renewed(contract) || self.lost(contract)),
            "renewal.renewed" => yes(self.renewed(contract)),
            "renewal.has_opportunity" => yes(self.has_renewal(contract)),
            "renewal.auto_renew" => contract.auto_renew.map_or(Cell::Unknown, yes),
            "renewal.notice_days" => contract.notice_period_days.map_or(Cell::NotApplicable, int),
            "renewal.paused" => yes(self.paused(contract)),
            "renewal.no_contact" => self.at_anchor(contract, |anchor| self.no_contact(anchor)),
            _ => return None,
        })
    }

    fn at_anchor(&self, contract: &Contract, read: impl Fn(NaiveDate) -> Reading) -> Reading {
        self.anchor(contract).map_or(Cell::NotApplicable, read)
    }

    /// The least whole k with the day on or after the anchor less k months.
    fn months_left(&self, anchor: NaiveDate) -> Reading {
        let about = months_between(self.day, anchor);
        (about - 3..=about + 3)
            .find(|months| add_months(anchor, -months).is_some_and(|from| self.day >= from))
            .map_or(Cell::Unknown, int)
    }

    fn no_contact(&self, anchor: NaiveDate) -> Reading {
        let Some(from) = add_months(anchor, -3) else {
            return Cell::Unknown;
        };
        let fortnight = chrono::Days::new(14);
        let contacted = self
            .contact_days()
            .iter()
            .any(|day| *day + fortnight >= from);
        yes(self.day >= from + fortnight && !contacted)
    }
}
