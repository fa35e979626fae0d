//! Keys that came in open and have nothing left to be done for.

use tenure_model::ActionStatus;
use tenure_rules::KeyBinding;

use super::JudgedAction;
use super::ground::Ground;
use super::history::History;
use super::key::Key;
use crate::decision::Closed;

/// The open keys that are to be closed, the earliest proposal first: `moved` where the anchor of the contract's term is
/// another one by now, `auto_closed` where the term is over or its renewal decided.
pub(crate) fn closed(
    ground: &Ground<'_, '_>,
    history: &History<'_>,
    judged: &[JudgedAction<'_>],
) -> Vec<Closed> {
    let mut found = Vec::new();
    for (_, past) in history.iter().filter(|(_, past)| past.is_open()) {
        for key in &past.record.keys {
            found.extend(state_of(ground, judged, key).map(|state| Closed {
                key: key.clone(),
                state: state.as_str().to_owned(),
            }));
        }
    }
    found.dedup();
    found
}

fn state_of(
    ground: &Ground<'_, '_>,
    judged: &[JudgedAction<'_>],
    text: &str,
) -> Option<ActionStatus> {
    let key = Key::parse(text).filter(|key| key.account == ground.account().id.0)?;
    let rule = judged
        .iter()
        .map(|action| action.rule)
        .find(|rule| rule.id == key.action)?;
    let agreement = ground.agreement(key.contract.as_deref()?)?;
    let bound_to_anchor = match rule.key {
        KeyBinding::Anchor => true,
        KeyBinding::Term => false,
        KeyBinding::Episode(_) | KeyBinding::Row | KeyBinding::Period(_) => return None,
    };
    if agreement.is_decided() || key.term != Some(agreement.term_start().to_string()) {
        return Some(ActionStatus::AutoClosed);
    }
    let anchor = agreement.anchor().map(|anchor| anchor.to_string());
    (bound_to_anchor && key.bound != anchor).then_some(ActionStatus::Moved)
}
