//! What was seen, told to the author of a rulebook.

use std::fmt;

use serde_json::{Value as Json, json};
use tenure_core::coverage::{Counts, Coverage, Part, Seen};
use tenure_rules::{Places, Rulebook};

use super::file::Exercise;
use super::goal::{Goal, goals, name};
use crate::property::story::holds;

/// What of a rulebook was seen.
#[derive(Debug, Clone)]
pub struct Report {
    /// The rulebook: its id and version.
    pub rulebook: String,
    /// What was seen.
    pub coverage: Coverage,
    /// What was not.
    pub missing: Vec<Missing>,
    /// By what was seen: the file and line of its entry, then of each clause or bin.
    lines: Vec<Vec<Option<Line>>>,
}

/// A file and a line of it, from 1.
type Line = (String, u32);

/// Something that was never seen.
#[derive(Debug, Clone)]
pub struct Missing {
    /// What.
    pub goal: Goal,
    /// What, in words.
    pub says: String,
    /// What came of looking for it.
    pub found: Found,
}

/// What came of looking for an account that shows something.
#[derive(Debug, Clone)]
pub enum Found {
    /// Nobody looked.
    Open,
    /// An account shows it; the engine decided it so.
    Account(Box<Exercise>),
    /// No account can: why.
    Unreachable(String),
    /// None of so many accounts did.
    Nowhere(u64),
}

/// Why a condition was judged in no row at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Idle {
    SwitchedOff,
    NoAccounts,
    NoTenant,
    NoRows,
    NotDue,
    NotApplicable,
}

impl Idle {
    fn of(seen: &Seen, coverage: &Coverage) -> Option<Self> {
        let counts = seen.counts;
        if !seen.enabled {
            Some(Self::SwitchedOff)
        } else if seen.is_of_tenant() && coverage.tenants == 0 {
            Some(Self::NoTenant)
        } else if !seen.is_of_tenant() && coverage.accounts == 0 {
            Some(Self::NoAccounts)
        } else if counts.total() == 0 && seen.without_rows > 0 {
            Some(Self::NoRows)
        } else if counts.total() == 0 {
            Some(Self::NotDue)
        } else if counts.total() == counts.not_applicable {
            Some(Self::NotApplicable)
        } else {
            None
        }
    }

    fn says(self, seen: &Seen) -> String {
        match self {
            Self::SwitchedOff => "never judged: it is switched off".to_owned(),
            Self::NoAccounts => "never judged: there was no account".to_owned(),
            Self::NoTenant => {
                "never judged: nobody looked at the tenant's own actions (`Cover::add_tenant`)"
                    .to_owned()
            }
            Self::NoRows => format!(
                "never judged: no account has a known {}",
                seen.scope.as_str()
            ),
            Self::NotDue => "never judged: what it belongs to never held".to_owned(),
            Self::NotApplicable => {
                "never judged: it applies to no account: no such records, or nothing of them to tell".to_owned()
            }
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::SwitchedOff => "switched_off",
            Self::NoAccounts => "no_accounts",
            Self::NoTenant => "no_tenant",
            Self::NoRows => "no_rows",
            Self::NotDue => "not_due",
            Self::NotApplicable => "not_applicable",
        }
    }
}

impl Report {
    pub(super) fn new(rulebook: &Rulebook, coverage: Coverage) -> Self {
        let open = goals(&coverage).into_iter();
        let missing = open
            .filter(|goal| !goal.is_met(&coverage))
            .map(|goal| Missing {
                says: goal.says(&coverage),
                goal,
                found: Found::Open,
            })
            .collect();
        let places = rulebook.places();
        let lines = coverage.seen.iter().map(|seen| lines(&places, seen));
        Self {
            rulebook: format!("{}@{}", rulebook.id, rulebook.version),
            lines: lines.collect(),
            missing,
            coverage,
        }
    }

    /// The enabled rules that fired in no row.
    pub fn rules_that_never_fired(&self) -> Vec<&str> {
        let rules = self.coverage.seen.iter();
        rules
            .filter(|seen| seen.part == Part::Rule && seen.enabled && seen.counts.is_true == 0)
            .map(|seen| seen.id.as_str())
            .collect()
    }

