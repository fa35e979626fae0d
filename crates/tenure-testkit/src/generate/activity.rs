//! The other records of an account.

use chrono::NaiveDate;
use tenure_model::{
    Account, ActionRecord, ActionStatus, Assignment, Complaint, ComplaintCategory,
    ComplaintSeverity, Contact, ContactRole, Direction, Handover, Id, Interaction, InteractionKind,
    Invoice, InvoiceStatus, OwnerRole, Purchase, Referral, Scale, ScoreSnapshot, Sentiment,
    SurveyKind, SurveyResponse, Ticket, UsageSample, Voice,
};

use super::values::{
    after, day, id, moment, moment_after, moment_on, money, one_of, reference, shift,
};
use crate::source::Source;

/// A list that is absent, empty or full; now and then a record stands in it twice.
pub(super) fn list<T: Clone>(
    source: &mut Source<'_>,
    most: usize,
    record: impl Fn(&mut Source<'_>, usize) -> T,
) -> Option<Vec<T>> {
    source.maybe(10, |source| {
        let count = source.below(most + 1);
        let mut records: Vec<T> = (0..count).map(|number| record(source, number)).collect();
        if source.chance(10)
            && let Some(twin) = source.pick(&records).cloned()
        {
            records.push(twin);
        }
        records
    })
}

/// Gives an account the records that are not about contracts.
pub(super) fn fill(source: &mut Source<'_>, as_of: NaiveDate, account: &mut Account) {
    account.contacts = list(source, 3, |source, number| Contact {
        id: id(source, "k", number),
        role: source.maybe(20, |source| {
            one_of(source, ContactRole::WORDS, ContactRole::from_word).unwrap_or_default()
        }),
        active: source.maybe(70, |source| source.chance(50)),
        left_at: source.maybe(70, |source| day(source, as_of)),
        ..Contact::default()
    });
    account.surveys = list(source, 5, |source, number| survey(source, as_of, number));
    account.complaints = list(source, 4, |source, number| complaint(source, as_of, number));
    account.tickets = list(source, 4, |source, number| ticket(source, as_of, number));
    account.usage = list(source, 7, |source, number| usage(source, as_of, number));
    account.invoices = list(source, 4, |source, number| invoice(source, as_of, number));
    account.purchases = list(source, 3, |source, number| Purchase {
        id: source.maybe(50, |source| id(source, "b", number)),
        at: moment(source, as_of),
        product_id: source.maybe(40, |source| reference(source, "p", 4)),
        amount: source.maybe(10, money),
    });
    account.interactions = list(source, 5, |source, number| {
        interaction(source, as_of, number)
    });
    account.referrals = list(source, 2, |source, number| Referral {
        id: source.maybe(50, |source| id(source, "f", number)),
        at: moment(source, as_of),
        outcome: None,
    });
    people(source, as_of, account);
    let named = account.id.clone();
    account.actions = list(source, 3, |source, _| past_action(source, as_of, &named));
    account.scores = list(source, 2, |source, _| ScoreSnapshot {
        as_of: day(source, as_of),
        points: source.maybe(20, |source| source.between(-100, 100)),
        band: source
            .word(&["low", "medium", "high", "critical", "insufficient", "gone"])
            .to_owned(),
        digest: None,
    });
}

fn past_action(source: &mut Source<'_>, as_of: NaiveDate, account: &Id) -> ActionRecord {
    let proposed_on = day(source, as_of);
    let kind = source.word(&["owner_todo", "owner_alert", "support_todo"]);
    let contract = if source.chance(80) {
        reference(source, "c", 3).0
    } else {
        "-".to_owned()
    };
    ActionRecord {
        keys: vec![format!("gone/{kind}/{account}/{contract}/-/-")],
        action: source.maybe(30, |_| "gone".to_owned()),
        proposed_on,
        status: one_of(source, ActionStatus::WORDS, ActionStatus::from_word).unwrap_or_default(),
        at: source.maybe(40, |source| {
            let at = after(source, proposed_on, 40);
            moment_on(source, at)
        }),
        due: source.maybe(20, |source| after(source, proposed_on, 30)),
        ..ActionRecord::default()
    }
}

fn people(source: &mut Source<'_>, as_of: NaiveDate, account: &mut Account) {
    account.assignments = list(source, 3, |source, number| {
        let from = day(source, as_of);
        Assignment {
            id: source.maybe(50, |source| id(source, "g", number)),
            role: if source.chance(70) {
                OwnerRole::Sales
            } else {
                OwnerRole::Csm
            },
            owner_id: reference(source, "o", 4),
            from,
            to: source.maybe(50, |source| after(source, from, 400)),
        }
    });
    account.handovers = list(source, 2, |source, number| {
        let effective = day(source, as_of);
        Handover {
            id: source.maybe(50, |source| id(source, "h", number)),
            from: source.maybe(40, |source| reference(source, "o", 4)),
            to: source.maybe(40, |source| reference(source, "o", 4)),
            effective,
            acknowledged_at: source.maybe(30, |source| after(source, effective, 60)),
        }
    });
}

fn scale(source: &mut Source<'_>) -> Scale {
    let usual = [(0.0, 100.0), (1.0, 5.0), (0.0, 10.0), (-1.0, 1.0)];
    // The reader refuses these; a host that hands over records need not.
    let useless = [(3.0, 3.0), (-1e308, 1.7e308)];
    let from = if source.chance(5) {
        &useless[..]
    } else {
        &usual
    };
    let (min, max) = source.pick(from).copied().unwrap_or((0.0, 10.0));
    Scale {
        min,
        max,
        higher_is_better: source.maybe(60, |source| source.chance(40)),
    }
}

fn survey(source: &mut Source<'_>, as_of: NaiveDate, number: usize) -> SurveyResponse {
    let kind = one_of(source, SurveyKind::WORDS, SurveyKind::from_word).unwrap_or_default();
    SurveyResponse {
        id: source.maybe(40, |source| id(source, "s", number)),
        contact_id: source.maybe(35, |source| reference(source, "k", 3)),
        kind,
        score: match kind {
            SurveyKind::Pulse => source.between(-5, 105) as f64,
            SurveyKind::Nps | SurveyKind::Csat | SurveyKind::Ces | SurveyKind::Custom => {
                source.between(0, 20) as f64 / 2.0
            }
        },
        scale: (kind == SurveyKind::Custom && source.chance(85)).then(|| scale(source)),
        at: moment(source, as_of),
        source: source.maybe(60, |source| {
            if source.chance(60) {
                Voice::Internal
            } else {
                Voice::Customer
            }
        }),
        ..SurveyResponse::default()
    }
}

fn complaint(source: &mut Source<'_>, as_of: NaiveDate, number: usize) -> Complaint {
    let opened_at = moment(source, as_of);
    let resolved_at = source.maybe(50, |source| moment_after(source, &opened_at, 120));
    Complaint {
        id: id(source, "m", number),
        category: source.maybe(15, |source| {
            one_of(
                source,
                ComplaintCategory::WORDS,
                ComplaintCategory::from_word,
            )
            .unwrap_or_default()
        }),
        severity: source.maybe(25, |source| {
            one_of(
                source,
                ComplaintSeverity::WORDS,
                ComplaintSeverity::from_word,
            )
            .unwrap_or_default()
        }),
        opened_at,
        first_response_at: source.maybe(50, |source| moment_after(source, &opened_at, 30)),
        resolved_at,
        reopened_count: source.maybe(70, |source| source.between(0, 2)),
        reopened_at: source.maybe(70, |source| moment_after(source, &opened_at, 150)),
        comment: source.maybe(80, |_| "free text".to_owned()),
    }
}

fn ticket(source: &mut Source<'_>, as_of: NaiveDate, number: usize) -> Ticket {
    let opened_at = moment(source, as_of);
    Ticket {
        id: id(source, "t", number),
        opened_at,
        first_response_at: source.maybe(30, |source| moment_after(source, &opened_at, 3)),
        resolved_at: source.maybe(40, |source| moment_after(source, &opened_at, 60)),
        sla_due: source.maybe(30, |source| moment_after(source, &opened_at, 60)),
        escalated: source.maybe(60, |source| source.chance(60)),
        escalated_at: source.maybe(70, |source| moment_after(source, &opened_at, 60)),
        satisfaction: source.maybe(30, |source| source.between(0, 12) as f64 / 2.0),
        satisfaction_scale: source.maybe(75, scale),
        ..Ticket::default()
    }
}

fn usage(source: &mut Source<'_>, as_of: NaiveDate, number: usize) -> UsageSample {
    let window_end = day(source, as_of);
    UsageSample {
        id: source.maybe(60, |source| id(source, "u", number)),
        contract_id: source.maybe(60, |source| reference(source, "c", 2)),
        product_id: source.maybe(60, |source| reference(source, "p", 2)),
        metric: source.word(&["logins", "seats"]).to_owned(),
        window_start: source.maybe(60, |source| shift(window_end, -source.between(0, 30))),
        window_end,
        value: match source.below(12) {
            0 => 0.0,
            1 => 1e308,
            2 => -3.0,
            _ => source.between(0, 500) as f64 / 10.0,
        },
        entitlement: source.maybe(40, |source| {
            if source.chance(3) {
                1.7e308
            } else {
                source.between(0, 60) as f64
            }
        }),
    }
}

fn invoice(source: &mut Source<'_>, as_of: NaiveDate, number: usize) -> Invoice {
    let issued = day(source, as_of);
    let disputed_on = source.maybe(75, |source| after(source, issued, 60));
    Invoice {
        id: id(source, "i", number),
        issued,
        due: source.maybe(25, |source| after(source, issued, 60)),
        amount: source.maybe(10, money),
        paid_at: source.maybe(60, |source| after(source, issued, 120)),
        status: source.maybe(40, |source| {
            one_of(source, InvoiceStatus::WORDS, InvoiceStatus::from_word).unwrap_or_default()
        }),
        fee_dispute: source.maybe(70, |source| source.chance(60)),
        disputed_on,
        dispute_settled_on: source.maybe(80, |source| {
            after(source, disputed_on.unwrap_or(issued), 60)
        }),
        ..Invoice::default()
    }
}

fn interaction(source: &mut Source<'_>, as_of: NaiveDate, number: usize) -> Interaction {
    let on = day(source, as_of);
    Interaction {
        id: source.maybe(50, |source| id(source, "n", number)),
        kind: one_of(source, InteractionKind::WORDS, InteractionKind::from_word)
            .unwrap_or_default(),
        at: moment_on(source, on),
        direction: source.maybe(70, |_| Direction::Inbound),
        sentiment: source.maybe(50, |source| {
            one_of(source, Sentiment::WORDS, Sentiment::from_word).unwrap_or_default()
        }),
        product_id: source.maybe(50, |source| reference(source, "p", 5)),
        follow_up_due: source.maybe(60, |source| after(source, on, 40)),
        ..Interaction::default()
    }
}
