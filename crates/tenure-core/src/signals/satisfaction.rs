//! Satisfaction: what the customer answered, and what the tenant's own people think.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use tenure_columns::Cell;
use tenure_model::{ContactRole, Id, Scale, SurveyKind, SurveyResponse, Voice};

use super::line::{Line, lines};
use super::seen::Seen;
use super::sums::count;
use super::view::View;

/// The words of `satisfaction.level`.
pub const LEVELS: &[&str] = &["low", "mid", "high"];

/// Up to this score satisfaction is low.
pub(super) const LOW: f64 = 40.0;
/// From this score on satisfaction is high.
pub(super) const HIGH: f64 = 70.0;

/// Days for which an answer counts.
const VALID: i64 = 180;

pub(super) const LINES: &[Line] = lines! {
    "satisfaction.score" Account Float "0 to 100" Up ["surveys"] valid 180,
        "satisfaction, from each respondent's latest answer",
        "each answer of the customer's own voice is put on 0 to 100: (score - min) / (max - min) x 100, taken from 100 where lower is better, held within 0 to 100, scales nps 0-10, csat 1-5, ces 1-7, pulse 0-100, custom its own (one without a scale, or whose max - min is not a finite number above 0, is left out: not usable); of each respondent (`contact_id`; all answers without one are one respondent) the latest of the last 180 days counts; the score is the smaller of their mean (summed in the order of `contact_id`, none first) and the smallest among contacts of role `economic_buyer`; stale if all usable answers are older; unknown if there are none"
        => score;
    "satisfaction.level" Account Text "" Up ["surveys"] valid 180 words LEVELS,
        "satisfaction in three levels",
        "low for a score of 40 or less, high from 70, else mid; missing as the score is"
        => level;
    "satisfaction.drop" Account Float "0 to 100" Down ["surveys"],
        "how far satisfaction fell at the latest answer",
        "the score as it was on the day before the latest answer (of the customer's voice, on a usable scale) minus the score of the day, 0 where it rose; n/a if there is no such answer before that day, as nothing can have fallen; unknown where either score is not known"
        => drop;
    "satisfaction.days_since" Account Int "days" Down ["surveys"],
        "days since the latest answer",
        "days from the latest answer of the customer's voice to the day, on a usable scale or not; n/a if there is none"
        => days_since;
    "satisfaction.responses" Account Int "count" Up ["surveys"],
        "answers of the last 180 days",
        "answers of the customer's voice in the last 180 days"
        => responses;
    "satisfaction.internal" Account Float "0 to 100" None ["surveys"] valid 180,
        "what the tenant's own people think",
        "the latest answer of voice `internal`, on a usable scale, in the last 180 days, put on 0 to 100; stale if all such answers are older; unknown if there are none"
        => internal;
};

fn voice(response: &SurveyResponse) -> Voice {
    response.source.unwrap_or(Voice::Customer)
}

/// A value put on 0 to 100; `None` on a scale that is not usable.
pub(super) fn percent(value: f64, scale: &Scale) -> Option<f64> {
    let width = scale.max - scale.min;
    if !width.is_finite() || width <= 0.0 {
        return None;
    }
    let share = (value - scale.min) / width * 100.0;
    let better = if scale.higher_is_better == Some(false) {
        100.0 - share
    } else {
        share
    };
    Some(better.clamp(0.0, 100.0))
}

fn of_scale(min: f64, max: f64) -> Option<Scale> {
    Some(Scale {
        min,
        max,
        higher_is_better: None,
    })
}

/// An answer on 0 to 100; `None` on a scale that is not usable.
fn answer(response: &SurveyResponse) -> Option<f64> {
    let scale = match response.kind {
        SurveyKind::Nps => of_scale(0.0, 10.0),
        SurveyKind::Csat => of_scale(1.0, 5.0),
        SurveyKind::Ces => of_scale(1.0, 7.0),
        SurveyKind::Pulse => of_scale(0.0, 100.0),
        SurveyKind::Custom => response.scale.clone(),
    };
    percent(response.score, &scale?)
}