    /// Fails a test with the names of the rules that never fired.
    ///
    /// # Panics
    /// An enabled rule fired in no row.
    #[expect(
        clippy::panic,
        reason = "it is for tests: the panic is the failing test"
    )]
    #[track_caller]
    pub fn assert_every_rule_fired(&self) {
        let never = self.rules_that_never_fired();
        if !never.is_empty() {
            panic!(
                "{} accounts; these rules never fired: {}",
                self.coverage.accounts,
                never.join(", ")
            );
        }
    }

    /// Fails a test with what was never seen: clauses both true and false, whole conditions both ways, and every bin.
    ///
    /// # Panics
    /// Something was never seen that is not proved to be out of reach of every account.
    #[expect(
        clippy::panic,
        reason = "it is for tests: the panic is the failing test"
    )]
    #[track_caller]
    pub fn assert_complete(&self) {
        let open: Vec<String> = self
            .missing
            .iter()
            .filter(|one| !matches!(one.found, Found::Unreachable(_)))
            .map(|one| one.says.clone())
            .collect();
        if !open.is_empty() {
            panic!(
                "{} accounts; never seen:\n{}",
                self.coverage.accounts,
                open.join("\n")
            );
        }
    }

    /// The accounts that show what was missing, each once.
    pub fn exercises(&self) -> Vec<&Exercise> {
        let mut all: Vec<&Exercise> = Vec::new();
        for one in &self.missing {
            if let Found::Account(exercise) = &one.found
                && !all.contains(&exercise.as_ref())
            {
                all.push(exercise);
            }
        }
        all
    }

    /// The report as JSON.
    pub fn to_json(&self) -> Json {
        let exercises = self.exercises();
        let number = |exercise: &Exercise| exercises.iter().position(|one| *one == exercise);
        let seen = self.coverage.seen.iter().zip(&self.lines);
        let seen: Vec<Json> = seen.map(|(seen, lines)| self.of(seen, lines)).collect();
        let missing = self.missing.iter().map(|one| {
            let (found, detail) = match &one.found {
                Found::Open => ("open", Json::Null),
                Found::Account(exercise) => ("account", json!(number(exercise))),
                Found::Unreachable(why) => ("unreachable", json!(why)),
                Found::Nowhere(tries) => ("not_found", json!(tries)),
            };
            let seen = self.coverage.seen.get(one.goal.place);
            json!({
                "id": seen.map(|seen| seen.id.clone()),
                "says": one.says,
                "found": found,
                "detail": detail,
            })
        });
        let missing: Vec<Json> = missing.collect();
        json!({
            "rulebook": self.rulebook,
            "accounts": self.coverage.accounts,
            "totals": self.totals().to_json(),
            "conditions": seen,
            "missing": missing,
            "generated": exercises,
        })
    }

    fn of(&self, seen: &Seen, lines: &[Option<Line>]) -> Json {
        let line = |place: usize| lines.get(place).cloned().flatten();
        let clauses = seen.clauses.iter().enumerate().map(|(number, clause)| {
            json!({
                "text": clause.text,
                "line": line(number + 1).map(|line| line.1),
                "counts": counts_json(clause.counts),
            })
        });
        let bins = seen.bins.iter().enumerate().map(|(number, bin)| {
            json!({
                "text": bin.text,
                "line": line(number + 1).map(|line| line.1),
                "points": bin.points,
                "met": bin.met,
            })
        });
        let (part, number) = part(seen.part);
        json!({
            "part": part,
            "id": seen.id,
            "number": number,
            "scope": seen.scope.as_str(),
            "file": line(0).map(|line| line.0),
            "line": line(0).map(|line| line.1),
            "condition": seen.text,
            "counts": counts_json(seen.counts),
            "accounts_without_rows": seen.without_rows,
            "never_judged": Idle::of(seen, &self.coverage).map(Idle::word),
            "clauses": clauses.collect::<Vec<Json>>(),
            "bins": bins.collect::<Vec<Json>>(),
        })
    }

    fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for seen in &self.coverage.seen {
            if seen.part == Part::Rule {
                totals.rule(seen, Idle::of(seen, &self.coverage));
            }
            if seen.enabled {
                totals.clauses += seen.clauses.len();
                let both = seen.clauses.iter().filter(|one| one.counts.is_both());
                totals.clauses_both += both.count();
                totals.bins += seen.bins.len();
                totals.bins_met += seen.bins.iter().filter(|bin| bin.met > 0).count();
            }
        }
        totals
    }
}

