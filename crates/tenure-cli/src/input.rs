//! Accounts and the tenant, from wherever they come.

mod lines;
mod tenant;

use std::collections::HashMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use tenure_model::{Account, Level, Limits, Problem, ProblemKind, Read, Refused, read_account};

use crate::adapter::{self, Finding, Gathered, Origins, RawAccount};
use crate::failure::Failure;
use lines::{Line, Lines, Unread};

pub(crate) use tenant::tenant;

/// The word for standard input.
const STANDARD_INPUT: &str = "-";

/// Where an account stands in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Place {
    /// A line of a JSONL file, from 1.
    Line(u64),
    /// A row of `accounts.sql`'s answer, from 1.
    Row(u64),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(number) => write!(f, "line {number}"),
            Self::Row(number) => write!(f, "record {number} of accounts.sql"),
        }
    }
}

/// One account of the input, accepted or refused.
pub(crate) struct Candidate<'p> {
    /// Where it stands.
    pub(crate) place: Place,
    /// The account with its warnings, or its id and its errors.
    pub(crate) read: Result<Read<Account>, Refused>,
    /// Where its records come from, if an adapter gave them.
    pub(crate) origins: Option<&'p Origins>,
}

/// The input: accounts that can be gone through, more than once if need be.
pub(crate) enum Portfolio {
    /// A file of one account a line.
    File(PathBuf),
    /// Standard input, which can be gone through once.
    Stream,
    /// Lines that were held, because standard input was to be gone through twice.
    Held(Vec<u8>),
    /// What an adapter gave.
    Gathered(Box<Gathered>),
}

impl Portfolio {
    /// Opens an input: a JSONL file, `-`, or with an adapter a CSV file, a folder of them or a SQLite file.
    ///
    /// # Errors
    /// An input that is not there, and whatever is wrong with an adapter.
    pub(crate) fn open(
        input: &Path,
        folder: Option<&Path>,
        as_of: NaiveDate,
    ) -> Result<Self, Failure> {
        let is_stream = input.as_os_str() == STANDARD_INPUT;
        if let Some(folder) = folder {
            if is_stream {
                return Err(Failure::Refused(
                    "an adapter reads tables, and standard input is none; name a CSV file, a folder of them or a SQLite file"
                        .to_owned(),
                ));
            }
            return adapter::gather(folder, input, as_of)
                .map(|gathered| Self::Gathered(Box::new(gathered)));
        }
        if is_stream {
            return Ok(Self::Stream);
        }
        let file = File::open(input).map_err(|error| Failure::file(input, &error))?;
        let data = file
            .metadata()
            .map_err(|error| Failure::file(input, &error))?;
        if data.is_dir() {
            return Err(Failure::Refused(format!(
                "{}: is a folder; a folder of CSV files needs --adapter",
                input.display()
            )));
        }
        if data.is_file() {
            return Ok(Self::File(input.to_owned()));
        }
        let mut held = Vec::new();
        BufReader::new(file).read_to_end(&mut held)?;
        Ok(Self::Held(held))
    }

    /// Holds standard input in memory, so that it can be gone through twice.
    ///
    /// # Errors
    /// Standard input that cannot be read.
    pub(crate) fn hold(self) -> Result<Self, Failure> {
        match self {
            Self::Stream => {
                let mut held = Vec::new();
                io::stdin().lock().read_to_end(&mut held)?;
                Ok(Self::Held(held))
            }
            other => Ok(other),
        }
    }

    /// What is suspicious about the tables as a whole.
    pub(crate) fn findings(&self) -> &[Finding] {
        match self {
            Self::Gathered(gathered) => &gathered.findings,
            Self::File(_) | Self::Stream | Self::Held(_) => &[],
        }
    }

    /// How long the way through is, in steps of [`Accounts::steps`].
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Self::File(path) => path.metadata().map(|data| data.len()).ok(),
            Self::Stream => None,
            Self::Held(held) => Some(held.len() as u64),
            Self::Gathered(gathered) => Some(gathered.accounts.len() as u64),
        }
    }

    /// All accounts, in the order of the input.
    ///
    /// # Errors
    /// A file that cannot be opened.
    pub(crate) fn accounts(&self) -> Result<Accounts<'_>, Failure> {
        let steps = match self {
            Self::File(path) => {
                let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
                lines(Box::new(BufReader::with_capacity(1 << 16, file)))
            }
            Self::Stream => lines(Box::new(io::stdin().lock())),
            Self::Held(held) => lines(Box::new(held.as_slice())),
            Self::Gathered(gathered) => Steps::Rows(gathered.accounts.iter().zip(1..)),
        };
        Ok(Accounts {
            steps,
            taken: 0,
            seen: HashMap::new(),
        })
    }
}

/// The way through the accounts of an input.
pub(crate) struct Accounts<'p> {
    steps: Steps<'p>,
    taken: u64,
    /// Where each id was first seen, and whether its account was accepted there.
    seen: HashMap<String, (Place, bool)>,
}

