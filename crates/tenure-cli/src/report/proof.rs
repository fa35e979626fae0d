//! What the page says of its own scores: whether they would have told who left.

mod draw;

use chrono::NaiveDate;
use minijinja::{Value, context};
use serde::Serialize;
use tenure_insight::backtest::{
    Backtest, Estimate, History, Precision, ScoreRange, Settings, Step, Treatment, Tried, backtest,
    data_end,
};
use tenure_insight::{Error, ErrorKind};
use tenure_model::add_months;

use super::{Decided, value};
use crate::render::backtest::{FEW, Verdict, predicts};
use crate::render::text::{count, share};
use crate::render::words::Language;

/// How many days are decided anew, a month apart.
const DAYS: i64 = 12;
/// Of fewer accounts lost, or kept, nothing can be said.
const LEAST: usize = 10;

/// The section, or why there is none. What cannot be tried is no error of the page.
pub(super) fn told(decided: &Decided<'_>) -> Value {
    let proof = match tried(decided) {
        Ok(told) => shown(decided, &told),
        Err(why) => context! { why => why.text, detail => why.detail },
    };
    context! { proof }
}

/// Why nothing is shown: a sentence, and what was found, in the library's words.
struct Why {
    text: String,
    detail: Option<String>,
}

impl Why {
    fn new(text: String) -> Self {
        Self { text, detail: None }
    }
}

fn tried(decided: &Decided<'_>) -> Result<Backtest, Why> {
    let language = decided.language;
    let end = data_end(decided.accounts, decided.tenant).ok_or_else(|| no_history(language))?;
    // Nobody knows what came of customers after the day of the report.
    let end = end.on.min(decided.as_of);
    let days = days(end, decided.horizon).ok_or_else(|| no_history(language))?;
    let mut settings = Settings::new(days.0, days.1, Step::Months(1), decided.horizon);
    settings.currency = decided.currency;
    settings.by_rule = false;
    let history = History {
        accounts: decided.accounts,
        tenant: decided.tenant,
        losses: decided.losses,
    };
    let told = backtest(&history, &[decided.engine], &settings);
    let told = told.map_err(|error| refused(decided, end, &error))?;
    let kept = told.accounts_in_rows - told.accounts_lost;
    if told.accounts_lost < LEAST || kept < LEAST {
        return Err(too_few(decided, &told));
    }
    Ok(told)
}

/// The first and the last of the days: those whose horizon ends by the end of the data.
fn days(end: NaiveDate, horizon: Step) -> Option<(NaiveDate, NaiveDate)> {
    let last = horizon.before(end)?;
    Some((add_months(last, 1 - DAYS)?, last))
}

/// A horizon in words.
fn span(language: Language, step: Step) -> String {
    match (language, step) {
        (Language::En, step) => step.to_string(),
        (Language::Ko, Step::Days(days)) => format!("{days}일"),
        (Language::Ko, Step::Months(months)) => format!("{months}개월"),
    }
}

fn no_history(language: Language) -> Why {
    let text = language.pick(
        "The scores cannot be held against the past: nothing that happened is on record; an input with what happened in the \
         last two years makes it possible.",
        "과거와 대조할 수 없습니다. 날짜가 있는 기록이 없으며, 최근 2년의 기록이 담긴 자료가 있으면 대조할 수 있습니다.",
    );
    Why::new(text.to_owned())
}

