//! A counterexample told to somebody who knows customers and no rulebook.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use chrono::NaiveDate;
use serde_json::{Map, Value as Json, json};
use tenure_core::decision::Decision;

use super::bench::is_date;
use super::check::{Broken, Other};
use super::example::Example;

/// The smallest account that was found to break a property.
#[derive(Debug, Clone)]
pub struct Counterexample {
    /// The property, by its name.
    pub property: String,
    /// What is wrong, in a sentence.
    pub what: String,
    /// The account, its tenant and the day.
    pub example: Example,
    /// All of it in words: what the account holds, what was changed, what came out, and why.
    pub story: String,
    /// Whether the account breaks the property by itself; not so where all accounts are judged together.
    pub by_itself: bool,
}

impl Counterexample {
    pub(super) fn new(property: &str, example: &Example, broken: &Broken) -> Self {
        Self {
            property: property.to_owned(),
            what: broken.what.clone(),
            example: example.clone(),
            story: story(example, broken),
            by_itself: true,
        }
    }

    /// One of the accounts that break a property together.
    pub(super) fn one_of_many(property: &str, example: &Example, broken: &Broken) -> Self {
        Self {
            by_itself: false,
            ..Self::new(property, example, broken)
        }
    }

    /// It was seen once, and not again.
    pub(super) fn gone(property: &str, example: &Example) -> Self {
        let what = "it failed once, and did not when it was tried again: the answer is not always the same";
        Self {
            property: property.to_owned(),
            what: what.to_owned(),
            example: example.clone(),
            story: format!("{what}\n\n{}", holds(example)),
            by_itself: true,
        }
    }

    /// The counterexample as JSON: what a [`Witness`](super::Witness) holds, and the story.
    pub fn to_json(&self) -> Json {
        json!({
            "was": self.what,
            "as_of": self.example.as_of.to_string(),
            "turn": self.example.turn,
            "account": self.example.account,
            "tenant": self.example.tenant,
            "story": self.story,
        })
    }
}

fn story(example: &Example, broken: &Broken) -> String {
    let mut out = format!("{}\n\n{}", broken.what, holds(example));
    if let Some(other) = &broken.other {
        let _ = write!(out, "\nthen: {}\n", other.by);
        if let Some(changed) = &other.example {
            out.push_str(&changes(example, changed));
        }
    }
    let other = broken.other.as_ref();
    let _ = write!(out, "\n{}", came_out(&broken.first, other));
    out.push_str(&gave(&broken.first, other));
    out.push_str(&to_do(&broken.first, other));
    out
}

/// What an account holds, a line a record.
pub(crate) fn holds(example: &Example) -> String {
    let mut out = format!("the account on {}\n", example.as_of);
    for (side, members) in [("", &example.account), ("tenant: ", &example.tenant)] {
        for (name, value) in members.iter().filter(|(name, _)| *name != "id") {
            lines(&mut out, &format!("{side}{name}"), value, example.as_of);
        }
    }
    if out.lines().count() == 1 {
        out.push_str("  nothing is known of it\n");
    }
    out
}

fn lines(out: &mut String, name: &str, value: &Json, day: NaiveDate) {
    match value {
        Json::Array(records) if records.is_empty() => {
            let _ = writeln!(out, "  {name}: none");
        }
        Json::Array(records) => {
            for record in records {
                let _ = writeln!(out, "  {name}: {}", record_words(record, day));
            }
        }
        value => {
            let _ = writeln!(out, "  {name}: {}", words(value, day));
        }
    }
}

/// A record in one line: its id first, then its fields.
fn record_words(record: &Json, day: NaiveDate) -> String {
    let Some(fields) = record.as_object() else {
        return words(record, day);
    };
    let id = fields.get("id").and_then(Json::as_str).map(str::to_owned);
    let rest = fields
        .iter()
        .filter(|(name, value)| *name != "id" && !value.is_null());
    let rest = rest.map(|(name, value)| format!("{name} {}", words(value, day)));
    let all: Vec<String> = id.into_iter().chain(rest).collect();
    all.join(", ")
}

fn words(value: &Json, day: NaiveDate) -> String {
    match value {
        Json::String(text) if is_date(text) => date(text, day),
        Json::String(text) => text.clone(),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| words(item, day)).collect();
            items.join(" and ")
        }
        Json::Object(fields) => money(fields).unwrap_or_else(|| {
            let fields = fields
                .iter()
                .map(|(name, value)| format!("{name} {}", words(value, day)));
            format!("({})", fields.collect::<Vec<_>>().join(", "))
        }),
        Json::Number(number) => {
            let whole = number
                .as_f64()
                .filter(|float| float.fract() == 0.0 && float.abs() < 1e15);
            whole.map_or_else(|| number.to_string(), |whole| format!("{whole}"))
        }
        Json::Null | Json::Bool(_) => value.to_string(),
    }
}

fn money(fields: &Map<String, Json>) -> Option<String> {
    let (minor, currency) = (
        fields.get("minor")?.as_i64()?,
        fields.get("currency")?.as_str()?,
    );
    (fields.len() == 2).then(|| format!("{minor} minor units of {currency}"))
}

/// A day, and how far it is from the one that is looked at.
fn date(text: &str, day: NaiveDate) -> String {
    let Some(on) = text.get(..10).and_then(|on| on.parse::<NaiveDate>().ok()) else {
        return text.to_owned();
    };
    match day.signed_duration_since(on).num_days() {
        0 => format!("{text} (that day)"),
        1 => format!("{text} (the day before)"),
        ago @ 2.. => format!("{text} ({ago} days before)"),
        ahead => format!("{text} (in {} days)", -ahead),
    }
}

