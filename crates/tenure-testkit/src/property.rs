//! The property kit: what every rulebook should keep, and what this one says of itself, tried on accounts that are made so
//! that few of them reach every branch.
//!
//! ```no_run
//! use tenure::Rulebook;
//! use tenure_testkit::property::Kit;
//!
//! // In a `#[test]`: it fails with the story of the smallest account that shows what is wrong.
//! let rulebook = Rulebook::parse("ours.toml", &std::fs::read_to_string("ours.toml")?)?;
//! Kit::new(&rulebook).run()?.assert_kept();
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Of each condition every part is put in turn at, just under and just over its constant, with the rest of the condition as
//! it must be for that part to matter, all of it by records that a CRM could hold. A property that fails is tried again on
//! ever smaller accounts, and told as a story; [`Witness`] keeps it as a file. A property that was put to the test too
//! seldom fails by saying so. What can be told from the rulebook's text alone is proved.

mod apart;
mod bench;
mod check;
pub mod deep;
pub(crate) mod draw;
mod example;
mod file;
pub mod mutate;
mod proof;
mod records;
mod report;
pub(crate) mod shrink;
mod slip;
mod solve;
pub(crate) mod story;

use std::collections::BTreeMap;

use tenure::Rulebook;
use tenure_core::engine::{Engine, Plugins};
use tenure_core::plugin::PluginError;
use tenure_rules::Promise;

pub use apart::told_apart;
pub use example::Example;
pub use file::{Witness, WitnessReport, is_witness, run_witnesses};
pub(crate) use file::{to_text, witnesses};
pub use report::{Finding, Report, Verdict, junit};
pub use slip::Slip;
pub use story::Counterexample;

use bench::Bench;
use check::{Broken, Check, Tried};

/// How much is tried.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How many examples; 0: so many that every part of every condition is looked at twice.
    pub cases: u64,
    /// What the examples hang on: equal seeds make equal examples on every machine.
    pub seed: u64,
    /// The only property to be tried, by its name; `None`: all.
    pub only: Option<String>,
    /// Whether the first property that is broken ends it; what was tried of the others until then says little.
    pub until_broken: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            cases: 0,
            seed: 1,
            only: None,
            until_broken: false,
        }
    }
}

/// A rulebook that is to be held to what it promises.
pub struct Kit<'r> {
    rulebook: &'r Rulebook,
    plugins: Plugins,
    others: BTreeMap<String, Rulebook>,
    options: Options,
    slip: Slip,
}

impl<'r> Kit<'r> {
    /// The kit for a rulebook.
    pub fn new(rulebook: &'r Rulebook) -> Self {
        Self {
            rulebook,
            plugins: Plugins::new(),
            others: BTreeMap::new(),
            options: Options::default(),
            slip: Slip::None,
        }
    }

    /// How much is tried.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// The plugins that the rulebook binds.
    #[must_use]
    pub fn plugins(mut self, plugins: Plugins) -> Self {
        self.plugins = plugins;
        self
    }

    /// Another rulebook that this one is held against, by the name under which `max_moved` names it. The shipped one is
    /// known.
    #[must_use]
    pub fn against(mut self, name: impl Into<String>, rulebook: Rulebook) -> Self {
        self.others.insert(name.into(), rulebook);
        self
    }

    /// A mistake between the engine and the properties, so that a test sees them find it.
    #[must_use]
    pub fn slip(mut self, slip: Slip) -> Self {
        self.slip = slip;
        self
    }

    /// Tries every property.
    ///
    /// # Errors
    /// A plugin that the rulebook binds was not handed in, or does not fit; a rulebook that `max_moved` names is not
    /// there.
    pub fn run(&self) -> Result<Report, KitError> {
        self.run_watched(|_, _| ())
    }

