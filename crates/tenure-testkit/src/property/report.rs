//! What came of a rulebook's properties.

use std::fmt;

use serde_json::{Value as Json, json};

use super::bench::Bench;
use super::check::Check;
use super::proof::Proof;
use super::story::Counterexample;

/// What came of all properties.
#[derive(Debug, Clone)]
pub struct Report {
    /// The rulebook: its id and version.
    pub rulebook: String,
    /// What the examples hung on.
    pub seed: u64,
    /// How many examples there were.
    pub cases: u64,
    /// The properties, the general ones first.
    pub findings: Vec<Finding>,
}

/// What came of one property.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Its name.
    pub property: String,
    /// What it says.
    pub says: String,
    /// On how many examples it was tried.
    pub cases: u64,
    /// How many of them had something to do with it.
    pub exercised: u64,
    /// How many of them should have, so that passing says something.
    pub least: u64,
    /// What of it holds whatever the account, where that is a part of it only.
    pub proved_part: Option<String>,
    /// How it ended.
    pub verdict: Verdict,
}

/// How a property ended.
#[derive(Debug, Clone)]
pub enum Verdict {
    /// It held in every example.
    Passed,
    /// It holds whatever the account: how that is known.
    Proved(String),
    /// It held, but was put to the test too seldom to say anything.
    TooSeldom,
    /// The rulebook has nothing that it is about.
    Silent,
    /// It was broken.
    Failed(Box<Counterexample>),
}

impl Finding {
    pub(super) fn begun(check: &Check<'_>, bench: &Bench<'_>, cases: u64) -> Self {
        Self {
            property: check.id().to_owned(),
            says: check.says(bench.rulebook),
            cases: 0,
            exercised: 0,
            least: check.least(cases, bench.rulebook),
            proved_part: None,
            verdict: Verdict::Passed,
        }
    }

    /// Nothing was found: whether that says something.
    pub(super) fn conclude(&mut self, proof: Option<Proof>) {
        if self.broken().is_some() {
            return;
        }
        self.verdict = match proof {
            Some(Proof::Whole(how)) => Verdict::Proved(how),
            Some(Proof::Part(what)) => {
                self.proved_part = Some(what);
                self.tried()
            }
            None => self.tried(),
        };
    }

    /// What having been tried says of it.
    fn tried(&self) -> Verdict {
        if self.exercised < self.least {
            Verdict::TooSeldom
        } else if self.exercised == 0 {
            Verdict::Silent
        } else {
            Verdict::Passed
        }
    }

    /// Whether nothing is wrong.
    pub fn is_kept(&self) -> bool {
        match self.verdict {
            Verdict::Passed | Verdict::Proved(_) | Verdict::Silent => true,
            Verdict::TooSeldom | Verdict::Failed(_) => false,
        }
    }

    /// How it was broken, if it was.
    pub fn broken(&self) -> Option<&Counterexample> {
        match &self.verdict {
            Verdict::Failed(counterexample) => Some(counterexample),
            Verdict::Passed | Verdict::Proved(_) | Verdict::TooSeldom | Verdict::Silent => None,
        }
    }

    /// What is wrong with it, in words; empty where nothing is.
    pub fn why(&self) -> String {
        match &self.verdict {
            Verdict::Passed | Verdict::Proved(_) | Verdict::Silent => String::new(),
            Verdict::TooSeldom => self.too_seldom(),
            Verdict::Failed(told) => told.story.clone(),
        }
    }

    fn too_seldom(&self) -> String {
        format!(
            "only {} of {} examples put it to the test; {} should: nothing is known of it",
            self.exercised, self.cases, self.least
        )
    }

