//! Rulebook texts.

use std::fmt;

use tenure_rules::{Scope, SignalType};

use super::condition::{condition, expression};
use super::vocabulary::{CUSTOM, Vocabulary};
use crate::source::Source;

/// A rulebook's text, entry by entry, so that entries can be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulebookText {
    /// `[rulebook]`, `[risk]`, the custom signals and groups.
    pub head: String,
    /// `[[derive]]`, in order.
    pub derives: Vec<String>,
    /// `[[rule]]`.
    pub rules: Vec<String>,
    /// `[[overlay]]`.
    pub overlays: Vec<String>,
}

impl fmt::Display for RulebookText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.head)?;
        for entry in self.derives.iter().chain(&self.rules).chain(&self.overlays) {
            write!(f, "\n{entry}")?;
        }
        Ok(())
    }
}

/// A rulebook of at least 8 rules of several scopes, with capped groups, an overlay, derived names and custom signals.
pub fn rulebook(source: &mut Source<'_>) -> RulebookText {
    let with_currency = source.chance(75);
    let mut vocabulary = Vocabulary::full(with_currency);
    let head = head(source, with_currency);
    let derives = (0..1 + source.below(3))
        .map(|number| derive(source, &mut vocabulary, number))
        .collect();
    let count = 8 + source.below(4);
    let rules = (0..count)
        .map(|number| rule(source, &vocabulary, number))
        .collect();
    let overlays = (0..1 + source.below(2))
        .map(|_| overlay(source, &vocabulary, count))
        .collect();
    RulebookText {
        head,
        derives,
        rules,
        overlays,
    }
}

fn head(source: &mut Source<'_>, with_currency: bool) -> String {
    let currency = if with_currency {
        format!("currency = \"{}\"\n", source.word(&["KRW", "USD", "EUR"]))
    } else {
        String::new()
    };
    let low = source.between(500, 2_000);
    let medium = low + source.between(500, 3_000);
    let high = medium + source.between(500, 3_000);
    let mut head = format!(
        "[rulebook]\nid = \"generated\"\nversion = \"1.0.0\"\nlanguage = 1\n{currency}\n\
         [risk]\nprior = {}\nhorizon_months = 12\npdo = {}\n\
         bands = [ {{ name = \"low\", below = {low} }}, {{ name = \"medium\", below = {medium} }}, \
         {{ name = \"high\", below = {high} }}, {{ name = \"critical\" }} ]\n\
         min_coverage = {}\nhysteresis = {}\n",
        source
            .pick(&[2_500, 1, 5_000, 9_999, 1_234])
            .copied()
            .unwrap_or(2_500),
        source.pick(&[20, 1, 3, 7, 40]).copied().unwrap_or(20),
        source.pick(&[0, 5_000, 2_000, 3_000]).copied().unwrap_or(0),
        source.pick(&[300, 0, 1_000]).copied().unwrap_or(300),
    );
    head.push_str(&calibration(source));
    head.push_str(&custom_signals());
    head.push_str(&groups(source));
    head
}

/// What points meant, in a quarter of the rulebooks: knots at any distance, of which some do not rise.
fn calibration(source: &mut Source<'_>) -> String {
    if !source.chance(25) {
        return String::new();
    }
    let (mut points, mut probability) = (source.between(-80, 0), source.between(0, 3_000));
    let mut knots = Vec::new();
    for _ in 0..2 + source.below(5) {
        knots.push(format!(
            "{{ points = {points}, probability = {probability} }}"
        ));
        points += source.between(1, 50);
        probability = (probability + source.between(0, 3_000)).min(10_000);
    }
    let method = ["isotonic", "platt"][knots.len() % 2];
    let knots = knots.join(", ");
    format!("\n[calibration]\nmethod = \"{method}\"\nknots = [ {knots} ]\n")
}

/// A rulebook that declares the custom signals and nothing else.
pub fn custom_rulebook() -> String {
    format!(
        "[rulebook]\nid = \"generated\"\nversion = \"1.0.0\"\nlanguage = 1\n\n\
         [risk]\nprior = 2500\nhorizon_months = 12\npdo = 20\n\
         bands = [ {{ name = \"low\", below = 3500 }}, {{ name = \"high\" }} ]\n\
         min_coverage = 0\n{}",
        custom_signals()
    )
}

fn custom_signals() -> String {
    let mut text = String::new();
    for custom in CUSTOM {
        let valid = custom
            .valid_for_days
            .map_or_else(String::new, |days| format!("valid_for_days = {days}\n"));
        text.push_str(&format!(
            "\n[[signal]]\nname = \"custom.{}\"\ntype = \"{}\"\n{valid}",
            custom.name,
            custom.ty.as_str()
        ));
    }
    text
}

fn groups(source: &mut Source<'_>) -> String {
    let mut text = String::new();
    for (id, mode) in [("first", "sum"), ("second", "max"), ("third", "sum")] {
        let cap = match id {
            "first" => format!("cap = {}\n", source.between(3, 30)),
            _ => source
                .maybe(50, |source| format!("cap = {}\n", source.between(0, 40)))
                .unwrap_or_default(),
        };
        text.push_str(&format!(
            "\n[[group]]\nid = \"{id}\"\nmode = \"{mode}\"\n{cap}"
        ));
    }
    text
}