fn refused(decided: &Decided<'_>, end: NaiveDate, error: &Error) -> Why {
    let (language, span) = (decided.language, span(decided.language, decided.horizon));
    let text = match (error.kind(), language) {
        (ErrorKind::TooLittle, Language::En) => format!(
            "The history is too short to hold the scores against it: no customer was on record {span} or more before {end}, where \
             the data ends; an older history or a shorter --horizon makes it possible."
        ),
        (ErrorKind::TooLittle, Language::Ko) => format!(
            "기록이 짧아 점수를 과거와 대조할 수 없습니다. 자료가 끝나는 {end}보다 {span} 이상 앞서 기록된 고객이 없습니다. 더 오래된 \
             기록이나 더 짧은 --horizon이 있으면 대조할 수 있습니다."
        ),
        (ErrorKind::Leak, _) => language
            .pick(
                "The scores were not held against the past, as something in the input tells of the outcome; with it taken out they \
                 can be.",
                "자료에 결과를 미리 알려 주는 항목이 있어 점수를 과거와 대조하지 않았습니다. 그 항목을 빼면 대조할 수 있습니다.",
            )
            .to_owned(),
        _ => language
            .pick(
                "The scores could not be held against the past; with this mended they can be.",
                "점수를 과거와 대조하지 못했습니다. 아래 문제를 고치면 대조할 수 있습니다.",
            )
            .to_owned(),
    };
    let detail = (error.kind() != ErrorKind::TooLittle).then(|| error.to_string());
    Why { text, detail }
}

fn too_few(decided: &Decided<'_>, told: &Backtest) -> Why {
    let (from, to) = ends(told);
    let (lost, all, days) = (told.accounts_lost, told.accounts_in_rows, told.days.len());
    let kept = all - lost;
    let span = span(decided.language, told.horizon);
    let text = match (decided.language, lost < LEAST) {
        (Language::En, true) => format!(
            "Too few losses to hold the scores against: of {all} customers on {days} days from {from} to {to}, {lost} were lost \
             within {span}; it takes {LEAST}, from an input that holds those who left as well, by --losses, or with a longer \
             --horizon."
        ),
        (Language::En, false) => format!(
            "Too few customers stayed to hold the scores against: {kept} of {all} on {days} days from {from} to {to}; it takes \
             {LEAST}, from an input with all customers, or with a shorter --horizon."
        ),
        (Language::Ko, true) => format!(
            "이탈이 적어 점수를 과거와 대조할 수 없습니다. {from}부터 {to}까지 {days}일에 고객 {all}곳 가운데 {span} 안에 이탈한 곳은 \
             {lost}곳입니다. {LEAST}곳 이상이면 대조할 수 있습니다. 떠난 고객도 자료에 넣거나, --losses로 이탈을 알려 주거나, 더 긴 \
             --horizon을 쓰십시오."
        ),
        (Language::Ko, false) => format!(
            "남은 고객이 적어 점수를 과거와 대조할 수 없습니다. {from}부터 {to}까지 {days}일에 고객 {all}곳 가운데 남은 곳은 {kept}곳입니다. \
             {LEAST}곳 이상이면 대조할 수 있습니다. 모든 고객을 자료에 넣거나 더 짧은 --horizon을 쓰십시오."
        ),
    };
    Why::new(text)
}

fn ends(told: &Backtest) -> (String, String) {
    let day = |day: Option<&NaiveDate>| day.map(NaiveDate::to_string).unwrap_or_default();
    (day(told.days.first()), day(told.days.last()))
}

fn shown(decided: &Decided<'_>, told: &Backtest) -> Value {
    let Some(tried) = told.rulebooks.first() else {
        return Value::from(());
    };
    let (from, to) = ends(told);
    let compares = predicts(told, tried);
    let top = tried.measures.lift.first();
    let basis = context! {
        days => told.days.len(), from, to,
        span => span(decided.language, told.horizon),
        scores => count(told.rows), customers => count(told.accounts_in_rows),
        lost => count(told.lost), customers_lost => count(told.accounts_lost),
        rate => share(told.lost as f64 / told.rows as f64),
        rough => told.accounts_lost < FEW,
        losses_told => told.losses_told,
        data_end => told.data_end.on.to_string(),
        resamples => count(told.resamples),
        as_today => as_today(told),
    };
    let answers = context! {
        verdict => verdict(tried.measures.auc.as_ref()),
        auc => auc(tried),
        by_score => by_score(&tried.scores),
        ranges => value(ranges(&tried.scores)),
        captured => top.map(|top| share(top.captured)),
        times => top.map(|top| format!("{:.1}", top.lift)),
        times_ends => tried.measures.top_decile_lift.as_ref().and_then(|lift| between(lift, 1)),
        tenths => value(tenths(tried)),
        compares,
        calibrated => tried.calibrated,
        months => tried.horizon_months,
        bars => value(draw::bars(&tried.scores, compares)),
        curve => value(draw::curve(&tried.measures.lift)),
    };
    context! { ..basis, ..answers }
}