/// Sums.
#[derive(Debug, Clone, Copy, Default)]
struct Totals {
    rules: usize,
    fired: usize,
    never: usize,
    unknown: usize,
    not_judged: usize,
    clauses: usize,
    clauses_both: usize,
    bins: usize,
    bins_met: usize,
}

impl Totals {
    fn rule(&mut self, seen: &Seen, idle: Option<Idle>) {
        self.rules += 1;
        let counts = seen.counts;
        if idle.is_some() {
            self.not_judged += 1;
        } else if counts.is_true > 0 {
            self.fired += 1;
        } else if counts.is_false > 0 {
            self.never += 1;
        } else {
            self.unknown += 1;
        }
    }

    fn to_json(self) -> Json {
        json!({
            "rules": self.rules,
            "fired": self.fired,
            "judged_and_never_fired": self.never,
            "unknown_throughout": self.unknown,
            "never_judged": self.not_judged,
            "clauses": self.clauses,
            "clauses_both_ways": self.clauses_both,
            "bins": self.bins,
            "bins_met": self.bins_met,
        })
    }
}

fn counts_json(counts: Counts) -> Json {
    json!({
        "true": counts.is_true,
        "false": counts.is_false,
        "unknown": counts.unknown,
        "not_applicable": counts.not_applicable,
    })
}

fn part(part: Part) -> (&'static str, Option<usize>) {
    match part {
        Part::Rule => ("rule", None),
        Part::Overlay => ("overlay", None),
        Part::Action => ("action", None),
        Part::Step(number) => ("step", Some(number)),
        Part::Propensity(number) => ("propensity", Some(number)),
        Part::Context(number) => ("context", Some(number)),
    }
}

/// Where an entry stands, then each of its clauses or bins.
fn lines(places: &Places, seen: &Seen) -> Vec<Option<Line>> {
    let row = |number: usize| (number - 1).to_string();
    let (list, path) = match seen.part {
        Part::Rule => ("rule", vec![]),
        Part::Overlay => ("overlay", vec![]),
        Part::Action => ("action", vec![]),
        Part::Step(number) => ("action", vec!["do".to_owned(), row(number)]),
        Part::Propensity(number) => ("action", vec!["propensity".to_owned(), row(number)]),
        Part::Context(number) => ("action", vec!["context".to_owned(), row(number)]),
    };
    let line = |more: &[&str], byte: u32| {
        let path: Vec<&str> = path
            .iter()
            .map(String::as_str)
            .chain(more.iter().copied())
            .collect();
        let found = match seen.part {
            Part::Overlay => {
                places.of_overlay(seen.id.parse::<usize>().ok()?.checked_sub(1)?, &path, byte)
            }
            Part::Rule | Part::Action | Part::Step(_) | Part::Propensity(_) | Part::Context(_) => {
                places.of(list, &seen.id, &path, byte)
            }
        };
        found.map(|(file, line)| (file.to_owned(), line))
    };
    let mut lines = vec![line(&[], 0)];
    lines.extend(
        seen.clauses
            .iter()
            .map(|clause| line(&["when"], clause.span.start)),
    );
    let bins = 0..seen.bins.len();
    lines.extend(bins.map(|bin| line(&["bins", &bin.to_string()], 0)));
    lines
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let totals = self.totals();
        let accounts = plural(self.coverage.accounts, "account");
        writeln!(f, "{} over {accounts}\n", self.rulebook)?;
        writeln!(
            f,
            "{} of {} rules fired; {} were judged and never did, {} were unknown throughout, {} were never judged",
            totals.fired, totals.rules, totals.never, totals.unknown, totals.not_judged
        )?;
        writeln!(
            f,
            "{} of {} clauses were seen both true and false; {} of {} bins were met",
            totals.clauses_both, totals.clauses, totals.bins_met, totals.bins
        )?;
        for (seen, lines) in self.coverage.seen.iter().zip(&self.lines) {
            self.write_seen(f, seen, lines)?;
        }
        if self.missing.is_empty() {
            return write!(f, "\nnothing is missing");
        }
        self.write_missing(f)
    }
}