/// The answers of a voice on usable scales, up to a day, with what they say; the latest last.
pub(super) fn answers<'v>(
    view: &'v View<'_>,
    of: Voice,
    until: NaiveDate,
) -> impl DoubleEndedIterator<Item = (&'v Seen<'v, SurveyResponse>, f64)> {
    let surveys = view.surveys();
    let seen = surveys.partition_point(|response| response.day() <= until);
    surveys
        .iter()
        .take(seen)
        .filter(move |response| voice(response) == of)
        .filter_map(|response| Some((response, answer(response)?)))
}

/// The score as it was on a day.
fn score_on(view: &View<'_>, day: NaiveDate) -> Cell<f64> {
    let mut latest: BTreeMap<Option<&Id>, f64> = BTreeMap::new();
    let mut older = false;
    for (response, value) in answers(view, Voice::Customer, day) {
        if (day - response.day()).num_days() < VALID {
            latest.insert(response.contact_id.as_ref(), value);
        } else {
            older = true;
        }
    }
    if latest.is_empty() {
        return if older { Cell::Stale } else { Cell::Unknown };
    }
    let mean = latest.values().fold(0.0, |sum, value| sum + value) / latest.len() as f64;
    let deciders = latest
        .iter()
        .filter(|(id, _)| id.is_some_and(|id| decides(view, id)));
    Cell::Known(deciders.fold(mean, |least, (_, value)| least.min(*value)))
}

fn decides(view: &View<'_>, id: &Id) -> bool {
    let contacts = view.contacts();
    contacts
        .binary_search_by(|contact| contact.id.cmp(id))
        .ok()
        .and_then(|index| contacts.get(index))
        .is_some_and(|contact| contact.role == Some(ContactRole::EconomicBuyer))
}

fn score(view: &View<'_>) -> Cell<f64> {
    score_on(view, view.day())
}

fn level(view: &View<'_>) -> Cell<&'static str> {
    level_on(view, view.day())
}

/// The level as it was on a day.
pub(crate) fn level_on(view: &View<'_>, day: NaiveDate) -> Cell<&'static str> {
    score_on(view, day).map(|score| match score {
        low if low <= LOW => "low",
        high if high >= HIGH => "high",
        _ => "mid",
    })
}

fn drop(view: &View<'_>) -> Cell<f64> {
    let Some((latest, _)) = answers(view, Voice::Customer, view.day()).next_back() else {
        return Cell::Unknown;
    };
    let before = latest.day().checked_sub_days(Days::new(1));
    let Some(before) = before.filter(|day| answers(view, Voice::Customer, *day).next().is_some())
    else {
        return Cell::NotApplicable;
    };
    match (score_on(view, before), score(view)) {
        (Cell::Known(before), Cell::Known(now)) => Cell::Known((before - now).max(0.0)),
        _ => Cell::Unknown,
    }
}

fn of_customer(view: &View<'_>) -> impl DoubleEndedIterator<Item = NaiveDate> {
    view.surveys()
        .iter()
        .filter(|response| voice(response) == Voice::Customer)
        .map(Seen::day)
}

fn days_since(view: &View<'_>) -> Cell<i64> {
    let latest = of_customer(view).next_back();
    Cell::or_not_applicable(latest.map(|day| view.as_of().days_since(day)))
}

fn responses(view: &View<'_>) -> Cell<i64> {
    Cell::Known(count(
        of_customer(view).filter(|day| view.as_of().in_last_days(*day, VALID)),
    ))
}

fn internal(view: &View<'_>) -> Cell<f64> {
    match answers(view, Voice::Internal, view.day()).next_back() {
        None => Cell::Unknown,
        Some((response, value)) if view.as_of().in_last_days(response.day(), VALID) => {
            Cell::Known(value)
        }
        Some(_) => Cell::Stale,
    }
}