    /// The same; `watch` hears before each example how many were tried, and how many there are in all. Promises that few
    /// accounts are in another band than by another rulebook are tried after that, each on all examples once more.
    ///
    /// # Errors
    /// As of [`run`](Self::run).
    pub fn run_watched(&self, mut watch: impl FnMut(u64, u64)) -> Result<Report, KitError> {
        let checked = self.rulebook.checked();
        let mut bench = self.bench(checked)?;
        let checks: Vec<Check<'_>> = Check::all(checked)
            .into_iter()
            .filter(|check| {
                self.options
                    .only
                    .as_ref()
                    .is_none_or(|only| check.id() == only)
            })
            .collect();
        let cases = match self.options.cases {
            0 => (bench.draw.focuses() as u64 * 2 * 6 / 5).clamp(200, 5_000),
            cases => cases,
        };
        let mut findings: Vec<Finding> = checks
            .iter()
            .map(|check| Finding::begun(check, &bench, cases))
            .collect();
        'tried: for number in 0..cases {
            watch(number, cases);
            let example = bench.draw.example(number, self.options.seed);
            for (check, finding) in checks.iter().zip(&mut findings) {
                self.one(check, finding, &mut bench, &example);
                if self.options.until_broken && finding.broken().is_some() {
                    break 'tried;
                }
            }
        }
        for (check, finding) in checks.iter().zip(&mut findings) {
            match check.most_moved() {
                Some(most) => self.moved(finding, most, &mut bench, cases),
                None => finding.conclude(proof::proved(check, bench.rulebook)),
            }
        }
        Ok(Report {
            rulebook: format!("{}@{}", checked.id, checked.version),
            seed: self.options.seed,
            cases,
            findings,
        })
    }

    /// Tries a property that was not broken yet on one more example.
    fn one(
        &self,
        check: &Check<'_>,
        finding: &mut Finding,
        bench: &mut Bench<'_>,
        example: &Example,
    ) {
        if finding.broken().is_some() {
            return;
        }
        finding.cases += 1;
        match check.on(bench, example) {
            Tried::Idle => (),
            Tried::Held => finding.exercised += 1,
            Tried::Broken(_) => {
                finding.exercised += 1;
                finding.verdict = self.told(check, bench, example);
            }
        }
    }

    fn bench<'b>(&'b self, checked: &'b tenure_rules::Rulebook) -> Result<Bench<'b>, KitError> {
        let mut bench = Bench::new(checked, &self.plugins, self.slip)?;
        for property in checked.properties.iter().filter(|one| one.enabled) {
            if let Promise::MaxMoved { against, .. } = &property.promise {
                let other = self
                    .other(against)
                    .ok_or_else(|| KitError::NoSuchRulebook {
                        property: property.id.clone(),
                        against: against.clone(),
                    })?;
                let engine = Engine::new(other.checked().clone(), &Plugins::new())?;
                bench.others.insert(against.clone(), engine);
            }
        }
        Ok(bench)
    }

    fn other(&self, name: &str) -> Option<Rulebook> {
        let handed_in = self.others.get(name).cloned();
        handed_in.or_else(|| (name == "default-renewal").then(Rulebook::default_renewal))
    }

    /// A share of all examples may be in another band.
    fn moved(
        &self,
        finding: &mut Finding,
        (against, percent): (&str, i64),
        bench: &mut Bench<'_>,
        cases: u64,
    ) {
        let (mut moved, mut first) = (0_u64, None);
        for number in 0..cases {
            let example = bench.draw.example(number, self.options.seed);
            if let Some((true, here, there)) = check::moved(bench, against, &example) {
                moved += 1;
                first.get_or_insert((example, here, there));
            }
        }
        let allowed = finding.exercised.saturating_mul(percent.unsigned_abs()) / 100;
        let Some((example, here, there)) = first.filter(|_| moved > allowed) else {
            finding.conclude(None);
            return;
        };
        let what = format!(
            "{moved} of {} accounts are in another band than by `{against}`; {allowed} may be",
            finding.exercised
        );
        let broken = Broken::between(what, here, &format!("by `{against}`"), there);
        let told = Counterexample::one_of_many(&finding.property, &example, &broken);
        finding.verdict = Verdict::Failed(Box::new(told));
    }

    /// The story of the smallest example that breaks a property.
    fn told(&self, check: &Check<'_>, bench: &mut Bench<'_>, example: &Example) -> Verdict {
        let small = shrink::shrink(example, &mut |example| {
            matches!(check.on(bench, example), Tried::Broken(_))
        });
        let tried = match check.on(bench, &small) {
            Tried::Broken(broken) => Some((small, broken)),
            // An answer that differs from one time to the next need not fail again.
            Tried::Idle | Tried::Held => match check.on(bench, example) {
                Tried::Broken(broken) => Some((example.clone(), broken)),
                Tried::Idle | Tried::Held => None,
            },
        };
        match tried {
            Some((example, broken)) => {
                let told = Counterexample::new(check.id(), &example, &broken);
                Verdict::Failed(Box::new(told))
            }
            None => Verdict::Failed(Box::new(Counterexample::gone(check.id(), example))),
        }
    }

    /// Tries one property on one example again: what a [`Witness`] holds.
    ///
    /// # Errors
    /// As [`run`](Self::run), and where the rulebook has no property of that name.
    pub fn replay(
        &self,
        property: &str,
        example: &Example,
    ) -> Result<Option<Counterexample>, KitError> {
        let checked = self.rulebook.checked();
        let mut bench = self.bench(checked)?;
        let checks = Check::all(checked);
        let Some(check) = checks.iter().find(|check| check.id() == property) else {
            return Err(KitError::NoSuchProperty {
                property: property.to_owned(),
                near: tenure_rules::nearest(property, checks.iter().map(Check::id))
                    .map(str::to_owned),
            });
        };
        Ok(match check.on(&mut bench, example) {
            Tried::Broken(broken) => Some(Counterexample::new(property, example, &broken)),
            Tried::Idle | Tried::Held => None,
        })
    }
}

/// Why a rulebook cannot be tried.
#[derive(Debug)]
#[non_exhaustive]
pub enum KitError {
    /// A plugin is missing, or does not fit.
    Plugin(PluginError),
    /// A rulebook that a property names is not there.
    NoSuchRulebook {
        /// The property.
        property: String,
        /// The rulebook.
        against: String,
    },
    /// A property that a file names is not there.
    NoSuchProperty {
        /// The name.
        property: String,
        /// The one that may have been meant.
        near: Option<String>,
    },
}

impl From<PluginError> for KitError {
    fn from(error: PluginError) -> Self {
        Self::Plugin(error)
    }
}

impl std::fmt::Display for KitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Plugin(error) => write!(f, "{error}"),
            Self::NoSuchRulebook { property, against } => write!(
                f,
                "the property `{property}` is held against `{against}`, which is no shipped rulebook and no file beside this one"
            ),
            Self::NoSuchProperty { property, near } => {
                write!(f, "the rulebook has no property `{property}`")?;
                match near {
                    Some(near) => write!(f, "; did you mean `{near}`?"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl std::error::Error for KitError {}