/// What differs between two accounts, a line a change.
fn changes(from: &Example, to: &Example) -> String {
    let mut out = String::new();
    if from.as_of != to.as_of {
        let _ = writeln!(out, "  the day: {} -> {}", from.as_of, to.as_of);
    }
    for (side, from_side, to_side) in [
        ("", &from.account, &to.account),
        ("tenant: ", &from.tenant, &to.tenant),
    ] {
        let names: BTreeSet<&String> = from_side.keys().chain(to_side.keys()).collect();
        for name in names {
            let (before, after) = (from_side.get(name), to_side.get(name));
            if before != after {
                change(&mut out, &format!("{side}{name}"), before, after, to.as_of);
            }
        }
    }
    out
}

fn change(
    out: &mut String,
    name: &str,
    before: Option<&Json>,
    after: Option<&Json>,
    day: NaiveDate,
) {
    let (Some(Json::Array(before)), Some(Json::Array(after))) = (before, after) else {
        let told = |value: Option<&Json>| match value {
            None => "not known".to_owned(),
            Some(Json::Array(records)) => format!("{} known", records.len()),
            Some(value) => words(value, day),
        };
        let _ = writeln!(out, "  {name}: {} -> {}", told(before), told(after));
        return;
    };
    for gone in before.iter().filter(|record| !after.contains(record)) {
        let _ = writeln!(out, "  - {name}: {}", record_words(gone, day));
    }
    for new in after.iter().filter(|record| !before.contains(record)) {
        let _ = writeln!(out, "  + {name}: {}", record_words(new, day));
    }
}

fn came_out(first: &Decision, other: Option<&Other>) -> String {
    let told = |decision: &Decision| {
        let risk = &decision.risk;
        let (whole, hundredths) = (risk.probability_bp / 100, risk.probability_bp % 100);
        format!(
            "{:+} points, {whole}.{hundredths:02} %, {}",
            risk.points, risk.band
        )
    };
    match other {
        None => format!("what came out: {}\n", told(first)),
        Some(other) => format!(
            "what came out\n  before: {}\n  then:   {}\n",
            told(first),
            told(&other.decision)
        ),
    }
}

/// Which rules gave points, before and then.
fn gave(first: &Decision, other: Option<&Other>) -> String {
    let mut out = String::new();
    let by_rule = |decision: &Decision| {
        let mut rules: Vec<(String, i64, String)> = Vec::new();
        for one in &decision.contributions {
            let place = match &one.entity {
                Some(entity) => format!("{} [{entity}]", one.rule),
                None => one.rule.clone(),
            };
            let reason = one.reason.get("en").or(one.reason.values().next());
            rules.push((place, one.points, reason.cloned().unwrap_or_default()));
        }
        rules
    };
    let before = by_rule(first);
    let after = other
        .map(|other| by_rule(&other.decision))
        .unwrap_or_default();
    let names = before.iter().chain(&after).map(|(name, _, _)| name);
    let mut seen: Vec<&String> = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    if seen.is_empty() {
        return "no rule gave points\n".to_owned();
    }
    out.push_str(if other.is_some() {
        "rules that gave points, before and then\n"
    } else {
        "rules that gave points\n"
    });
    let width = seen.iter().map(|name| name.len()).max().unwrap_or(0);
    for name in seen {
        let of =
            |rules: &[(String, i64, String)]| rules.iter().find(|(one, _, _)| one == name).cloned();
        let (one, two) = (of(&before), of(&after));
        let points = |rule: &Option<(String, i64, String)>| {
            rule.as_ref()
                .map_or_else(|| "-".to_owned(), |(_, points, _)| format!("{points:+}"))
        };
        let reason = two
            .as_ref()
            .or(one.as_ref())
            .map(|(_, _, reason)| reason.clone())
            .unwrap_or_default();
        let line = if other.is_some() {
            format!(
                "  {name:width$} {:>5} {:>5}  {reason}",
                points(&one),
                points(&two)
            )
        } else {
            format!("  {name:width$} {:>5}  {reason}", points(&one))
        };
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// What is to be done: all of it where there is one answer, what differs where there are two.
fn to_do(first: &Decision, other: Option<&Other>) -> String {
    let named = |decision: &Decision| -> Vec<String> {
        let actions = decision.actions.iter().map(|action| {
            let about = action.entity.as_deref().or(action.contract_id.as_deref());
            let new = if action.new { "" } else { " (open before)" };
            let about = about.map_or_else(String::new, |about| format!(" [{about}]"));
            format!("{} {}{about}{new}", action.action, action.kind)
        });
        actions.collect()
    };
    let before = named(first);
    let Some(other) = other else {
        return if before.is_empty() {
            String::new()
        } else {
            format!("to be done: {}\n", before.join("; "))
        };
    };
    let after = named(&other.decision);
    let only = |one: &[String], two: &[String]| -> Vec<String> {
        one.iter()
            .filter(|name| !two.contains(name))
            .cloned()
            .collect()
    };
    let mut out = String::new();
    for (word, list) in [
        ("only before", only(&before, &after)),
        ("only then", only(&after, &before)),
    ] {
        if !list.is_empty() {
            let _ = writeln!(out, "to be done {word}: {}", list.join("; "));
        }
    }
    out
}
