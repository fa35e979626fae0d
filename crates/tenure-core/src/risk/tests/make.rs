//! Random rulebooks and portfolios.

use std::fmt::Write;
use std::sync::Arc;

use tenure_columns::{Cell, Frame, Value};
use tenure_rules::{Scope, SignalType};

use super::{ListState, NARROW, Portfolio, Rows, SIGNALS, id, set};

const WORDS: [&str; 6] = ["saas", "finance", "low", "medium", "high", "other"];

/// Conditions at account scope.
const WIDE: [&str; 8] = [
    "a.int > 0",
    "a.int >= 2 && a.flag",
    "a.other < 3 || a.flag",
    "!a.flag",
    "a.float > 0.5",
    r#"a.word == "saas""#,
    "a.int / a.other > 1",
    r#"(a.word ?? "other") in ["finance", "other"] && a.int < 4"#,
];

/// Conditions over complaints.
const OF_COMPLAINTS: [&str; 4] = [
    "complaint.age > 3",
    "complaint.open",
    r#"complaint.open && complaint.word == "high""#,
    "complaint.age > a.int",
];

/// A source of random things (splitmix64).
pub(super) struct Maker(u64);

impl Maker {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn points(&mut self) -> i64 {
        self.below(61) as i64 - 30
    }

    pub(super) fn rulebook(&mut self) -> String {
        let mut text = String::new();
        let groups = self.below(4);
        for group in 0..groups {
            let mode = if self.chance(50) { "sum" } else { "max" };
            let _ = write!(text, "[[group]]\nid = \"g{group}\"\nmode = \"{mode}\"\n");
            if self.chance(50) {
                let _ = writeln!(text, "cap = {}", self.below(40));
            }
        }
        let rules = 1 + self.below(9);
        for rule in 0..rules {
            self.rule(&mut text, rule, groups);
        }
        for _ in 0..self.below(5) {
            let condition = WIDE[self.below(WIDE.len())];
            let target = if groups > 0 && self.chance(60) {
                format!("group = \"g{}\"", self.below(groups))
            } else {
                format!("rule = \"r{}\"", self.below(rules))
            };
            let by = format!("{}/10", [0, 5, 8, 12, 13, 15][self.below(6)]);
            let _ = write!(
                text,
                "[[overlay]]\nwhen = '{condition}'\nscale = {{ {target}, by = \"{by}\" }}\n"
            );
        }
        text
    }

    fn rule(&mut self, text: &mut String, rule: usize, groups: usize) {
        let _ = write!(text, "[[rule]]\nid = \"r{rule}\"\n");
        if groups > 0 && self.chance(70) {
            let _ = writeln!(text, "group = \"g{}\"", self.below(groups));
        }
        let narrow = self.chance(25);
        if narrow {
            text.push_str("scope = \"complaint\"\n");
        }
        if self.chance(10) {
            text.push_str("enabled = false\n");
        }
        if self.chance(50) {
            let conditions: &[&str] = if narrow { &OF_COMPLAINTS } else { &WIDE };
            let condition = conditions[self.below(conditions.len())];
            let _ = write!(text, "when = '{condition}'\npoints = {}\n", self.points());
        } else {
            self.bins(text, narrow);
        }
    }

    fn bins(&mut self, text: &mut String, narrow: bool) {
        let signal = if narrow {
            NARROW + self.below(3)
        } else {
            self.below(5)
        };
        let (name, _, ty, _) = SIGNALS[signal];
        let mut bins: Vec<String> = match ty {
            SignalType::Int => vec!["below = 1".to_owned(), "below = 3".to_owned()],
            SignalType::Float => vec!["below = 0.25".to_owned(), "below = 0.75".to_owned()],
            SignalType::Bool => vec!["is = true".to_owned()],
            SignalType::Text => vec![
                "is = \"low\"".to_owned(),
                "is = [\"high\", \"saas\"]".to_owned(),
            ],
        };
        if self.chance(50) {
            bins.push(String::new());
        }
        for state in ["stale = true", "unknown = true", "not_applicable = true"] {
            if self.chance(30) {
                bins.push(state.to_owned());
            }
        }
        let bins: Vec<String> = bins
            .into_iter()
            .map(|test| {
                let points = self.points();
                if test.is_empty() {
                    format!("{{ points = {points} }}")
                } else {
                    format!("{{ {test}, points = {points} }}")
                }
            })
            .collect();
        let _ = write!(
            text,
            "signal = \"{name}\"\nbins = [ {} ]\n",
            bins.join(", ")
        );
    }

    fn cell(&mut self, ty: SignalType) -> Cell<Value> {
        match self.below(10) {
            0 => return Cell::Unknown,
            1 => return Cell::Stale,
            2 => return Cell::NotApplicable,
            _ => {}
        }
        Cell::Known(match ty {
            SignalType::Int => Value::Int(self.below(6) as i64),
            SignalType::Float => Value::Float(self.below(9) as f64 / 8.0),
            SignalType::Bool => Value::Bool(self.chance(50)),
            SignalType::Text => Value::Text(Arc::from(WORDS[self.below(WORDS.len())])),
        })
    }

    fn fill(&mut self, frame: &mut Frame, signals: std::ops::Range<usize>) {
        for signal in signals {
            let cells: Vec<Cell<Value>> = (0..frame.rows())
                .map(|_| self.cell(SIGNALS[signal].2))
                .collect();
            set(frame, signal, &cells);
        }
    }

    pub(super) fn portfolio(&mut self, accounts: usize) -> Portfolio {
        let mut frame = Frame::new(accounts);
        self.fill(&mut frame, 0..NARROW);
        let mut parent = Vec::new();
        let mut lists = Vec::new();
        for account in 0..accounts {
            let list = match self.below(6) {
                0 => ListState::Unknown,
                1 => ListState::NotKept,
                _ => ListState::Given,
            };
            lists.push(list);
            if list == ListState::Given {
                let count = self.below(4);
                parent.extend(std::iter::repeat_n(account as u32, count));
            }
        }
        let mut complaints = Frame::new(parent.len());
        self.fill(&mut complaints, NARROW..SIGNALS.len());
        Portfolio {
            accounts: frame,
            complaints: Rows {
                scope: Scope::Complaint,
                frame: complaints,
                entity: (0..parent.len()).map(id).collect(),
                parent,
                lists,
            },
        }
    }
}
