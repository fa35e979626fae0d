//! Sets of record kinds.

use tenure_model::{Account, RecordKind, Tenant};

/// A set of record kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Kinds(u32);

impl Kinds {
    /// Every kind.
    pub(super) const ALL: Self = Self(u32::MAX);

    /// The set of one kind.
    const fn one(kind: RecordKind) -> Self {
        Self(1 << kind as u32)
    }

    /// The kinds of a list of words; words that name none are left out.
    pub(super) fn of_words<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        words
            .into_iter()
            .filter_map(RecordKind::from_word)
            .collect()
    }

    /// The kinds that the host of a tenant keeps: all, unless it says.
    pub(super) fn kept(tenant: &Tenant) -> Self {
        tenant
            .supplies
            .as_ref()
            .map_or(Self::ALL, |kinds| kinds.iter().copied().collect())
    }

    /// The kinds of which there is a list. Owners and loss reasons always count: what their absence means stands in
    /// the lines that use them.
    pub(super) fn given(account: &Account, tenant: &Tenant) -> Self {
        use RecordKind::{
            Actions, Assignments, Complaints, Contacts, ContractEvents, Contracts, Handovers,
            Interactions, Invoices, LossReasons, Offers, Opportunities, Owners, Purchases,
            Referrals, Scores, Surveys, Tickets, Usage,
        };
        [
            (Contacts, account.contacts.is_some()),
            (Contracts, account.contracts.is_some()),
            (ContractEvents, account.contract_events.is_some()),
            (Opportunities, account.opportunities.is_some()),
            (Surveys, account.surveys.is_some()),
            (Complaints, account.complaints.is_some()),
            (Tickets, account.tickets.is_some()),
            (Usage, account.usage.is_some()),
            (Invoices, account.invoices.is_some()),
            (Purchases, account.purchases.is_some()),
            (Interactions, account.interactions.is_some()),
            (Referrals, account.referrals.is_some()),
            (Assignments, account.assignments.is_some()),
            (Handovers, account.handovers.is_some()),
            (Scores, account.scores.is_some()),
            (Actions, account.actions.is_some()),
            (Offers, tenant.offers.is_some()),
            (Owners, true),
            (LossReasons, true),
        ]
        .into_iter()
        .filter_map(|(kind, given)| given.then_some(kind))
        .collect()
    }

    /// Whether every kind of this set is in the other.
    pub(super) const fn within(self, other: Self) -> bool {
        self.0 & !other.0 == 0
    }

    /// Whether a kind is in the set.
    pub(super) const fn has(self, kind: RecordKind) -> bool {
        Self::one(kind).within(self)
    }
}

impl FromIterator<RecordKind> for Kinds {
    fn from_iter<I: IntoIterator<Item = RecordKind>>(kinds: I) -> Self {
        Self(
            kinds
                .into_iter()
                .fold(0, |bits, kind| bits | Self::one(kind).0),
        )
    }
}