    fn word(&self) -> &'static str {
        match self.verdict {
            Verdict::Passed => "passed",
            Verdict::Proved(_) => "proved",
            Verdict::TooSeldom => "SELDOM",
            Verdict::Silent => "silent",
            Verdict::Failed(_) => "FAILED",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            property,
            says,
            cases,
            exercised,
            ..
        } = self;
        let word = self.word();
        match &self.verdict {
            Verdict::Passed => {
                write!(
                    f,
                    "{word}  {property}: {says} ({exercised} of {cases} examples"
                )?;
                if let Some(what) = &self.proved_part {
                    write!(f, "; proved: {what}")?;
                }
                f.write_str(")")
            }
            Verdict::Silent => {
                write!(
                    f,
                    "{word}  {property}: {says} (the rulebook has nothing of the kind)"
                )
            }
            Verdict::Proved(how) => write!(f, "{word}  {property}: {says} ({how})"),
            Verdict::TooSeldom => {
                write!(
                    f,
                    "{word}  {property}: {says}\n        {}",
                    self.too_seldom()
                )
            }
            Verdict::Failed(told) => {
                write!(f, "{word}  {property}: {says}")?;
                for line in told.story.lines() {
                    let pad = if line.is_empty() { "" } else { "        " };
                    write!(f, "\n{pad}{line}")?;
                }
                Ok(())
            }
        }
    }
}

impl Report {
    /// Whether every property was kept, each put to the test often enough.
    pub fn is_kept(&self) -> bool {
        self.findings.iter().all(Finding::is_kept)
    }

    /// Fails a test with the story of what is wrong.
    ///
    /// # Panics
    /// A property was broken, or put to the test too seldom.
    #[expect(
        clippy::panic,
        reason = "it is for tests: the panic is the failing test"
    )]
    #[track_caller]
    pub fn assert_kept(&self) {
        if !self.is_kept() {
            panic!("\n{self}");
        }
    }

    /// How many properties ended how: kept, and not.
    pub fn counts(&self) -> (usize, usize) {
        let kept = self.findings.iter().filter(|one| one.is_kept()).count();
        (kept, self.findings.len() - kept)
    }

    /// The report as JSON.
    pub fn to_json(&self) -> Json {
        let findings = self.findings.iter().map(|one| {
            let mut told = json!({
                "property": one.property,
                "says": one.says,
                "verdict": one.word().to_lowercase(),
                "cases": one.cases,
                "exercised": one.exercised,
            });
            let more = match &one.verdict {
                Verdict::Passed => one.proved_part.as_ref().map(|what| ("proved", json!(what))),
                Verdict::Silent => None,
                Verdict::Proved(how) => Some(("how", json!(how))),
                Verdict::TooSeldom => Some(("least", json!(one.least))),
                Verdict::Failed(counterexample) => {
                    Some(("counterexample", counterexample.to_json()))
                }
            };
            if let (Some((key, value)), Some(members)) = (more, told.as_object_mut()) {
                members.insert(key.to_owned(), value);
            }
            told
        });
        let findings: Vec<Json> = findings.collect();
        json!({ "rulebook": self.rulebook, "seed": self.seed, "cases": self.cases, "properties": findings })
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        let (kept, wrong) = self.counts();
        let Self { rulebook, seed, .. } = self;
        let count = self.findings.len();
        let properties = if count == 1 { "property" } else { "properties" };
        write!(
            f,
            "\n{rulebook}: {count} {properties}, {kept} kept, {wrong} not (seed {seed})"
        )?;
        // Many lines may stand between a property that was not kept and this one.
        let broken = self.findings.iter().filter(|one| !one.is_kept());
        for (number, one) in broken.enumerate() {
            let gap = if number == 0 { ": " } else { ", " };
            write!(f, "{gap}{}", one.property)?;
        }
        Ok(())
    }
}

/// Named results as a JUnit file: of each its name and, where it failed, why.
pub fn junit(suite: &str, results: &[(String, Option<String>)]) -> String {
    let failures = results.iter().filter(|(_, why)| why.is_some()).count();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"{}\" tests=\"{}\" failures=\"{failures}\">\n",
        escaped(suite),
        results.len()
    );
    for (name, why) in results {
        let name = escaped(name);
        match why {
            None => out.push_str(&format!("  <testcase name=\"{name}\"/>\n")),
            Some(why) => {
                let first = escaped(why.lines().next().unwrap_or(""));
                let why = escaped(why);
                out.push_str(&format!(
                    "  <testcase name=\"{name}\">\n    <failure message=\"{first}\">{why}</failure>\n  </testcase>\n"
                ));
            }
        }
    }
    out.push_str("</testsuite>\n");
    out
}

/// Text as XML holds it; what XML has no place for is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() => (),
            c => out.push(c),
        }
    }
    out
}