enum Steps<'p> {
    Lines(Lines<Box<dyn BufRead + 'p>>),
    Rows(std::iter::Zip<std::slice::Iter<'p, RawAccount>, std::ops::RangeFrom<u64>>),
}

fn lines<'p>(reader: Box<dyn BufRead + 'p>) -> Steps<'p> {
    Steps::Lines(Lines::new(reader, Limits::default().bytes))
}

impl<'p> Accounts<'p> {
    /// How far the way went: bytes of lines, or accounts.
    pub(crate) fn steps(&self) -> u64 {
        match &self.steps {
            Steps::Lines(lines) => lines.bytes(),
            Steps::Rows(_) => self.taken,
        }
    }

    /// The next account.
    ///
    /// # Errors
    /// An input that cannot be read any further.
    pub(crate) fn next(&mut self) -> Result<Option<Candidate<'p>>, Failure> {
        let candidate = match &mut self.steps {
            Steps::Lines(lines) => lines.next()?.map(from_line),
            Steps::Rows(rows) => rows.next().map(|(raw, number)| from_row(raw, number)),
        };
        self.taken += 1;
        Ok(candidate.map(|mut candidate| {
            self.refuse_second(&mut candidate);
            candidate
        }))
    }

    /// Of two accounts with one id the later is refused.
    fn refuse_second(&mut self, candidate: &mut Candidate<'_>) {
        let id = match &candidate.read {
            Ok(read) => Some(read.value.id.as_str()),
            Err(refused) => refused.id.as_deref(),
        };
        let Some(id) = id.map(str::to_owned) else {
            return;
        };
        let accepted = candidate.read.is_ok();
        let Some((first, counts)) = self.seen.get(&id) else {
            self.seen.insert(id, (candidate.place, accepted));
            return;
        };
        let way_out = if *counts {
            "only that one counts"
        } else {
            "it is refused there, and so is this one: which of the two is meant?"
        };
        let problem = Problem {
            level: Level::Error,
            kind: ProblemKind::DuplicateAccount,
            path: "id".to_owned(),
            message: format!("account `{id}` stands at {first} already; {way_out}"),
        };
        let others = match &candidate.read {
            Ok(_) => Vec::new(),
            Err(refused) => refused.problems.clone(),
        };
        candidate.read = Err(Refused {
            id: Some(id),
            problems: std::iter::once(problem).chain(others).collect(),
        });
    }
}

fn from_line(line: Line) -> Candidate<'static> {
    let limits = Limits::default();
    let read = match line.text {
        Ok(text) => read_account(&text, &limits).map_err(|mut refused| {
            if line.number == 1 && is_no_line(&text) {
                refused.problems.push(not_lines());
            }
            refused
        }),
        Err(unread) => Err(Refused {
            id: None,
            problems: vec![unread_problem(unread, limits.bytes)],
        }),
    };
    Candidate {
        place: Place::Line(line.number),
        read,
        origins: None,
    }
}

/// Whether a first line shows that the file is one JSON text, and not one account a line.
fn is_no_line(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}').trim();
    text.starts_with('[') || text == "{"
}

fn not_lines() -> Problem {
    Problem {
        level: Level::Error,
        kind: ProblemKind::Syntax,
        path: String::new(),
        message: "the input is one account a line: write each object on a line of its own, and no list around them"
            .to_owned(),
    }
}

fn unread_problem(unread: Unread, limit: usize) -> Problem {
    let (kind, message) = match unread {
        Unread::TooLong(bytes) => (
            ProblemKind::TooLarge,
            format!(
                "the line has {bytes} bytes, and an account at most {limit}; leave out records that are too old to \
                 count"
            ),
        ),
        Unread::NotText => (ProblemKind::Syntax, "the line is not UTF-8 text".to_owned()),
    };
    Problem {
        level: Level::Error,
        kind,
        path: String::new(),
        message,
    }
}

fn from_row(raw: &RawAccount, number: u64) -> Candidate<'_> {
    let read = read_account(&raw.json, &Limits::default());
    let read = if raw.bad.is_empty() {
        read
    } else {
        Err(with_bad_cells(raw, read))
    };
    Candidate {
        place: Place::Row(number),
        read,
        origins: Some(&raw.origins),
    }
}

/// The bad cells of an account, then its other errors: a bad cell is no missing field besides.
fn with_bad_cells(raw: &RawAccount, read: Result<Read<Account>, Refused>) -> Refused {
    let others = match read {
        Ok(read) => read.warnings,
        Err(refused) => refused.problems,
    };
    let is_bad = |problem: &Problem| raw.bad.iter().any(|bad| bad.path == problem.path);
    let mut problems = raw.bad.clone();
    problems.extend(others.into_iter().filter(|problem| !is_bad(problem)));
    Refused {
        id: raw.id.clone(),
        problems,
    }
}
