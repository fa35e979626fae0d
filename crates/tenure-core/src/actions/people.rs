//! Who does something: the person of a role on the day, or who stands in.

use chrono::NaiveDate;
use tenure_model::{Id, Owner, OwnerRole, OwnerStatus};

use crate::decision::Assignee;
use crate::signals::{AsOf, View};

/// The people around one account on one day.
#[derive(Debug, Clone, Copy)]
pub(super) struct People<'v, 'a> {
    view: &'v View<'a>,
}

impl<'v, 'a> People<'v, 'a> {
    /// The people around an account.
    pub(super) fn new(view: &'v View<'a>) -> Self {
        Self { view }
    }

    /// Who does what a role is asked to do; without a person where nobody of the chain is at work.
    pub(crate) fn assignee(&self, role: &str) -> Assignee {
        Assignee {
            role: role.to_owned(),
            owner_id: self
                .chain(role)
                .into_iter()
                .find(|id| self.at_work(id))
                .map(|id| id.0.clone()),
        }
    }

    /// Who is asked, in order: of `owner`, the owner, the csm, then their backups, then their managers.
    fn chain(&self, role: &str) -> Vec<&'v Id> {
        let owner = self.in_role(OwnerRole::Sales);
        let csm = self.in_role(OwnerRole::Csm);
        match role {
            "owner" | "sales" => self.with_stand_ins(&[owner, csm]),
            "csm" => self.with_stand_ins(&[csm, owner]),
            "manager" => self.managers(&[owner, csm]),
            word => {
                let person = OwnerRole::from_word(word)
                    .and_then(|role| self.in_role(role).or_else(|| self.only_one(role)));
                self.with_stand_ins(&[person])
            }
        }
    }

    fn with_stand_ins(&self, people: &[Option<&'v Id>]) -> Vec<&'v Id> {
        let mut chain: Vec<&Id> = people.iter().copied().flatten().collect();
        chain.extend(self.of(people, |owner| owner.backup_id.as_ref()));
        chain.extend(self.of(people, |owner| owner.manager_id.as_ref()));
        chain
    }

    /// The managers, then who stands in for them, then their own managers.
    fn managers(&self, people: &[Option<&'v Id>]) -> Vec<&'v Id> {
        let managers: Vec<Option<&Id>> = self
            .of(people, |owner| owner.manager_id.as_ref())
            .map(Some)
            .chain([
                self.in_role(OwnerRole::Manager),
                self.only_one(OwnerRole::Manager),
            ])
            .collect();
        self.with_stand_ins(&managers)
    }

    fn of(
        &self,
        people: &[Option<&'v Id>],
        field: impl Fn(&'v Owner) -> Option<&'v Id>,
    ) -> impl Iterator<Item = &'v Id> {
        people
            .iter()
            .copied()
            .flatten()
            .filter_map(move |id| field(self.find(id)?))
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// The person of a role on the day: by the latest assignment that lasts, else by the account's own field.
    fn in_role(&self, role: OwnerRole) -> Option<&'v Id> {
        let account = self.view.account();
        self.view.assigned(role).or(match role {
            OwnerRole::Sales => account.owner_id.as_ref(),
            OwnerRole::Csm => account.csm_id.as_ref(),
            OwnerRole::Support | OwnerRole::Marketing | OwnerRole::Manager => None,
        })
    }

    /// The only person of a role who is at work; where there are several, the role is a team's.
    fn only_one(&self, role: OwnerRole) -> Option<&'v Id> {
        let owners = self.view.as_of().owners().iter();
        let mut found = owners
            .filter(|owner| owner.role == role && self.at_work(&owner.id))
            .map(|owner| &owner.id);
        found.next().filter(|_| found.next().is_none())
    }

    fn find(&self, id: &Id) -> Option<&'v Owner> {
        self.view.as_of().owner(id)
    }

    /// Somebody of whom the tenant tells nothing counts as at work.
    pub(super) fn at_work(&self, id: &Id) -> bool {
        at_work(self.view.as_of(), id)
    }
}

/// Whether somebody is at work on a day; somebody of whom the tenant tells nothing counts as so.
pub(crate) fn at_work(as_of: &AsOf<'_>, id: &Id) -> bool {
    let day = as_of.day();
    as_of
        .owner(id)
        .is_none_or(|owner| !departed(owner, day) && !on_leave(owner, day))
}

fn departed(owner: &Owner, day: NaiveDate) -> bool {
    match owner.departed_on {
        Some(date) => date <= day,
        None => owner.status == Some(OwnerStatus::Departed),
    }
}

fn on_leave(owner: &Owner, day: NaiveDate) -> bool {
    let dated = owner.leave_from.is_some() || owner.leave_until.is_some();
    (dated || owner.status == Some(OwnerStatus::OnLeave))
        && owner.leave_from.is_none_or(|from| from <= day)
        && owner.leave_until.is_none_or(|until| day <= until)
}
