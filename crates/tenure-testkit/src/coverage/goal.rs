//! What there is to be seen of a rulebook.

use tenure_core::coverage::{Coverage, Part, Seen};

/// What is to be seen of a condition or a rule of bins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sight {
    /// The whole condition holds.
    Holds,
    /// The whole condition is known not to hold.
    Fails,
    /// A clause is true, by its number from 0.
    ClauseTrue(usize),
    /// A clause is false.
    ClauseFalse(usize),
    /// A bin takes a value, by its number from 0.
    BinMet(usize),
}

/// One thing to be seen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Goal {
    /// Its place in [`Coverage::seen`].
    pub place: usize,
    /// What is to be seen there.
    pub sight: Sight,
}

impl Goal {
    /// Whether it was seen.
    pub fn is_met(&self, coverage: &Coverage) -> bool {
        let Some(seen) = coverage.seen.get(self.place) else {
            return false;
        };
        let clause = |number: usize| seen.clauses.get(number).map(|clause| clause.counts);
        let count = match self.sight {
            Sight::Holds => Some(seen.counts.is_true),
            Sight::Fails => Some(seen.counts.is_false),
            Sight::ClauseTrue(number) => clause(number).map(|counts| counts.is_true),
            Sight::ClauseFalse(number) => clause(number).map(|counts| counts.is_false),
            Sight::BinMet(number) => seen.bins.get(number).map(|bin| bin.met),
        };
        count.unwrap_or(0) > 0
    }

    /// What was not seen, in words.
    pub fn says(&self, coverage: &Coverage) -> String {
        let Some(seen) = coverage.seen.get(self.place) else {
            return String::new();
        };
        let name = name(seen);
        let clause = |number: usize| seen.clauses.get(number).map_or("", |clause| &clause.text);
        match self.sight {
            Sight::Holds if matches!(seen.part, Part::Rule) => format!("{name} never fired"),
            Sight::Holds => format!("{name} never held"),
            Sight::Fails => format!("{name} was never known not to hold"),
            Sight::ClauseTrue(number) => format!("{name}: `{}` was never true", clause(number)),
            Sight::ClauseFalse(number) => format!("{name}: `{}` was never false", clause(number)),
            Sight::BinMet(number) => {
                let bin = seen.bins.get(number).map_or("", |bin| &bin.text);
                format!("{name}: the bin `{bin}` of {} was never met", seen.text)
            }
        }
    }
}

/// What a condition belongs to, in words.
pub(super) fn name(seen: &Seen) -> String {
    let id = &seen.id;
    match seen.part {
        Part::Rule => format!("rule {id}"),
        Part::Overlay => format!("overlay {id}"),
        Part::Action => format!("action {id}"),
        Part::Step(number) => format!("action {id}, step {number}"),
        Part::Propensity(number) => format!("action {id}, row {number} of its propensity"),
        Part::Context(number) => format!("action {id}, row {number} of its context"),
    }
}

/// All there is to be seen of what is switched on.
pub(super) fn goals(coverage: &Coverage) -> Vec<Goal> {
    let enabled = coverage.seen.iter().enumerate();
    let enabled = enabled.filter(|(_, seen)| seen.enabled);
    enabled
        .flat_map(|(place, seen)| {
            sights(seen)
                .into_iter()
                .map(move |sight| Goal { place, sight })
        })
        .collect()
}

fn sights(seen: &Seen) -> Vec<Sight> {
    let mut sights: Vec<Sight> = (0..seen.bins.len()).map(Sight::BinMet).collect();
    // With one clause the whole is seen when the clause is.
    if seen.clauses.len() > 1 {
        sights.extend([Sight::Holds, Sight::Fails]);
    }
    for number in 0..seen.clauses.len() {
        sights.extend([Sight::ClauseTrue(number), Sight::ClauseFalse(number)]);
    }
    sights
}
