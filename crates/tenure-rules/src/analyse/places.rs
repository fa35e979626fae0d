//! Where in its texts the parts of a rulebook stand.
//!
//! A checked rulebook keeps its texts and no places. They are read again for whoever has something to say about a part.

use std::collections::BTreeMap;

use crate::dictionary::SignalId;
use crate::error::Place;
use crate::expr::{Expr, ExprKind, Span};
use crate::merge::merge;
use crate::node::{Node, Table, Value};
use crate::read;
use crate::report::Report;
use crate::rulebook::{Judge, Rulebook};
use crate::source::{Loc, raw_offset};
use crate::syntax::with_stack;

/// The texts of a rulebook as one table, base and all.
#[derive(Debug)]
pub struct Places {
    report: Report,
    table: Table,
    reads: BTreeMap<SignalId, (At, Span, Vec<String>)>,
}

/// A part of a rulebook: its section, its number there, and the way from it to a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct At {
    pub(super) section: &'static str,
    pub(super) index: usize,
    pub(super) way: Vec<Step>,
}

/// A step into a table or a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Key(&'static str),
    Item(usize),
}

impl At {
    pub(super) fn new(section: &'static str, index: usize) -> Self {
        Self {
            section,
            index,
            way: Vec::new(),
        }
    }

    pub(super) fn key(mut self, key: &'static str) -> Self {
        self.way.push(Step::Key(key));
        self
    }

    pub(super) fn item(mut self, item: usize) -> Self {
        self.way.push(Step::Item(item));
        self
    }
}

impl Places {
    /// Reads the texts of a rulebook again.
    pub fn of(rulebook: &Rulebook) -> Self {
        let (report, table) = with_stack(|| {
            let mut report = Report::default();
            let sources = rulebook.provenance.sources.iter().rev();
            let layers: Vec<Table> = sources
                .map(|(name, text)| read::read(&mut report, name, text).1)
                .collect();
            (report, layers.into_iter().rev().reduce(merge))
        });
        let mut places = Self {
            report,
            table: table.unwrap_or_default(),
            reads: BTreeMap::new(),
        };
        places.find_readers(rulebook);
        places
    }

    /// Where a rule's condition stands, or its bins; `None` for a number that no rule has.
    pub fn rule(&self, index: usize) -> Option<Place> {
        self.table("rule", index)?;
        let at = |key| self.loc(&At::new("rule", index).key(key));
        let loc = at("when").or_else(|| at("bins"));
        Some(self.place(loc.unwrap_or_default()))
    }

    /// Where a signal is read first, and every entry that reads it, in the order of the text; `None` if none does.
    pub fn reader(&self, signal: SignalId) -> Option<(Place, &[String])> {
        let (at, span, entries) = self.reads.get(&signal)?;
        Some((self.within(at, *span), entries))
    }

    /// Every signal that something reads.
    pub fn read_signals(&self) -> impl Iterator<Item = SignalId> {
        self.reads.keys().copied()
    }

    /// The place of a part.
    pub(super) fn at(&self, at: &At) -> Place {
        self.place(self.loc(at).unwrap_or_default())
    }

    /// The place of a span of a part's text.
    pub(super) fn within(&self, at: &At, span: Span) -> Place {
        let Some(node) = self.node(at) else {
            return self.at(at);
        };
        let Value::Text(text) = &node.value else {
            return self.place(node.loc);
        };
        let source = self.report.sources.get(usize::from(node.loc.source));
        let raw = source.and_then(|source| {
            let (start, end) = (node.loc.start as usize, node.loc.end as usize);
            source.text.get(start..end)
        });
        let raw = raw.unwrap_or("");
        let base = node.loc.start as usize;
        let start = base + raw_offset(raw, text, span.start as usize);
        let end = base + raw_offset(raw, text, span.end as usize);
        self.place(Loc::new(node.loc.source, start, end))
    }

    /// The text that a part is.
    pub(super) fn text(&self, at: &At) -> Option<&str> {
        match &self.node(at)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// In which of the texts a part stands: 0 is the rulebook's own, then its base.
    pub(super) fn source(&self, at: &At) -> u16 {
        self.loc(at).map_or(0, |loc| loc.source)
    }

    fn place(&self, loc: Loc) -> Place {
        let source = self.report.sources.get(usize::from(loc.source));
        source.map(|source| source.place(loc)).unwrap_or_default()
    }

    fn loc(&self, at: &At) -> Option<Loc> {
        self.node(at).map(|node| node.loc)
    }

    fn table(&self, section: &str, index: usize) -> Option<&Node> {
        match &self.table.get(section)?.node.value {
            Value::List(nodes) => nodes.get(index),
            _ => None,
        }
    }

    fn node(&self, at: &At) -> Option<&Node> {
        let mut node = self.table(at.section, at.index)?;
        for step in &at.way {
            node = match (step, &node.value) {
                (Step::Key(key), Value::Table(table)) => &table.get(key)?.node,
                (Step::Item(item), Value::List(nodes)) => nodes.get(*item)?,
                _ => return None,
            };
        }
        Some(node)
    }

    fn find_readers(&mut self, rulebook: &Rulebook) {
        for (index, rule) in rulebook.rules.iter().enumerate() {
            if !rule.enabled {
                continue;
            }
            let at = At::new("rule", index);
            match &rule.judge {
                Judge::When { condition, .. } => {
                    self.readers_in(condition, &at.key("when"), &rule.id);
                }
                Judge::Bins { signal, .. } => {
                    let whole = Span::default();
                    self.reads(*signal, &at.key("signal"), whole, &rule.id);
                }
            }
        }
        for (condition, at, entry) in super::conditions::beside_rules(rulebook) {
            self.readers_in(condition, &at, &entry);
        }
    }

    fn readers_in(&mut self, expr: &Expr, at: &At, entry: &str) {
        match &expr.kind {
            ExprKind::Signal(id) => self.reads(*id, at, expr.span, entry),
            // Its parts stand in the text of the derived name.
            ExprKind::Derived(_, inner) => {
                for signal in inner.signals() {
                    self.reads(signal, at, expr.span, entry);
                }
            }
            _ => {
                for part in expr.parts() {
                    self.readers_in(part, at, entry);
                }
            }
        }
    }

    fn reads(&mut self, signal: SignalId, at: &At, span: Span, entry: &str) {
        let first = || (at.clone(), span, Vec::new());
        let (_, _, entries) = self.reads.entry(signal).or_insert_with(first);
        if entries.last().is_none_or(|last| last != entry) {
            entries.push(entry.to_owned());
        }
    }
}
