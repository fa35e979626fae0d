//! Contracts as of the day: which of them stand, until when, and what was decided about them.

use chrono::NaiveDate;
use tenure_model::{
    Contract, ContractEventKind, ContractStatus, Id, Opportunity, OpportunityStatus, PipelineKind,
    add_months, months_between,
};

use super::money;
use super::seen::Seen;
use super::view::View;

/// Months after its anchor in which a renewal is worked on.
const WORKED_ON: i64 = 4;

/// A contract as of the day. Every word is that of the dictionary's derivations.
#[derive(Debug, Clone)]
pub struct Agreement<'a> {
    contract: Seen<'a, Contract>,
    superseded: bool,
    superseded_by_begun: bool,
    lost_renewal: bool,
    renewed: bool,
    has_opportunity: bool,
    begun: bool,
    expired: bool,
    paused: bool,
    end: Option<NaiveDate>,
    term_start: NaiveDate,
    annual_value: Option<i64>,
}

impl Agreement<'_> {
    /// The contract, without what lies after the day.
    pub fn contract(&self) -> &Contract {
        &self.contract
    }

    /// The contract's id.
    pub fn id(&self) -> &Id {
        &self.contract.id
    }

    /// Draft or pending: not agreed yet.
    pub fn is_proposed(&self) -> bool {
        is_proposed(&self.contract)
    }

    /// Replaced by another contract, begun or not.
    pub fn is_superseded(&self) -> bool {
        self.superseded
    }

    /// Ended early.
    pub fn is_terminated(&self) -> bool {
        is_terminated(&self.contract)
    }

    /// Terminated, or its renewal is lost.
    pub fn is_lost(&self) -> bool {
        self.is_terminated() || self.contract.lost_reason_id.is_some() || self.lost_renewal
    }

    /// Superseded, or its renewal is won in its current term.
    pub fn is_renewed(&self) -> bool {
        self.superseded || self.renewed
    }

    /// Renewed or lost.
    pub fn is_decided(&self) -> bool {
        self.is_renewed() || self.is_lost()
    }

    /// Suspended on the day.
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// Ran out before the day.
    pub fn is_expired(&self) -> bool {
        self.expired
    }

    /// Begun, and still standing.
    pub fn is_in_force(&self) -> bool {
        self.begun
            && !self.is_proposed()
            && !self.is_terminated()
            && !self.expired
            && !self.superseded_by_begun
    }

    /// Ran out, but its renewal is still worked on: neither superseded nor lost, and less than four months past its
    /// anchor.
    pub fn is_awaited_back(&self, day: NaiveDate) -> bool {
        let until = self
            .anchor()
            .and_then(|anchor| add_months(anchor, WORKED_ON));
        self.begun
            && self.expired
            && !self.is_proposed()
            && !self.superseded
            && !self.is_lost()
            && until.is_some_and(|until| day < until)
    }

    /// Whether there is a customer to be kept by it: it stands, or ran out and may come back.
    pub fn is_at_stake(&self, day: NaiveDate) -> bool {
        self.is_in_force() || self.is_awaited_back(day)
    }

    /// Whether an opportunity of pipeline `renewal` is about it.
    pub fn has_opportunity(&self) -> bool {
        self.has_opportunity
    }

    /// The last day of the current term, if it has one.
    pub fn end(&self) -> Option<NaiveDate> {
        self.end
    }

    /// The first day of the current term.
    pub fn term_start(&self) -> NaiveDate {
        self.term_start
    }

    /// The renewal anchor: the earlier of renewal deadline and end, of those known.
    pub fn anchor(&self) -> Option<NaiveDate> {
        [self.contract.renewal_deadline, self.end]
            .into_iter()
            .flatten()
            .min()
    }

    /// What it is worth in a year, in minor units of the currency in which the account is told; `None`: unknown.
    pub fn annual_value(&self) -> Option<i64> {
        self.annual_value
    }

    /// Its status as of the day.
    pub fn status(&self) -> ContractStatus {
        match self.contract.status {
            Some(given @ (ContractStatus::Draft | ContractStatus::Pending)) => given,
            _ if self.superseded => ContractStatus::Superseded,
            _ if self.is_terminated() => ContractStatus::Terminated,
            _ if self.expired => ContractStatus::Expired,
            _ if self.paused => ContractStatus::Paused,
            _ => ContractStatus::Active,
        }
    }
}

