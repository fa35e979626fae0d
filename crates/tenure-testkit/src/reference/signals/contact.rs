//! `contact.*`.

use chrono::NaiveDate;
use tenure_columns::Cell;
use tenure_model::{ContactRole, Interaction, InteractionKind as Kind, Moment, Sentiment};

use super::{Reading, count, int, yes};
use crate::reference::seen::{Seen, all};

fn is_contact(interaction: &Interaction) -> bool {
    match interaction.kind {
        Kind::Meeting | Kind::Call | Kind::Email | Kind::Quote | Kind::Inquiry | Kind::Training => {
            true
        }
        Kind::Note | Kind::Promotion | Kind::Newsletter => false,
    }
}

impl Seen<'_> {
    /// The days on which there was a contact.
    pub(super) fn contact_days(&self) -> Vec<NaiveDate> {
        all(&self.account.interactions)
            .iter()
            .filter(|interaction| is_contact(interaction))
            .map(|interaction| interaction.at.day(self.zone))
            .collect()
    }

    fn interactions_of(&self, kind: Kind, days: i64) -> Reading {
        count(
            all(&self.account.interactions)
                .iter()
                .filter(|interaction| {
                    interaction.kind == kind && self.in_last_days(&interaction.at, days)
                })
                .count(),
        )
    }

    pub(super) fn contact_signal(&self, name: &str) -> Option<Reading> {
        Some(match name {
            "contact.days_since" => self.days_since_contact(),
            "contact.meetings_90d" => self.interactions_of(Kind::Meeting, 90),
            "contact.inquiries_90d" => self.interactions_of(Kind::Inquiry, 90),
            "contact.quotes_180d" => self.interactions_of(Kind::Quote, 180),
            "contact.trainings_90d" => self.interactions_of(Kind::Training, 90),
            "contact.negative_90d" => count(
                all(&self.account.interactions)
                    .iter()
                    .filter(|interaction| {
                        interaction.sentiment == Some(Sentiment::Negative)
                            && self.in_last_days(&interaction.at, 90)
                    })
                    .count(),
            ),
            "contact.overdue_follow_ups" => count(
                all(&self.account.interactions)
                    .iter()
                    .filter(|interaction| self.follow_up_is_overdue(interaction))
                    .count(),
            ),
            "contact.champion_left" => yes(all(&self.account.contacts).iter().any(|contact| {
                let matters = matches!(
                    contact.role,
                    Some(ContactRole::Champion | ContactRole::EconomicBuyer)
                );
                matters
                    && contact
                        .left_at
                        .is_some_and(|left| self.in_last_days(&Moment::Day(left), 180))
            })),
            _ => return None,
        })
    }

    fn days_since_contact(&self) -> Reading {
        let latest = self.contact_days().into_iter().max();
        let start = self.start().filter(|start| *start <= self.day);
        latest
            .or(start)
            .map_or(Cell::Unknown, |day| int(self.days_since(day)))
    }

    fn follow_up_is_overdue(&self, interaction: &Interaction) -> bool {
        let on = interaction.at.day(self.zone);
        interaction.follow_up_due.is_some_and(|due| due < self.day)
            && !self.contact_days().iter().any(|day| *day > on)
    }
}