fn derive(source: &mut Source<'_>, vocabulary: &mut Vocabulary, number: usize) -> String {
    let ty = source
        .pick(&[
            SignalType::Int,
            SignalType::Float,
            SignalType::Bool,
            SignalType::Text,
        ])
        .copied()
        .unwrap_or(SignalType::Int);
    let scope = if source.chance(20) {
        Scope::Contract
    } else {
        Scope::Account
    };
    let name = format!("derived_{number}");
    let mut value = expression(source, vocabulary, scope, ty);
    if ty == SignalType::Text {
        // A text that can be any: names in conditions are taken for open ones.
        value = format!("custom.word + ({value})");
    }
    vocabulary.add_derived(&name, ty, scope);
    format!("[[derive]]\nname = \"{name}\"\nvalue = '{value}'\n")
}

fn points(source: &mut Source<'_>) -> i64 {
    match source.below(10) {
        0 => 0,
        1 => source.between(-200, 200),
        _ => source.between(-30, 30),
    }
}

fn scope(source: &mut Source<'_>) -> Scope {
    match source.below(20) {
        0..12 => Scope::Account,
        12..15 => Scope::Contract,
        15..17 => Scope::Complaint,
        17 => Scope::Opportunity,
        18 => Scope::Offer,
        _ => Scope::Tenant,
    }
}

fn rule(source: &mut Source<'_>, vocabulary: &Vocabulary, number: usize) -> String {
    let scope = scope(source);
    let mut text = format!("[[rule]]\nid = \"rule-{number}\"\n");
    if scope != Scope::Account || source.chance(20) {
        text.push_str(&format!("scope = \"{}\"\n", scope.as_str()));
    }
    if source.chance(60) {
        let group = source.word(&["first", "second", "third"]);
        text.push_str(&format!("group = \"{group}\"\n"));
    }
    if source.chance(5) {
        text.push_str("enabled = false\n");
    }
    text.push_str(&if source.chance(35) {
        bins(source, vocabulary, scope)
    } else {
        let condition = condition(source, vocabulary, scope);
        format!("when = '{condition}'\npoints = {}\n", points(source))
    });
    text.push_str("reason = { en = \"because\", ko = \"때문에\" }\n");
    text
}

fn bins(source: &mut Source<'_>, vocabulary: &Vocabulary, scope: Scope) -> String {
    let signals: Vec<_> = vocabulary
        .seen_from(scope)
        .into_iter()
        .filter(|word| word.is_signal)
        .collect();
    // Half of them on signals that can be stale.
    let fresh: Vec<_> = signals
        .iter()
        .copied()
        .filter(|word| {
            word.name.starts_with("satisfaction.s")
                || word.name.starts_with("satisfaction.l")
                || ["custom.more", "custom.other", "custom.mark", "custom.name"]
                    .contains(&word.name.as_str())
        })
        .collect();
    let from = if fresh.is_empty() || source.chance(50) {
        &signals
    } else {
        &fresh
    };
    let Some(signal) = source.pick(from).copied() else {
        return "when = 'true'\npoints = 1\n".to_owned();
    };
    let mut bins: Vec<String> = known_bins(source, signal.ty, signal.words.as_deref())
        .into_iter()
        .map(|test| format!("{{ {test}, points = {} }}", points(source)))
        .collect();
    for state in ["stale", "unknown", "not_applicable"] {
        let can_be = state != "stale" || fresh.iter().any(|word| word.name == signal.name);
        if can_be && source.chance(30) {
            bins.push(format!("{{ {state} = true, points = {} }}", points(source)));
        }
    }
    if source.chance(70) {
        bins.push(format!("{{ points = {} }}", points(source)));
    }
    format!(
        "signal = \"{}\"\nbins = [ {} ]\n",
        signal.name,
        bins.join(", ")
    )
}

fn known_bins(source: &mut Source<'_>, ty: SignalType, words: Option<&[String]>) -> Vec<String> {
    let count = 1 + source.below(3);
    match ty {
        SignalType::Int => {
            let mut below = source.between(-5, 20);
            (0..count)
                .map(|_| {
                    let bin = format!("below = {below}");
                    below += source.between(1, 100);
                    bin
                })
                .collect()
        }
        SignalType::Float => {
            let mut below = source.between(-4, 40);
            (0..count)
                .map(|_| {
                    let bin = format!("below = {:?}", below as f64 / 4.0);
                    below += source.between(1, 100);
                    bin
                })
                .collect()
        }
        SignalType::Bool => vec![format!("is = {}", source.chance(50))],
        SignalType::Text => text_bins(source, words),
    }
}

fn text_bins(source: &mut Source<'_>, words: Option<&[String]>) -> Vec<String> {
    let own = ["saas", "ab", "", "EU", "core", "smb", "서울"];
    let all: Vec<&str> = match words {
        Some(words) => words.iter().map(String::as_str).collect(),
        None => own.to_vec(),
    };
    let first = source.below(all.len());
    let Some((word, rest)) = all.get(first..).and_then(<[&str]>::split_first) else {
        return Vec::new();
    };
    match rest {
        // Some words of a closed list must be left for the bins that take any.
        [second, third, ..] if all.len() > 3 => vec![
            format!("is = \"{word}\""),
            format!("is = [\"{second}\", \"{third}\"]"),
        ],
        _ => vec![format!("is = \"{word}\"")],
    }
}

fn overlay(source: &mut Source<'_>, vocabulary: &Vocabulary, rules: usize) -> String {
    let condition = condition(source, vocabulary, Scope::Account);
    let target = if source.chance(60) {
        format!("group = \"{}\"", source.word(&["first", "second", "third"]))
    } else {
        format!("rule = \"rule-{}\"", source.below(rules))
    };
    let by = source.word(&["13/10", "1/3", "3/2", "0/1", "7/5", "1/2"]);
    format!("[[overlay]]\nwhen = '{condition}'\nscale = {{ {target}, by = \"{by}\" }}\n")
}