/// Draft or pending.
pub(super) fn is_proposed(contract: &Contract) -> bool {
    matches!(
        contract.status,
        Some(ContractStatus::Draft | ContractStatus::Pending)
    )
}

/// Terminated, by a date or by a status without one.
pub(super) fn is_terminated(contract: &Contract) -> bool {
    contract.terminated_on.is_some() || contract.status == Some(ContractStatus::Terminated)
}

/// Whether a contract's end lay before a day.
pub(super) fn is_expired(contract: &Contract, end: Option<NaiveDate>, day: NaiveDate) -> bool {
    let expired = contract.status == Some(ContractStatus::Expired);
    end.map_or(expired, |end| {
        end < day && (expired || contract.auto_renew != Some(true))
    })
}

/// The visible contracts as of the day, by id.
pub(super) fn resolve<'a>(view: &View<'a>) -> Vec<Agreement<'a>> {
    let mut agreements: Vec<_> = view
        .contracts()
        .iter()
        .map(|contract| Agreement::new(contract.clone(), view))
        .collect();
    mark_superseded(&mut agreements);
    mark_opportunities(&mut agreements, view);
    mark_events(&mut agreements, view);
    agreements
}

impl<'a> Agreement<'a> {
    fn new(contract: Seen<'a, Contract>, view: &View<'a>) -> Self {
        let as_of = view.as_of();
        let (term_start, end) = term(&contract, as_of.day());
        let superseded = contract.status == Some(ContractStatus::Superseded);
        Self {
            superseded,
            superseded_by_begun: superseded,
            lost_renewal: false,
            renewed: false,
            has_opportunity: false,
            begun: contract.start_date <= as_of.day(),
            expired: is_expired(&contract, end, as_of.day()),
            paused: is_paused(&contract, as_of.day()),
            end,
            term_start,
            annual_value: annual_value(&contract, view),
            contract,
        }
    }
}

/// The start and the end of the current term.
fn term(contract: &Contract, day: NaiveDate) -> (NaiveDate, Option<NaiveDate>) {
    let start = contract.start_date;
    let months = contract.term_months.filter(|months| *months >= 1);
    match (contract.end_date, months) {
        (Some(end), _) => (start, Some(end)),
        (None, Some(months)) => rolled(start, months, day),
        (None, None) => (start, None),
    }
}

/// The term of so many months, counted from the start, in which a day lies; the first one before the start.
fn rolled(start: NaiveDate, months: i64, day: NaiveDate) -> (NaiveDate, Option<NaiveDate>) {
    let term = |count: i64| add_months(start, months.checked_mul(count)?);
    let mut count = (months_between(start, day) / months).max(1);
    if term(count).is_some_and(|end| end < day) {
        count += 1;
    }
    match term(count) {
        Some(end) => (term(count - 1).unwrap_or(start), Some(end)),
        None => (start, None),
    }
}

fn is_paused(contract: &Contract, day: NaiveDate) -> bool {
    let lasts = contract.paused_to.is_none_or(|to| to >= day);
    match contract.paused_from {
        Some(from) => from <= day && lasts,
        None => contract.status == Some(ContractStatus::Paused) && lasts,
    }
}

fn annual_value(contract: &Contract, view: &View<'_>) -> Option<i64> {
    if contract.trial == Some(true) || contract.recurring == Some(false) {
        return Some(0);
    }
    view.amount(money::amount_of_a_year(contract)?)
}