impl Report {
    fn write_seen(
        &self,
        f: &mut fmt::Formatter<'_>,
        seen: &Seen,
        lines: &[Option<Line>],
    ) -> fmt::Result {
        let line = |place: usize| lines.get(place).and_then(Option::as_ref);
        let place = line(0).map_or_else(String::new, |(file, line)| format!("  ({file}:{line})"));
        writeln!(f, "\n{}{place}", name(seen))?;
        if let Some(idle) = Idle::of(seen, &self.coverage) {
            return writeln!(f, "    {}", idle.says(seen));
        }
        write_counts(f, seen)?;
        for (number, clause) in seen.clauses.iter().enumerate() {
            let counts = clause.counts;
            let mark = if counts.is_both() { ' ' } else { '!' };
            let line = line(number + 1).map_or(0, |line| line.1);
            let (yes, no, unknown) = (counts.is_true, counts.is_false, counts.unknown);
            let text = one_line(&clause.text);
            writeln!(
                f,
                "  {mark} {line:>5}  true {yes:<5} false {no:<5} unknown {unknown:<5} {text}"
            )?;
        }
        for (number, bin) in seen.bins.iter().enumerate() {
            let mark = if bin.met > 0 { ' ' } else { '!' };
            let line = line(number + 1).map_or(0, |line| line.1);
            let (met, points) = (bin.met, bin.points);
            writeln!(
                f,
                "  {mark} {line:>5}  met {met:<5} {points:>+4}  {} {}",
                seen.text, bin.text
            )?;
        }
        Ok(())
    }

    fn write_missing(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\nnever seen: {}\n", self.missing.len())?;
        let exercises = self.exercises();
        for one in &self.missing {
            write!(f, "  {}", one_line(&one.says))?;
            match &one.found {
                Found::Open => writeln!(f)?,
                Found::Account(exercise) => {
                    let number = exercises
                        .iter()
                        .position(|other| *other == exercise.as_ref());
                    writeln!(
                        f,
                        ": account {} shows it",
                        number.map_or(0, |number| number + 1)
                    )?;
                }
                Found::Unreachable(why) => writeln!(f, ": no account can show it, {why}")?,
                Found::Nowhere(tries) => {
                    writeln!(f, ": none of {tries} accounts that were made shows it")?;
                }
            }
        }
        for (number, exercise) in exercises.iter().enumerate() {
            write!(f, "\n{}. {}", number + 1, holds(&exercise.example()))?;
        }
        Ok(())
    }
}

/// What the whole came to.
fn write_counts(f: &mut fmt::Formatter<'_>, seen: &Seen) -> fmt::Result {
    let (yes, no) = match seen.part {
        Part::Rule => ("fired", "did not"),
        _ => ("held", "did not"),
    };
    let Counts {
        is_true,
        is_false,
        unknown,
        not_applicable,
    } = seen.counts;
    write!(f, "    {yes} {is_true}, {no} {is_false}, unknown {unknown}")?;
    if not_applicable > 0 {
        write!(f, ", not applicable {not_applicable}")?;
    }
    if seen.without_rows > 0 {
        let accounts = plural(seen.without_rows, "account");
        write!(f, "; {accounts} without a {}", seen.scope.as_str())?;
    }
    writeln!(f)
}

fn plural(count: u64, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
