//! The report on the data: what was refused, what was suspicious, and how often.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};

use tenure_model::{Account, Entry, Level, Lists, Problem, ProblemKind, RecordKind};

use crate::adapter::{Finding, Origins};
use crate::input::{Candidate, Place};
use crate::render::text::{clean, counted, cut, thousands};

/// How many refused accounts, and errors of each, are told one by one.
const TOLD: usize = 20;
const TOLD_OF_EACH: usize = 10;

/// What a message may take up, so that a hostile value does not fill the screen.
const LONGEST: usize = 400;

/// Counts what is wrong with the accounts of an input.
#[derive(Default)]
pub(crate) struct Quality {
    read: usize,
    refused: usize,
    told: Vec<String>,
    warnings: BTreeMap<(ProblemKind, String), Tally>,
    shared: BTreeMap<&'static str, Tally>,
    ids: HashMap<u64, u32>,
    accounts: Vec<String>,
    findings: Vec<Finding>,
}

struct Tally {
    count: usize,
    first: String,
}

impl Quality {
    /// Starts with what is suspicious about the tables as a whole.
    pub(crate) fn new(findings: &[Finding]) -> Self {
        Self {
            findings: findings.to_vec(),
            ..Self::default()
        }
    }

    /// Whether an account was refused, or rows that could have been anybody's.
    pub(crate) fn refused_any(&self) -> bool {
        self.refused > 0 || self.findings.iter().any(|finding| finding.refused)
    }

    /// Counts what is suspicious about the tenant.
    pub(crate) fn tenant(&mut self, warnings: &[Problem]) {
        for problem in warnings {
            self.warn("tenant", problem, None);
        }
    }

    /// Counts an account's problems.
    pub(crate) fn add(&mut self, candidate: &Candidate<'_>) {
        self.read += 1;
        let (id, problems) = match &candidate.read {
            Ok(read) => (Some(read.value.id.as_str()), &read.warnings),
            Err(refused) => (refused.id.as_deref(), &refused.problems),
        };
        let place = name(candidate.place, id, candidate.origins);
        for problem in problems
            .iter()
            .filter(|problem| problem.level == Level::Warning)
        {
            self.warn(&place, problem, candidate.origins);
        }
        match &candidate.read {
            Ok(read) => self.share(&read.value),
            Err(refused) => self.refuse(&place, &refused.problems, candidate.origins),
        }
    }

    /// Counts warnings that were found after the account was read.
    pub(crate) fn warn_all(
        &mut self,
        place: Place,
        account: &Account,
        warnings: &[Problem],
        origins: Option<&Origins>,
    ) {
        let place = name(place, Some(account.id.as_str()), origins);
        for problem in warnings {
            self.warn(&place, problem, origins);
        }
    }

    fn warn(&mut self, place: &str, problem: &Problem, origins: Option<&Origins>) {
        let key = (problem.kind, without_indices(&problem.path));
        let tally = self.warnings.entry(key).or_insert_with(|| Tally {
            count: 0,
            first: format!("{place}: {}", tell(problem, origins)),
        });
        tally.count += 1;
    }

    fn refuse(&mut self, place: &str, problems: &[Problem], origins: Option<&Origins>) {
        self.refused += 1;
        if self.refused > TOLD {
            return;
        }
        let errors: Vec<_> = problems
            .iter()
            .filter(|problem| problem.level == Level::Error)
            .collect();
        for problem in errors.iter().take(TOLD_OF_EACH) {
            self.told
                .push(format!("{place}: {}", tell(problem, origins)));
        }
        if errors.len() > TOLD_OF_EACH {
            let more = errors.len() - TOLD_OF_EACH;
            self.told.push(format!("{place}: and {more} errors more"));
        }
    }

    /// Remembers the ids of an account's records, and finds those that stand in another account already.
    fn share(&mut self, account: &Account) {
        let number = u32::try_from(self.accounts.len()).unwrap_or(u32::MAX);
        self.accounts.push(account.id.as_str().to_owned());
        account.visit_lists(&mut Sharing {
            quality: self,
            account: account.id.as_str(),
            number,
        });
    }

