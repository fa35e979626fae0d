//! What can be done about satisfaction, contact and people.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use tenure_columns::Value;
use tenure_model::{
    Account, Assignment, Handover, Id, Interaction, InteractionKind, Moment, Opportunity,
    OpportunityStatus, OwnerRole, PipelineKind, Sentiment, SurveyKind, SurveyResponse, Voice,
};

use super::{Lever, fewer, int, levers, more, surplus, to_false, to_true, with};
use crate::actions::at_work;
use crate::signals::satisfaction::{HIGH, LOW, answers};
use crate::signals::view::View;

pub(super) const LEVERS: &[Lever] = levers! {
    "satisfaction.score", better_scores, with_score;
    "satisfaction.level", better_levels, with_level;
    "satisfaction.responses", more, with_responses;
    "renewal.decided", to_true, |view, _| with_opportunity(view, OpportunityStatus::Won);
    "renewal.renewed", to_true, |view, _| with_opportunity(view, OpportunityStatus::Won);
    "renewal.has_opportunity", to_true, |view, _| with_opportunity(view, OpportunityStatus::Open);
    "renewal.no_contact", to_false, |view, _| with_contacts(view, InteractionKind::Call, 1, view.day());
    "contact.days_since", fewer, with_contact_days_ago;
    "contact.meetings_90d", more, |view, to| with_more(view, InteractionKind::Meeting, to);
    "contact.trainings_90d", more, |view, to| with_more(view, InteractionKind::Training, to);
    "contact.negative_90d", fewer, with_fewer_negative;
    "contact.overdue_follow_ups", fewer, with_fewer_follow_ups;
    "owner.assigned", to_true, |view, _| with_owner(view);
    "owner.departed", to_false, |view, _| with_owner(view);
    "owner.handed_over", to_true, |view, _| with_handover(view);
    "owner.vacant", to_false, |view, _| with_somebody(view);
    "onboarding.live", to_true, |view, _| with(view, |account| account.live_on = Some(view.day()));
};

/// Points above the score, whole ones.
fn better_scores(_: &View<'_>, now: &Value) -> Vec<Value> {
    let Value::Float(now) = now else {
        return Vec::new();
    };
    let first = now.floor() as i64 + 1;
    (first..=100)
        .map(|score| Value::Float(score as f64))
        .collect()
}

fn better_levels(_: &View<'_>, now: &Value) -> Vec<Value> {
    let better: &[&str] = match now {
        Value::Text(level) if &**level == "low" => &["mid", "high"],
        Value::Text(level) if &**level == "mid" => &["high"],
        Value::Int(_) | Value::Float(_) | Value::Bool(_) | Value::Text(_) => &[],
    };
    better
        .iter()
        .map(|level| Value::Text((*level).into()))
        .collect()
}

/// The answer that counts of each respondent says so much.
fn with_score(view: &View<'_>, to: &Value) -> Option<Account> {
    let Value::Float(score) = to else {
        return None;
    };
    let mut latest: BTreeMap<Option<&Id>, &SurveyResponse> = BTreeMap::new();
    for (answer, _) in answers(view, Voice::Customer, view.day()) {
        if view.as_of().in_last_days(answer.day(), 180) {
            latest.insert(answer.contact_id.as_ref(), &**answer);
        }
    }
    let moved = |answer: &SurveyResponse| {
        let of = latest.get(&answer.contact_id.as_ref());
        of.is_some_and(|counts| std::ptr::eq(*counts, answer))
    };
    let surveys = view.surveys().iter().map(|answer| {
        let answer: &SurveyResponse = answer;
        if moved(answer) {
            SurveyResponse {
                kind: SurveyKind::Pulse,
                score: *score,
                scale: None,
                ..answer.clone()
            }
        } else {
            answer.clone()
        }
    });
    let surveys: Vec<SurveyResponse> = surveys.collect();
    with(view, |account| account.surveys = Some(surveys))
}

/// The least score of a level, in whole points.
fn with_level(view: &View<'_>, to: &Value) -> Option<Account> {
    let Value::Text(level) = to else {
        return None;
    };
    let score = match &**level {
        "mid" => LOW + 1.0,
        "high" => HIGH,
        _ => return None,
    };
    with_score(view, &Value::Float(score))
}

/// Somebody answers today what was answered last.
fn with_responses(view: &View<'_>, to: &Value) -> Option<Account> {
    let (last, _) = answers(view, Voice::Customer, view.day()).next_back()?;
    let counted = answers(view, Voice::Customer, view.day());
    let recent = counted.filter(|(answer, _)| view.as_of().in_last_days(answer.day(), 180));
    let added = usize::try_from(int(to)?)
        .ok()?
        .checked_sub(recent.count())?;
    let number = 0..added;
    let answers = number.map(|number| SurveyResponse {
        id: Some(fresh(number)),
        at: Moment::Day(view.day()),
        ..SurveyResponse::clone(last)
    });
    with(view, |account| {
        account.surveys.get_or_insert_default().extend(answers);
    })
}

