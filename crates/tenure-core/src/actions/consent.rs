//! Consent: whether a message may go out by itself.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;
use tenure_model::{Channel, Consent, Contact, ContactRole, Id};

use crate::signals::View;

/// Why no message may go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoMessage {
    /// Nobody may contact the account.
    DoNotContact,
    /// The account as a whole refused the channel.
    AccountRefused,
    /// No contact of the role can be reached: there is none, or each is inactive, left, or mail to them comes back.
    NobodyToReach,
    /// Every contact of the role that can be reached refused the channel.
    Refused,
    /// Nobody knows whether anybody agreed.
    ConsentUnknown,
}

impl fmt::Display for NoMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DoNotContact => "the account must not be contacted",
            Self::AccountRefused => "the account refused messages on this channel",
            Self::NobodyToReach => "no contact of that role can be reached",
            Self::Refused => "every contact of that role refused messages on this channel",
            Self::ConsentUnknown => "nobody is known to have agreed to messages on this channel",
        })
    }
}

/// Who gets an automated message to a role of the account's contacts: the first of them, by id, who agreed to the channel
/// and can be reached; nobody by name where the account as a whole agreed and the list of contacts is absent.
///
/// A contact's own word counts before the account's. Without the list of contacts, the account's word alone counts.
pub(super) fn may_write(
    view: &View<'_>,
    channel: Channel,
    role: Option<&str>,
) -> Result<Option<Id>, NoMessage> {
    let account = view.account();
    if account.do_not_contact == Some(true) {
        return Err(NoMessage::DoNotContact);
    }
    let general = consent(account.contact_prefs.as_ref(), channel);
    if general == Some(Consent::Denied) {
        return Err(NoMessage::AccountRefused);
    }
    if account.contacts.is_none() {
        return general.map(|_| None).ok_or(NoMessage::ConsentUnknown);
    }
    let contacts = view.contacts().iter().map(|contact| &**contact);
    let of_role = contacts.filter(|contact| has_role(contact, role) && reachable(contact, channel));
    of_contacts(of_role, channel, general).map(Some)
}

fn of_contacts<'a>(
    contacts: impl Iterator<Item = &'a Contact>,
    channel: Channel,
    general: Option<Consent>,
) -> Result<Id, NoMessage> {
    let mut answer = NoMessage::NobodyToReach;
    for contact in contacts {
        match consent(contact.consent.as_ref(), channel).or(general) {
            Some(Consent::Granted) => return Ok(contact.id.clone()),
            None => answer = NoMessage::ConsentUnknown,
            Some(Consent::Denied) if answer == NoMessage::NobodyToReach => {
                answer = NoMessage::Refused;
            }
            Some(Consent::Denied) => {}
        }
    }
    Err(answer)
}

fn consent(channels: Option<&BTreeMap<Channel, Consent>>, channel: Channel) -> Option<Consent> {
    channels?.get(&channel).copied()
}

/// `decision_maker` is the rulebook's word for who decides on the budget; a message without a role may go to anybody.
fn has_role(contact: &Contact, role: Option<&str>) -> bool {
    match role {
        None => true,
        Some("decision_maker") => contact.role == Some(ContactRole::EconomicBuyer),
        Some(word) => contact.role.is_some_and(|role| role.as_str() == word),
    }
}

fn reachable(contact: &Contact, channel: Channel) -> bool {
    let bounces = channel == Channel::Email && contact.bounced == Some(true);
    contact.active != Some(false) && !bounces && contact.left_at.is_none()
}
