//! The handover package: what somebody who takes an account over has to look at, as references and never as text.

use chrono::NaiveDate;
use tenure_model::InteractionKind;

use super::ground::Ground;
use super::history::History;
use crate::decision::Reference;
use crate::signals::is_open;

/// Contracts whose renewal lies so many days ahead at most belong to the package.
const AHEAD: i64 = 180;
/// So many of the latest notes and meetings, and so many of the latest quotes.
const LATEST: usize = 5;

/// Whether a step hands an account over.
pub(super) fn is_handover(kind: &str) -> bool {
    kind == "handover"
}

/// The package of an account: undecided contracts whose anchor lies at most 180 days ahead or has passed, open
/// complaints, the latest notes, meetings and quotes, and what is still to be done.
pub(super) fn package(ground: &Ground<'_, '_>, history: &History<'_>) -> Vec<Reference> {
    let mut package = contracts(ground);
    package.extend(complaints(ground));
    package.extend(latest(
        ground,
        &[InteractionKind::Note, InteractionKind::Meeting],
    ));
    package.extend(latest(ground, &[InteractionKind::Quote]));
    package.extend(open_actions(history));
    package
}

fn contracts(ground: &Ground<'_, '_>) -> Vec<Reference> {
    let undecided = ground
        .view
        .agreements()
        .iter()
        .filter(|a| !a.is_proposed() && !a.is_decided());
    let mut due: Vec<(NaiveDate, &str)> = undecided
        .filter_map(|agreement| Some((agreement.anchor()?, agreement.id().as_str())))
        .filter(|(anchor, _)| (*anchor - ground.day()).num_days() <= AHEAD)
        .collect();
    due.sort_unstable();
    due.into_iter()
        .map(|(anchor, id)| reference("contract", Some(id), Some(anchor)))
        .collect()
}

fn complaints(ground: &Ground<'_, '_>) -> impl Iterator<Item = Reference> {
    let as_of = ground.view.as_of();
    let open = ground
        .view
        .complaints()
        .iter()
        .filter(move |complaint| is_open(complaint, as_of));
    open.map(move |complaint| {
        let opened = as_of.day_of(complaint.opened_at);
        reference("complaint", Some(complaint.id.as_str()), Some(opened))
    })
}

/// The latest interactions of some kinds, the latest first.
fn latest(ground: &Ground<'_, '_>, kinds: &[InteractionKind]) -> Vec<Reference> {
    let all = ground.view.interactions().iter().rev();
    all.filter(|interaction| kinds.contains(&interaction.kind))
        .take(LATEST)
        .map(|interaction| {
            let id = interaction.id.as_ref().map(|id| id.as_str());
            reference(interaction.kind.as_str(), id, Some(interaction.day()))
        })
        .collect()
}

fn open_actions<'h>(history: &'h History<'_>) -> impl Iterator<Item = Reference> + 'h {
    let open = history.iter().filter(|(_, past)| past.is_open());
    open.map(|(_, past)| {
        let key = past.record.keys.first().map(String::as_str);
        reference("action", key, past.record.due)
    })
}

fn reference(record: &str, id: Option<&str>, on: Option<NaiveDate>) -> Reference {
    Reference {
        record: record.to_owned(),
        id: id.map(str::to_owned),
        on,
    }
}