/// Fields without a history that were read as they stand today.
fn as_today(told: &Backtest) -> String {
    let fields = told.fields.iter();
    let fields = fields.filter(|field| field.treatment == Treatment::AsToday);
    let names: Vec<&str> = fields.map(|field| field.field.as_ref()).collect();
    names.join(", ")
}

/// What the interval of an area under the curve says of it.
fn verdict(auc: Option<&Estimate>) -> &'static str {
    match Verdict::of(auc) {
        Verdict::Undefined | Verdict::Unproven => "unknown",
        Verdict::Chance => "chance",
        Verdict::Better => "better",
        Verdict::Worse => "worse",
    }
}

/// The ends of an interval, with so many decimals.
fn between(estimate: &Estimate, decimals: usize) -> Option<Vec<String>> {
    let (low, high) = estimate.low.zip(estimate.high)?;
    Some([low, high].map(|end| format!("{end:.decimals$}")).to_vec())
}

/// The area under the curve, as a number and as times in a hundred.
fn auc(tried: &Tried) -> Option<Value> {
    let auc = tried.measures.auc.as_ref()?;
    let hundred = |share: f64| 100.0 * share;
    let times = Estimate {
        value: hundred(auc.value),
        low: auc.low.map(hundred),
        high: auc.high.map(hundred),
    };
    Some(context! {
        value => format!("{:.3}", auc.value),
        ends => between(auc, 3),
        times => format!("{:.0}", times.value),
        times_ends => between(&times, 0),
    })
}

#[derive(Serialize)]
struct Range {
    name: String,
    scores: String,
    customers: String,
    lost: String,
    rate: String,
    interval: String,
    said: String,
}

/// The bounds of a range, in percent.
fn name(range: &ScoreRange) -> String {
    format!("{}–{} %", range.from_bp / 100, range.to_bp / 100)
}

/// The ends of the interval of what was lost, in percent.
fn interval(seen: &Precision) -> String {
    format!("{:.1}–{:.1} %", 100.0 * seen.low, 100.0 * seen.high)
}

fn row(range: &ScoreRange) -> Range {
    let seen = &range.seen;
    Range {
        name: name(range),
        scores: count(seen.rows),
        customers: count(seen.accounts),
        lost: count(seen.lost),
        rate: share(seen.rate),
        interval: interval(seen),
        said: share(range.said),
    }
}

fn ranges(scores: &[ScoreRange]) -> Vec<Range> {
    scores.iter().map(row).collect()
}

/// The riskiest range of which enough customers tell, and the safest one.
fn by_score(scores: &[ScoreRange]) -> Option<Value> {
    let full = |range: &&ScoreRange| range.seen.accounts >= LEAST;
    let high = scores.iter().rev().find(full)?;
    let low = scores.iter().find(full)?;
    let low = (low.from_bp < high.from_bp).then(|| value(row(low)));
    Some(context! { high => value(row(high)), low })
}

#[derive(Serialize)]
struct Tenth {
    name: String,
    captured: String,
    times: String,
}

fn tenths(tried: &Tried) -> Vec<Tenth> {
    let all = tried.measures.lift.iter();
    all.map(|part| Tenth {
        name: format!("{} %", 10 * part.group),
        captured: share(part.captured),
        times: format!("{:.2}", part.lift),
    })
    .collect()
}
