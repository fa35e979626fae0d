//! Movement of contracts: what their history tells of the last twelve months.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::{ContractEvent, ContractEventKind, Id};

use super::line::{Line, lines};
use super::seen::Seen;
use super::sums::count;
use super::view::View;

use ContractEventKind::{
    CancellationNotice, Downgraded, PauseRequested, PriceChanged, Renewed, Resumed, Upgraded,
};

pub(super) const LINES: &[Line] = lines! {
    "movement.downgrades_12m" Account Int "count" Down ["contract_events"],
        "downgrades in 12 months",
        "events `downgraded` in the last 12 months"
        => events(Downgraded);
    "movement.upgrades_12m" Account Int "count" Up ["contract_events"],
        "upgrades in 12 months",
        "events `upgraded` in the last 12 months"
        => events(Upgraded);
    "movement.pause_requests_12m" Account Int "count" Down ["contract_events"],
        "requests for a pause in 12 months",
        "events `pause_requested` in the last 12 months"
        => events(PauseRequested);
    "movement.cancellation_notice" Account Bool "" Down ["contract_events"],
        "a notice of cancellation stands",
        "whether an event `cancellation_notice` of the last 12 months has no `renewed` or `resumed` event on or after its day that names the same contract or none (where the notice names none: any)"
        => cancellation_notice;
    "movement.price_changes_12m" Account Int "count" None ["contract_events"],
        "price changes in 12 months",
        "events `price_changed` in the last 12 months"
        => events(PriceChanged);
};

fn of_last_year<'v>(
    view: &'v View<'_>,
    kind: ContractEventKind,
) -> impl Iterator<Item = &'v Seen<'v, ContractEvent>> {
    view.contract_events()
        .iter()
        .filter(move |event| event.kind == kind && view.as_of().in_last_months(event.day(), 12))
}

fn events(view: &View<'_>, kind: ContractEventKind) -> Cell<i64> {
    Cell::Known(count(of_last_year(view, kind)))
}

fn cancellation_notice(view: &View<'_>) -> Cell<bool> {
    let mut taken_back: BTreeMap<Option<&Id>, NaiveDate> = BTreeMap::new();
    for event in view.contract_events() {
        if matches!(event.kind, Renewed | Resumed) {
            // Events come by time: the latest stays.
            taken_back.insert(event.contract_id.as_ref(), event.day());
        }
    }
    let latest = taken_back.values().max().copied();
    let answer = |contract: Option<&Id>| match contract {
        None => latest,
        Some(_) => taken_back
            .get(&contract)
            .max(taken_back.get(&None))
            .copied(),
    };
    Cell::Known(
        of_last_year(view, CancellationNotice)
            .any(|notice| answer(notice.contract_id.as_ref()).is_none_or(|day| day < notice.day())),
    )
}
