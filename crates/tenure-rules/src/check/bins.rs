//! Bins of one signal.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::dictionary::{Scope, SignalDef, SignalId, SignalType};
use crate::nearest::nearest;
use crate::node::{Entry, Node, Value};
use crate::rulebook::{Bin, BinTest, Judge, Number};
use crate::source::Loc;
use crate::typer;

use super::fields::{Due, Fields};
use super::head::number;
use super::rules::MOST_POINTS;
use super::{Checker, keys};

const TESTS: [&str; 5] = ["below", "is", "stale", "unknown", "not_applicable"];

/// What the bins so far take, so that a bin which can never be reached is found.
#[derive(Default)]
struct Taken {
    below: Option<f64>,
    words: BTreeSet<String>,
    truths: BTreeSet<bool>,
    /// `otherwise`, `stale`, `unknown`, `not_applicable`.
    otherwise: bool,
    states: BTreeSet<&'static str>,
}

impl Checker<'_> {
    pub(super) fn bins(&mut self, fields: &Fields<'_>, scope: Scope) -> Option<Judge> {
        let signal = self.bin_signal(fields, scope);
        let nodes = self.report.list(fields, "bins")?;
        if nodes.is_empty() {
            let loc = fields
                .get("bins")
                .map(|entry| entry.node.loc)
                .unwrap_or_default();
            self.report
                .error("missing-key", loc, "a rule needs at least one bin");
        }
        let def = signal.and_then(|id| self.dictionary.get(id)).cloned();
        let mut taken = Taken::default();
        let bins: Vec<Option<Bin>> = nodes
            .iter()
            .map(|node| self.bin(node, def.as_ref(), scope, &mut taken))
            .collect();
        let bins: Vec<Bin> = bins.into_iter().collect::<Option<_>>()?;
        let signal = signal?;
        let amounts = bins
            .iter()
            .any(|bin| matches!(bin.test, BinTest::Below(bound) if !is_zero(bound)));
        if amounts && !self.has_currency && def.is_some_and(|def| def.money) {
            let loc = fields
                .get("bins")
                .map(|entry| entry.key_loc)
                .unwrap_or_default();
            let help = "write currency = \"KRW\" (or another) under [rulebook]";
            self.report.error_help(
                "no-currency",
                loc,
                "these bins are amounts, and the rulebook names no currency",
                help,
            );
        }
        Some(Judge::Bins { signal, bins })
    }

    fn bin_signal(&mut self, fields: &Fields<'_>, scope: Scope) -> Option<SignalId> {
        let (name, loc) = self.report.required_text(fields, "signal")?;
        let Some(id) = self.dictionary.find(name) else {
            let (code, message, help) = self.no_bin_signal(name);
            self.report.error_help(code, loc, message, help);
            return None;
        };
        let out = self
            .dictionary
            .get(id)
            .and_then(|def| typer::hidden(Some(scope), false, def));
        if let Some((message, help)) = out {
            self.report.error_help("out-of-scope", loc, message, help);
            return None;
        }
        Some(id)
    }

    fn no_bin_signal(&self, name: &str) -> (&'static str, String, String) {
        if self.derives.find(name).is_some() {
            let message = format!("`{name}` is a derived name; bins are of one signal");
            return (
                "unknown-signal",
                message,
                "write rules with `when`".to_owned(),
            );
        }
        let names = self.dictionary.iter().map(|(_, def)| def.name.as_str());
        let help = nearest(name, names).map_or_else(
            || "`tenure signals` lists them all".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        (
            "unknown-signal",
            format!("there is no signal `{name}`"),
            help,
        )
    }

    fn bin(
        &mut self,
        node: &Node,
        def: Option<&SignalDef>,
        scope: Scope,
        taken: &mut Taken,
    ) -> Option<Bin> {
        let fields = self.report.fields(node, "a bin", &keys::BIN)?;
        let points = self
            .report
            .required_int(&fields, "points", (-MOST_POINTS, MOST_POINTS));
        let reason = fields
            .get("reason")
            .map(|entry| self.texts_of(&entry.node, scope, false));
        let tests: Vec<&Entry> = TESTS.iter().filter_map(|key| fields.get(key)).collect();
        let test = match tests.as_slice() {
            [] => self.otherwise(def, node.loc, taken),
            [entry] => self.bin_test(entry, def, taken)?,
            [_, second, ..] => {
                let help = "make two bins of it";
                self.report
                    .error_help("both", second.key_loc, "a bin has one test", help);
                return None;
            }
        };
        Some(Bin {
            test,
            points: points?,
            reason,
        })
    }

    fn otherwise(&mut self, def: Option<&SignalDef>, loc: Loc, taken: &mut Taken) -> BinTest {
        if taken.otherwise || def.is_some_and(|def| taken.all_of(def)) {
            self.unreachable(loc, "the bins before it take every value");
        }
        taken.otherwise = true;
        BinTest::Otherwise
    }

    fn unreachable(&mut self, loc: Loc, why: &str) {
        let message = format!("this bin can never be reached: {why}");
        self.report.error_help(
            "unreachable",
            loc,
            message,
            "put it before them, or leave it out",
        );
    }

    fn bin_test(
        &mut self,
        entry: &Entry,
        def: Option<&SignalDef>,
        taken: &mut Taken,
    ) -> Option<BinTest> {
        let state = match entry.key.as_str() {
            "below" => return self.below(entry, def, taken),
            "is" => return self.is_bin(entry, def, taken),
            "stale" => ("stale", BinTest::Stale),
            "unknown" => ("unknown", BinTest::Unknown),
            _ => ("not_applicable", BinTest::NotApplicable),
        };
        if !matches!(entry.node.value, Value::Bool(true)) {
            let message = format!("`{}` is true or left out", entry.key);
            self.report.error("wrong-type", entry.node.loc, message);
            return None;
        }
        let hidden_stale = state.0 == "stale" && taken.states.contains("unknown");
        if !taken.states.insert(state.0) {
            self.unreachable(entry.key_loc, "one before it says the same");
        } else if hidden_stale {
            self.warn_late_stale(entry.key_loc);
        }
        Some(state.1)
    }

    /// `stale` after `unknown` is still reached: the state is looked for by its own bin first.
    fn warn_late_stale(&mut self, loc: Loc) {
        let help = "put `stale` before `unknown`";
        self.report.warn(
            "bin-order",
            loc,
            "a stale value falls here, though `unknown` stands before it",
            help,
        );
    }

    fn below(
        &mut self,
        entry: &Entry,
        def: Option<&SignalDef>,
        taken: &mut Taken,
    ) -> Option<BinTest> {
        let bound = self.bound(entry, def?)?;
        let value = number(&entry.node.value)?;
        if taken.otherwise || taken.below.is_some_and(|before| value <= before) {
            self.unreachable(entry.node.loc, "a bin before it takes these values");
        }
        taken.below = Some(taken.below.map_or(value, |before| before.max(value)));
        Some(BinTest::Below(bound))
    }

    fn bound(&mut self, entry: &Entry, def: &SignalDef) -> Option<Number> {
        match (&entry.node.value, def.ty) {
            (Value::Int(int), SignalType::Int) => Some(Number::Int(*int)),
            (Value::Int(int), SignalType::Float) => Some(Number::Float(*int as f64)),
            (Value::Float(float), SignalType::Float) => Some(Number::Float(*float)),
            (Value::Float(_), SignalType::Int) => {
                let message = format!("`{}` is an int: it is below a whole number", def.name);
                self.report.error("type-mismatch", entry.node.loc, message);
                None
            }
            (Value::Int(_) | Value::Float(_), SignalType::Text | SignalType::Bool) => {
                let message = format!(
                    "`{}` is {}, which is below nothing",
                    def.name,
                    typer::what(def.ty)
                );
                self.report
                    .error_help("type-mismatch", entry.key_loc, message, "write `is`");
                None
            }
            _ => {
                self.report.wrong_type(entry, Due::Number);
                None
            }
        }
    }

    fn is_bin(
        &mut self,
        entry: &Entry,
        def: Option<&SignalDef>,
        taken: &mut Taken,
    ) -> Option<BinTest> {
        let def = def?;
        match (&entry.node.value, def.ty) {
            (Value::Text(_), SignalType::Text) => {
                self.words_bin(std::slice::from_ref(&entry.node), def, taken)
            }
            (Value::List(nodes), SignalType::Text) if !nodes.is_empty() => {
                self.words_bin(nodes, def, taken)
            }
            (Value::Bool(truth), SignalType::Bool) => {
                if taken.otherwise || !taken.truths.insert(*truth) {
                    self.unreachable(entry.node.loc, "a bin before it takes this value");
                }
                Some(BinTest::IsBool(*truth))
            }
            (Value::Broken, _) => None,
            (value, ty) => {
                let message = match ty {
                    SignalType::Int | SignalType::Float => {
                        format!("`{}` is {}, which has no `is`", def.name, typer::what(ty))
                    }
                    SignalType::Bool | SignalType::Text => format!(
                        "`{}` is {}, and this is {}",
                        def.name,
                        typer::what(ty),
                        value.what()
                    ),
                };
                let help = match ty {
                    SignalType::Int | SignalType::Float => "numbers have `below`",
                    SignalType::Bool => "write is = true or is = false",
                    SignalType::Text => "write is = \"…\", or a list of texts",
                };
                self.report
                    .error_help("type-mismatch", entry.node.loc, message, help);
                None
            }
        }
    }

    fn words_bin(&mut self, nodes: &[Node], def: &SignalDef, taken: &mut Taken) -> Option<BinTest> {
        let words: Vec<Option<Arc<str>>> = nodes
            .iter()
            .map(|node| self.bin_word(node, def, taken))
            .collect();
        Some(BinTest::Is(words.into_iter().collect::<Option<_>>()?))
    }

    fn bin_word(&mut self, node: &Node, def: &SignalDef, taken: &mut Taken) -> Option<Arc<str>> {
        let Value::Text(word) = &node.value else {
            self.report.error(
                "wrong-type",
                node.loc,
                format!("a word is text, not {}", node.value.what()),
            );
            return None;
        };
        if let Some(words) = def.words.as_ref().filter(|words| !words.contains(word)) {
            let hints = !self.report.is_full();
            let near = hints
                .then(|| nearest(word, words.iter().map(String::as_str)))
                .flatten();
            let help = near.map_or_else(
                || format!("it is one of {}", words.join(", ")),
                |near| format!("did you mean \"{near}\"?"),
            );
            let message = format!("`{}` is never \"{word}\"", def.name);
            self.report
                .error_help("unknown-word", node.loc, message, help);
            return None;
        }
        if taken.otherwise || !taken.words.insert(word.clone()) {
            self.unreachable(node.loc, "a bin before it takes this word");
        }
        Some(Arc::from(word.as_str()))
    }
}

impl Taken {
    /// Whether every known value of a signal has its bin.
    fn all_of(&self, def: &SignalDef) -> bool {
        match (def.ty, def.closed_words()) {
            (SignalType::Bool, _) => self.truths.len() == 2,
            (SignalType::Text, Some(words)) => words.iter().all(|word| self.words.contains(word)),
            (SignalType::Text, None) | (SignalType::Int | SignalType::Float, _) => false,
        }
    }
}

fn is_zero(bound: Number) -> bool {
    match bound {
        Number::Int(int) => int == 0,
        Number::Float(float) => float == 0.0,
    }
}