    fn tell_shared(&mut self, kind: RecordKind, id: &str, owner: u32, account: &str) {
        let other = self.accounts.get(owner as usize).map_or("", String::as_str);
        let tally = self.shared.entry(kind.as_str()).or_insert_with(|| Tally {
            count: 0,
            first: format!(
                "`{}` in `{}` and in `{}`",
                clean(id),
                clean(other),
                clean(account)
            ),
        });
        tally.count += 1;
    }

    /// Writes the report; nothing where there is nothing to say.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let suspicious = self.suspicious();
        if self.told.is_empty() && suspicious.is_empty() && !self.refused_any() {
            return match self.read {
                0 => writeln!(out, "data quality: the input holds no account"),
                _ => Ok(()),
            };
        }
        writeln!(
            out,
            "data quality: {} read, {} refused, {} suspicious",
            counted(self.read, "account"),
            thousands(self.refused as i128),
            counted(suspicious.iter().map(|(count, ..)| count).sum(), "thing"),
        )?;
        for line in &self.told {
            writeln!(out, "  refused: {line}")?;
        }
        if self.refused > TOLD {
            let more = counted(self.refused - TOLD, "account");
            writeln!(out, "  refused: and {more} more")?;
        }
        for (count, what, first) in suspicious {
            writeln!(
                out,
                "  {:>8} × {what}\n             first: {first}",
                thousands(count as i128)
            )?;
        }
        Ok(())
    }

    /// Everything suspicious, the most frequent first.
    fn suspicious(&self) -> Vec<(usize, String, &str)> {
        let warnings = self.warnings.iter().map(|((kind, path), tally)| {
            let at = if path.is_empty() {
                String::new()
            } else {
                format!(" at {path}")
            };
            (
                tally.count,
                format!("{}{at}", kind.as_str().replace('_', " ")),
                tally.first.as_str(),
            )
        });
        let shared = self.shared.iter().map(|(list, tally)| {
            let what = format!("{list}: an id that stands in another account too");
            (tally.count, what, tally.first.as_str())
        });
        let findings = self
            .findings
            .iter()
            .map(|finding| (finding.count, finding.what.clone(), finding.first.as_str()));
        let mut all: Vec<_> = warnings.chain(shared).chain(findings).collect();
        all.sort_by_key(|(count, ..)| std::cmp::Reverse(*count));
        all
    }
}

/// `line 4, account `acme``, or with an adapter where its row stands.
fn name(place: Place, id: Option<&str>, origins: Option<&Origins>) -> String {
    let place = origins
        .and_then(|origins| origins.of(""))
        .unwrap_or_else(|| place.to_string());
    match id {
        Some(id) => format!("{place}, account `{}`", cut(id, 60)),
        None => place,
    }
}

/// A problem with its path, and where an adapter had the record from.
fn tell(problem: &Problem, origins: Option<&Origins>) -> String {
    let message = cut(&problem.message, LONGEST);
    if problem.path.is_empty() {
        return message;
    }
    let origin = origins
        .filter(|_| problem.path.contains('['))
        .and_then(|origins| origins.of(&problem.path));
    // A bad cell has said already which row it stands in.
    let origin = origin.map(|origin| match origin.split_once(", by ") {
        Some((row, sql)) if message.starts_with(row) => format!(" (by {sql})"),
        Some(_) | None => format!(" ({origin})"),
    });
    let origin = origin.unwrap_or_default();
    format!("{}: {message}{origin}", cut(&problem.path, LONGEST))
}

/// A path without the numbers of its records: `usage[].window_end`.
fn without_indices(path: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for c in path.chars() {
        inside &= c != ']';
        if !inside {
            kept.push(c);
        }
        inside |= c == '[';
    }
    kept
}

/// Finds ids of records that stand in another account already.
struct Sharing<'q> {
    quality: &'q mut Quality,
    account: &'q str,
    number: u32,
}

impl Lists for Sharing<'_> {
    fn list<T: Entry>(&mut self, records: &[T]) {
        // A person can be a contact of several accounts.
        if T::KIND == RecordKind::Contacts {
            return;
        }
        for id in records.iter().filter_map(Entry::id) {
            let mut hasher = DefaultHasher::new();
            (T::KIND, id).hash(&mut hasher);
            let owner = *self
                .quality
                .ids
                .entry(hasher.finish())
                .or_insert(self.number);
            if owner != self.number {
                self.quality
                    .tell_shared(T::KIND, id.as_str(), owner, self.account);
            }
        }
    }
}
