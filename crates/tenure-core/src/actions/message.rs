//! What goes to the customer by itself, and how much of it may.

use chrono::NaiveDate;
use tenure_model::{ActionStatus, Channel, ContactPolicy, Id};
use tenure_rules::{ActionStep, channel_of_kind};

use super::JudgedAction;
use super::arbitrate::in_order;
use super::candidate::Candidate;
use super::consent::may_write;
use super::ground::Ground;
use super::history::{History, after};
use super::key::Key;
use super::stage::Stage;

/// Who gets a message on which channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// The channel.
    pub(crate) channel: Channel,
    /// The contact; absent where the host tells of none, and the account as a whole agreed.
    pub(crate) to: Option<Id>,
}

/// The channel of a message: the step's, else the one that its kind tells of, else mail.
pub(crate) fn channel(step: &ActionStep) -> Channel {
    let own = step.channel.as_deref().and_then(Channel::from_word);
    own.or_else(|| by_kind(&step.kind))
        .unwrap_or(Channel::Email)
}

fn by_kind(kind: &str) -> Option<Channel> {
    channel_of_kind(kind).and_then(Channel::from_word)
}

/// So many messages of these channels may somebody get in so many days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cap<'p> {
    channels: &'p [Channel],
    max: i64,
    days: i64,
}

/// One e-mail in a week and four in thirty days; one text message of either kind in a week.
const USUAL: [Cap<'static>; 3] = [
    Cap {
        channels: &[Channel::Email],
        max: 1,
        days: 7,
    },
    Cap {
        channels: &[Channel::Email],
        max: 4,
        days: 30,
    },
    Cap {
        channels: &[Channel::Sms, Channel::Alimtalk],
        max: 1,
        days: 7,
    },
];

fn caps(policy: Option<&ContactPolicy>) -> Vec<Cap<'_>> {
    match policy.and_then(|policy| policy.caps.as_ref()) {
        None => USUAL.to_vec(),
        Some(caps) => caps
            .iter()
            .map(|cap| Cap {
                channels: std::slice::from_ref(&cap.channel),
                max: cap.max,
                days: cap.days,
            })
            .collect(),
    }
}

/// The periods in which messages are counted, in days.
pub(super) fn periods(policy: Option<&ContactPolicy>) -> Vec<i64> {
    caps(policy).iter().map(|cap| cap.days).collect()
}

/// A message that went out or is about to.
#[derive(Debug, Clone)]
struct Sent {
    on: NaiveDate,
    channel: Channel,
    /// To whom; `None` where nobody can tell, which counts for everybody.
    to: Option<Option<Id>>,
}

impl Sent {
    fn counts_for(&self, message: &Message, cap: &Cap<'_>) -> bool {
        cap.channels.contains(&self.channel) && self.to.as_ref().is_none_or(|to| *to == message.to)
    }
}

/// Holds back the new messages that would be too many, the least in the order of arbitration first.
pub(crate) fn hold_back(
    ground: &Ground<'_, '_>,
    history: &History<'_>,
    judged: &[JudgedAction<'_>],
    found: &mut [Candidate],
) {
    let mut order: Vec<usize> = (0..found.len())
        .filter(|index| {
            let candidate = found.get(*index);
            candidate.is_some_and(|c| c.message.is_some() && c.is_first())
        })
        .collect();
    if order.is_empty() {
        return;
    }
    in_order(&mut order, judged, found);
    let caps = caps(ground.view.as_of().tenant().contact_policy.as_ref());
    let mut sent = sent(ground, history, judged);
    for index in order {
        let Some(candidate) = found.get_mut(index) else {
            continue;
        };
        let Some(message) = candidate.message.clone() else {
            continue;
        };
        match free_from(&caps, &sent, &message, ground.day()) {
            Ok(()) => sent.push(Sent {
                on: ground.day(),
                channel: message.channel,
                to: Some(message.to),
            }),
            Err(until) => {
                candidate.standing = Err(Stage::ContactPolicy {
                    channel: message.channel.as_str().to_owned(),
                    until,
                });
            }
        }
    }
}

/// Whether a message may go out; if not, the first day on which it could.
fn free_from(
    caps: &[Cap<'_>],
    sent: &[Sent],
    message: &Message,
    day: NaiveDate,
) -> Result<(), Option<NaiveDate>> {
    let mut free = Some(day);
    for cap in caps
        .iter()
        .filter(|cap| cap.channels.contains(&message.channel))
    {
        free = free.and_then(|free| Some(free.max(free_of(cap, sent, message, day)?)));
    }
    match free {
        Some(free) if free <= day => Ok(()),
        later => Err(later),
    }
}

/// The first day on which a cap lets one more message out; `None` where it never does.
fn free_of(cap: &Cap<'_>, sent: &[Sent], message: &Message, day: NaiveDate) -> Option<NaiveDate> {
    let in_period = |on: NaiveDate| (day - on).num_days() < cap.days;
    let mut days: Vec<NaiveDate> = sent
        .iter()
        .filter(|sent| sent.counts_for(message, cap) && in_period(sent.on))
        .map(|sent| sent.on)
        .collect();
    days.sort_unstable();
    let max = usize::try_from(cap.max).ok().filter(|max| *max > 0)?;
    match days.len().checked_sub(max) {
        None => Some(day),
        Some(last) => after(*days.get(last)?, cap.days),
    }
}

/// The messages that went out before, and those that were proposed and wait to go out.
fn sent(ground: &Ground<'_, '_>, history: &History<'_>, judged: &[JudgedAction<'_>]) -> Vec<Sent> {
    let mut sent = Vec::new();
    for (_, past) in history.iter() {
        let on = match past.status {
            ActionStatus::Done => past.since,
            ActionStatus::Proposed | ActionStatus::Accepted => past.record.proposed_on,
            ActionStatus::Dismissed
            | ActionStatus::Snoozed
            | ActionStatus::Expired
            | ActionStatus::AutoClosed
            | ActionStatus::Moved
            | ActionStatus::Failed => continue,
        };
        let keys = past.record.keys.iter().filter_map(|key| Key::parse(key));
        sent.extend(keys.filter_map(|key| message_of(ground, judged, &key, on)));
    }
    sent
}

fn message_of(
    ground: &Ground<'_, '_>,
    judged: &[JudgedAction<'_>],
    key: &Key,
    on: NaiveDate,
) -> Option<Sent> {
    let channel = channel_of(judged, key)?;
    let to =
        step_of(judged, key).map(|step| may_write(ground.view, channel, step.to.as_deref()).ok());
    Some(Sent {
        on,
        channel,
        to: to.flatten(),
    })
}

/// The channel of what a key names, if that is a message. Where the rulebook no longer has it, its kind tells.
pub(super) fn channel_of(judged: &[JudgedAction<'_>], key: &Key) -> Option<Channel> {
    match step_of(judged, key) {
        Some(step) => step.is_message().then(|| channel(step)),
        None => by_kind(&key.kind),
    }
}

fn step_of<'r>(judged: &[JudgedAction<'r>], key: &Key) -> Option<&'r ActionStep> {
    let action = judged.iter().find(|action| action.rule.id == key.action);
    let mut steps = action?.rule.steps.iter();
    steps.find(|step| step.kind == key.kind)
}
