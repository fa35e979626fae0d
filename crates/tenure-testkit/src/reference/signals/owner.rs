//! `owner.*`.

use tenure_columns::Cell;
use tenure_model::{Assignment, Id, Owner, OwnerRole, OwnerStatus};

use super::{Reading, int, yes};
use crate::reference::seen::{Seen, all};

impl Seen<'_> {
    fn sales_assignments(&self) -> Vec<&Assignment> {
        let mut assignments: Vec<_> = all(&self.account.assignments)
            .iter()
            .filter(|assignment| assignment.role == OwnerRole::Sales)
            .collect();
        assignments.sort_by_key(|assignment| (assignment.from, &assignment.owner_id));
        assignments
    }

    /// The account's owner.
    fn owner_id(&self) -> Option<&Id> {
        self.sales_assignments()
            .into_iter()
            .rfind(|assignment| assignment.to.is_none_or(|to| to >= self.day))
            .map(|assignment| &assignment.owner_id)
            .or(self.account.owner_id.as_ref())
    }

    /// What is known of the owner, or why nothing is.
    fn owner(&self) -> Result<&Owner, Reading> {
        let id = self.owner_id().ok_or(Cell::NotApplicable)?;
        all(&self.tenant.owners)
            .iter()
            .find(|owner| owner.id == *id)
            .ok_or(Cell::Unknown)
    }

    pub(super) fn owner_signal(&self, name: &str) -> Option<Reading> {
        Some(match name {
            "owner.assigned" => self.assigned(),
            "owner.departed" => self
                .owner()
                .map_or_else(|missing| missing, |owner| yes(departed(owner))),
            "owner.on_leave" => self
                .owner()
                .map_or_else(|missing| missing, |owner| yes(self.on_leave(owner))),
            "owner.handed_over" => match self.owner_id() {
                Some(owner) => yes(self.handed_over(owner)),
                None => Cell::NotApplicable,
            },
            "owner.vacant" => self.vacant(),
            "owner.days_since_change" => self.days_since_change(),
            _ => return None,
        })
    }

    fn assigned(&self) -> Reading {
        match (self.owner_id(), &self.tenant.owners) {
            (Some(_), _) => yes(true),
            (None, Some(_)) => yes(false),
            (None, None) => Cell::Unknown,
        }
    }

    fn on_leave(&self, owner: &Owner) -> bool {
        match (owner.leave_from, owner.leave_until) {
            (None, None) => owner.status == Some(OwnerStatus::OnLeave),
            (from, until) => {
                from.is_none_or(|from| from <= self.day)
                    && until.is_none_or(|until| until >= self.day)
            }
        }
    }

    fn handed_over(&self, owner: &Id) -> bool {
        all(&self.account.handovers).iter().any(|handover| {
            handover.acknowledged_at.is_some()
                && handover.from.as_ref().is_none_or(|from| from == owner)
        })
    }

    fn vacant(&self) -> Reading {
        let Some(id) = self.owner_id() else {
            return yes(true);
        };
        match self.owner() {
            Ok(owner) => yes(departed(owner) && !self.handed_over(id)),
            Err(missing) => missing,
        }
    }

    fn days_since_change(&self) -> Reading {
        let assignments = self.sales_assignments();
        assignments
            .windows(2)
            .filter_map(|pair| match pair {
                [before, after] if before.owner_id != after.owner_id => Some(after.from),
                _ => None,
            })
            .max()
            .map_or(Cell::NotApplicable, |from| int(self.days_since(from)))
    }
}

fn departed(owner: &Owner) -> bool {
    owner.departed_on.is_some() || owner.status == Some(OwnerStatus::Departed)
}
