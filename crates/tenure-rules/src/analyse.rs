//! What is sound as a text and still not what its author means: conditions that never hold, bins that nothing falls into,
//! caps that cut nothing, actions that nobody does.
//!
//! Each condition is turned into the regions where it is true, false or neither, over intervals of numbers and sets of
//! words for each signal. A region may come out too large and never too small, so that what is found empty is empty;
//! where too much would have to be kept apart nothing is said. What claims that something *can* happen says for which
//! values, and is a [`Claim`] that whoever has the engine puts to the test.

mod actions;
mod bins;
mod compare;
mod conditions;
mod domain;
mod ladders;
mod places;
mod points;
mod region;
mod set;
mod terms;
#[cfg(test)]
mod tests;
mod texts;
mod truth;

use tenure_columns::Value;

use crate::dictionary::SignalId;
use crate::error::{Diagnostic, DiagnosticLevel, Place};
use crate::expr::Span;
use crate::rulebook::Rulebook;

pub use actions::SELLING_KINDS;
pub use domain::is_possible;
pub use places::Places;
pub use points::points_of_group;
pub use terms::Assumed;

use places::At;
use truth::Reasoner;

/// What signals are taken to be, all at once.
pub type Way = Vec<(SignalId, Assumed)>;

/// Something about a rulebook that its author may not mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The sentence, its code, its place and the way out; always a warning.
    pub diagnostic: Diagnostic,
    /// What it says about accounts.
    pub claim: Claim,
}

/// What a finding says about accounts.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Claim {
    /// It holds of every account, by the text alone.
    Proved,
    /// Some account gets points by both of these rules.
    BothCount {
        /// The rules.
        rules: [String; 2],
        /// How that may come about.
        ways: Vec<Way>,
    },
    /// Of some account a signal has this value, and neither rule gives points.
    NeitherCounts {
        /// The rules.
        rules: [String; 2],
        /// The signal.
        signal: SignalId,
        /// The value.
        value: Value,
    },
    /// Of some account a signal has this value, and it falls into no bin of a rule.
    NoBin {
        /// The rule.
        rule: String,
        /// The signal.
        signal: SignalId,
        /// The value.
        value: Value,
    },
    /// Both actions are proposed for some account.
    Together {
        /// The actions.
        actions: [String; 2],
        /// The kind of the first one's step that is meant; `None` for any.
        kind: Option<String>,
        /// How that may come about.
        ways: Vec<Way>,
    },
}

/// Looks through a checked rulebook; what is found comes in the order of the text.
///
/// What the checker says itself is not said again.
///
/// ```
/// use tenure_rules::{Dictionary, Loader, analyse};
///
/// let text = r#"
/// [rulebook]
/// id = "odd"
/// version = "1.0.0"
/// language = 1
///
/// [risk]
/// prior = 2500
/// horizon_months = 12
/// pdo = 20
/// bands = [ { name = "low", below = 3500 }, { name = "high" } ]
///
/// [[signal]]
/// name = "custom.seats"
/// type = "int"
///
/// [[rule]]
/// id = "between"
/// when = 'custom.seats > 20 && custom.seats < 10'
/// points = 5
/// "#;
/// let (rulebook, _) = Loader::new(Dictionary::new()).load("odd.toml", text)?;
/// let found = analyse::analyse(&rulebook);
/// assert_eq!(found[0].diagnostic.code, "unreachable-rule");
/// assert_eq!(found[0].diagnostic.place.to_string(), "odd.toml:19:9");
/// # Ok::<(), tenure_rules::RulebookError>(())
/// ```
pub fn analyse(rulebook: &Rulebook) -> Vec<Finding> {
    let mut analyst = Analyst {
        rulebook,
        reasoner: Reasoner::new(&rulebook.dictionary),
        places: Places::of(rulebook),
        found: Vec::new(),
    };
    analyst.conditions();
    analyst.bins();
    analyst.ladders();
    analyst.hidden_rules();
    analyst.caps();
    analyst.nobody();
    analyst.contradictions();
    analyst.texts();
    let mut found = analyst.found;
    found.sort_by(|(source, one), (other, another)| {
        let place = |finding: &Finding| {
            let place = &finding.diagnostic.place;
            (place.line, place.column, finding.diagnostic.code)
        };
        (source, place(one)).cmp(&(other, place(another)))
    });
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// A rulebook under the glass.
struct Analyst<'r> {
    rulebook: &'r Rulebook,
    reasoner: Reasoner<'r>,
    places: Places,
    /// With the number of the text that each stands in.
    found: Vec<(u16, Finding)>,
}

impl Analyst<'_> {
    /// Reports something about a part of a text.
    fn find(
        &mut self,
        code: &'static str,
        (at, span): (&At, Span),
        entry: &str,
        message: String,
        help: &str,
        claim: Claim,
    ) {
        let place = self.places.within(at, span);
        self.add(
            code,
            (self.places.source(at), place),
            entry,
            message,
            help,
            claim,
        );
    }

    /// Reports something about a part as a whole.
    fn find_at(
        &mut self,
        code: &'static str,
        at: &At,
        entry: &str,
        message: String,
        help: &str,
        claim: Claim,
    ) {
        let place = self.places.at(at);
        self.add(
            code,
            (self.places.source(at), place),
            entry,
            message,
            help,
            claim,
        );
    }

    fn add(
        &mut self,
        code: &'static str,
        (source, place): (u16, Place),
        entry: &str,
        message: String,
        help: &str,
        claim: Claim,
    ) {
        let diagnostic = Diagnostic {
            level: DiagnosticLevel::Warning,
            code,
            message,
            help: Some(help.to_owned()),
            entry: Some(entry.to_owned()),
            place,
        };
        self.found.push((source, Finding { diagnostic, claim }));
    }
}

/// A value, for people.
fn say(value: &Value) -> String {
    match value {
        Value::Int(int) => int.to_string(),
        Value::Float(float) => format!("{float:?}"),
        Value::Bool(truth) => truth.to_string(),
        Value::Text(text) => format!("\"{text}\""),
    }
}