/// A name that nothing of the account has.
fn fresh(number: usize) -> Id {
    Id(format!("\u{1}{number}"))
}

/// The renewal opportunity of the primary contract stands so.
fn with_opportunity(view: &View<'_>, status: OpportunityStatus) -> Option<Account> {
    let contract = view.primary()?.id().clone();
    let won = status == OpportunityStatus::Won;
    let opportunity = Opportunity {
        id: fresh(0),
        pipeline: PipelineKind::Renewal,
        status: Some(status),
        opened_on: Some(view.day()),
        closed_on: won.then(|| view.day()),
        contract_id: Some(contract),
        ..Opportunity::default()
    };
    with(view, |account| {
        account
            .opportunities
            .get_or_insert_default()
            .push(opportunity);
    })
}

/// So many contacts of a kind on a day.
fn with_contacts(
    view: &View<'_>,
    kind: InteractionKind,
    count: usize,
    on: NaiveDate,
) -> Option<Account> {
    let contacts = (0..count).map(|number| Interaction {
        id: Some(fresh(number)),
        kind,
        at: Moment::Day(on),
        ..Interaction::default()
    });
    with(view, |account| {
        account
            .interactions
            .get_or_insert_default()
            .extend(contacts);
    })
}

fn with_contact_days_ago(view: &View<'_>, to: &Value) -> Option<Account> {
    let days = Days::new(u64::try_from(int(to)?).ok()?);
    let on = view.day().checked_sub_days(days)?;
    with_contacts(view, InteractionKind::Call, 1, on)
}

fn with_more(view: &View<'_>, kind: InteractionKind, to: &Value) -> Option<Account> {
    let recent = view.interactions().iter().filter(|interaction| {
        interaction.kind == kind && view.as_of().in_last_days(interaction.day(), 90)
    });
    let added = usize::try_from(int(to)?)
        .ok()?
        .checked_sub(recent.count())?;
    with_contacts(view, kind, added, view.day())
}

/// The interactions, of which the first so many that fit are changed.
fn with_changed(
    view: &View<'_>,
    to: &Value,
    fits: impl Fn(&Interaction, NaiveDate) -> bool,
    change: impl Fn(&mut Interaction),
) -> Option<Account> {
    let all = view.interactions();
    let count = all
        .iter()
        .filter(|interaction| fits(interaction, interaction.day()))
        .count();
    let mut left = surplus(count, to)?;
    let changed = all.iter().map(|interaction| {
        let mut copy = Interaction::clone(interaction);
        if left > 0 && fits(interaction, interaction.day()) {
            left -= 1;
            change(&mut copy);
        }
        copy
    });
    let changed: Vec<Interaction> = changed.collect();
    with(view, |account| account.interactions = Some(changed))
}

/// The oldest that went badly are made good.
fn with_fewer_negative(view: &View<'_>, to: &Value) -> Option<Account> {
    with_changed(
        view,
        to,
        |interaction, day| {
            interaction.sentiment == Some(Sentiment::Negative) && view.as_of().in_last_days(day, 90)
        },
        |interaction| interaction.sentiment = Some(Sentiment::Neutral),
    )
}

/// The oldest promises are kept, without a contact.
fn with_fewer_follow_ups(view: &View<'_>, to: &Value) -> Option<Account> {
    let last = view.last_contact();
    with_changed(
        view,
        to,
        |interaction, day| {
            interaction
                .follow_up_due
                .is_some_and(|due| due < view.day())
                && last.is_none_or(|last| last <= day)
        },
        |interaction| interaction.follow_up_due = None,
    )
}

/// Somebody at work takes the account over from today on: a sales person rather than another, the first by id.
fn with_owner(view: &View<'_>) -> Option<Account> {
    let owners = view.as_of().owners().iter();
    let at_work =
        owners.filter(|owner| at_work(view.as_of(), &owner.id) && Some(&owner.id) != view.owner());
    let owner = at_work.min_by_key(|owner| (owner.role != OwnerRole::Sales, &owner.id))?;
    let owner_id = owner.id.clone();
    with(view, |account| {
        let assignments = account.assignments.get_or_insert_default();
        assignments.push(Assignment {
            id: Some(fresh(0)),
            role: OwnerRole::Sales,
            owner_id,
            from: view.day(),
            to: None,
        });
    })
}

/// The account of an owner who left is taken over; one without an owner gets one.
fn with_somebody(view: &View<'_>) -> Option<Account> {
    match view.owner() {
        Some(_) => with_handover(view),
        None => with_owner(view),
    }
}

/// The owner's account is taken over in so many words.
fn with_handover(view: &View<'_>) -> Option<Account> {
    let handover = Handover {
        id: Some(fresh(0)),
        from: view.owner().cloned(),
        effective: view.day(),
        acknowledged_at: Some(view.day()),
        ..Handover::default()
    };
    with(view, |account| {
        account.handovers.get_or_insert_default().push(handover);
    })
}