fn find(agreements: &[Agreement<'_>], id: &Id) -> Option<usize> {
    agreements
        .binary_search_by(|agreement| agreement.id().cmp(id))
        .ok()
}

/// Marks the contracts that another one replaces, whichever of the two says so.
fn mark_superseded(agreements: &mut [Agreement<'_>]) {
    let mut replaced = Vec::new();
    for (index, agreement) in agreements.iter().enumerate() {
        if let Some(before) = &agreement.contract.predecessor_id {
            replaced.extend(find(agreements, before).map(|before| (before, index)));
        }
        if let Some(after) = &agreement.contract.successor_id {
            replaced.extend(find(agreements, after).map(|after| (index, after)));
        }
    }
    for (before, after) in replaced
        .into_iter()
        .filter(|(before, after)| before != after)
    {
        let Some(begun) = agreements
            .get(after)
            .filter(|successor| !successor.is_proposed())
            .map(|successor| successor.begun)
        else {
            continue;
        };
        if let Some(agreement) = agreements.get_mut(before) {
            agreement.superseded = true;
            agreement.superseded_by_begun |= begun;
        }
    }
}

/// The contract that an opportunity is about.
pub(super) fn contract_of<'v>(
    opportunity: &'v Opportunity,
    contracts: &'v [Seen<'_, Contract>],
) -> Option<&'v Id> {
    match (&opportunity.contract_id, contracts) {
        (Some(id), _) => Some(id),
        (None, [only]) => Some(&only.id),
        (None, _) => None,
    }
}

fn mark_opportunities(agreements: &mut [Agreement<'_>], view: &View<'_>) {
    let renewals = view
        .opportunities()
        .iter()
        .filter(|opportunity| opportunity.pipeline == PipelineKind::Renewal);
    for opportunity in renewals {
        let about = contract_of(opportunity, view.contracts())
            .and_then(|contract| find(agreements, contract))
            .and_then(|index| agreements.get_mut(index));
        if let Some(agreement) = about {
            agreement.has_opportunity = true;
            let in_term = opportunity
                .closed_on
                .is_none_or(|closed| closed >= agreement.term_start);
            match opportunity.status.filter(|_| in_term) {
                Some(OpportunityStatus::Won) => agreement.renewed = true,
                Some(OpportunityStatus::Lost) => agreement.lost_renewal = true,
                Some(OpportunityStatus::Open) | None => {}
            }
        }
    }
}

fn mark_events(agreements: &mut [Agreement<'_>], view: &View<'_>) {
    let renewals = view
        .contract_events()
        .iter()
        .filter(|event| event.kind == ContractEventKind::Renewed);
    for event in renewals {
        let of = event
            .contract_id
            .as_ref()
            .and_then(|contract| find(agreements, contract))
            .and_then(|index| agreements.get_mut(index));
        if let Some(agreement) = of {
            agreement.renewed |= event.day() >= agreement.term_start;
        }
    }
}

/// The primary one of an account's contracts, if it has any that still counts.
pub(super) fn primary<'v, 'a>(agreements: &'v [Agreement<'a>]) -> Option<&'v Agreement<'a>> {
    agreements
        .iter()
        .filter(|a| !a.is_proposed() && !a.is_superseded() && !a.is_lost())
        .min_by_key(|a| {
            let anchor = a.anchor().unwrap_or(NaiveDate::MAX);
            (anchor, std::cmp::Reverse(a.annual_value), a.id())
        })
}

/// Whether a visible contract stood on an earlier day, by what is known on the day.
pub(super) fn stood_on(contract: &Contract, day: NaiveDate) -> bool {
    contract.start_date <= day
        && !is_proposed(contract)
        && contract
            .terminated_on
            .map_or(!is_terminated(contract), |on| on > day)
        && !is_expired(contract, contract.end_date, day)
}

/// The reason for which a contract was lost in a window of days, if it was and one is told.
pub(super) fn loss_within<'v>(
    contract: &'v Contract,
    lost_renewals: &[&'v Opportunity],
    window: &dyn Fn(NaiveDate) -> bool,
) -> Option<&'v Id> {
    let in_window = |date: Option<NaiveDate>| date.is_some_and(window);
    let latest = lost_renewals
        .iter()
        .filter(|opportunity| in_window(opportunity.closed_on))
        .max_by_key(|opportunity| (opportunity.closed_on, &opportunity.id));
    if latest.is_none() && !in_window(contract.terminated_on) {
        return None;
    }
    contract
        .root_cause_id
        .as_ref()
        .or(contract.lost_reason_id.as_ref())
        .or(latest.and_then(|opportunity| opportunity.reason_id.as_ref()))
}
