//! `[rulebook]` and `[risk]`.

use crate::node::{Node, Table, Value};
use crate::rulebook::{Band, Holdout, RiskModel};
use crate::source::Loc;

use super::fields::Fields;
use super::{Checker, keys};

const LANGUAGE: i64 = 1;
const MOST_BANDS: usize = 20;

/// What `[rulebook]` says.
pub(super) struct Head {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) language: u32,
    pub(super) currency: Option<String>,
}

impl Checker<'_> {
    pub(super) fn head(&mut self, table: &Table) -> Option<Head> {
        let fields = self.section(table, "rulebook", &keys::HEAD)?;
        let id = self.report.id(&fields, "id");
        let version = self.report.required_text(&fields, "version");
        let language = self.language(&fields);
        let currency = self.currency(&fields);
        self.report.text(&fields, "extends");
        if let Some((_, loc)) = version.filter(|(version, _)| version.trim().is_empty()) {
            self.report.error("bad-id", loc, "this version is empty");
        }
        Some(Head {
            id: id?.0.to_owned(),
            version: version?.0.to_owned(),
            language: language?,
            currency,
        })
    }

    /// A table that must be there.
    fn section<'t>(
        &mut self,
        table: &'t Table,
        key: &'static str,
        known: &[&str],
    ) -> Option<Fields<'t>> {
        let (what, help) = if key == "risk" {
            (
                "[risk]",
                "say under [risk] what `prior`, `horizon_months`, `pdo` and `bands` are, or extend a rulebook that does",
            )
        } else {
            (
                "[rulebook]",
                "say under [rulebook] what `id`, `version` and `language` are",
            )
        };
        let Some(entry) = table.get(key) else {
            let message = format!("the rulebook needs the table {what}");
            self.report
                .error_help("missing-key", Loc::default(), message, help);
            return None;
        };
        self.report.fields(&entry.node, what, known)
    }

    fn language(&mut self, fields: &Fields<'_>) -> Option<u32> {
        let language = self
            .report
            .required_int(fields, "language", (i64::MIN, i64::MAX))?;
        if language == LANGUAGE {
            return Some(1);
        }
        let loc = fields
            .get("language")
            .map(|entry| entry.node.loc)
            .unwrap_or_default();
        let message = format!("this is written for version {language} of the condition language");
        self.report.error_help(
            "language",
            loc,
            message,
            "write language = 1, the only one there is",
        );
        None
    }

    fn currency(&mut self, fields: &Fields<'_>) -> Option<String> {
        let (currency, loc) = self.report.text(fields, "currency")?;
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            let message = format!("`{currency}` is no currency");
            self.report.error_help(
                "bad-currency",
                loc,
                message,
                "write its three capital letters: \"KRW\"",
            );
        }
        Some(currency.to_owned())
    }

    pub(super) fn risk(&mut self, table: &Table) -> Option<RiskModel> {
        let fields = self.section(table, "risk", &keys::RISK)?;
        let prior = self.report.required_int(&fields, "prior", (1, 9_999));
        let horizon = self
            .report
            .required_int(&fields, "horizon_months", (1, 120));
        let pdo = self.report.required_int(&fields, "pdo", (1, 1_000_000));
        let coverage = self.report.int(&fields, "min_coverage", (0, 10_000));
        let hysteresis = self.report.int(&fields, "hysteresis", (0, 5_000));
        self.report.required(&fields, "bands");
        let bands = self.report.list(&fields, "bands");
        let bands = bands.map(|bands| self.bands(bands, &fields))?;
        let mut words: Vec<String> = bands.iter().map(|band| band.name.clone()).collect();
        words.push("insufficient".to_owned());
        self.dictionary.close_words("risk.band", words);
        Some(RiskModel {
            prior_bp: prior?,
            horizon_months: horizon?,
            pdo: pdo?,
            bands,
            min_coverage_bp: coverage.unwrap_or(5_000),
            hysteresis_bp: hysteresis.unwrap_or(300),
            calibration: self.calibration(table),
        })
    }

    /// The control group, where the rulebook has one.
    pub(super) fn holdout(&mut self, table: &Table) -> Option<Holdout> {
        let entry = table.get("holdout")?;
        let fields = self
            .report
            .fields(&entry.node, "[holdout]", &keys::HOLDOUT)?;
        let share = self.report.required_int(&fields, "share", (0, 10_000));
        let salt = self.report.required_text(&fields, "salt");
        Some(Holdout {
            share_bp: share?,
            salt: salt?.0.to_owned(),
        })
    }

    fn bands(&mut self, nodes: &[Node], fields: &Fields<'_>) -> Vec<Band> {
        let loc = fields
            .get("bands")
            .map(|entry| entry.node.loc)
            .unwrap_or_default();
        if !(2..=MOST_BANDS).contains(&nodes.len()) {
            let message = format!(
                "there are {} bands; there are 2 to {MOST_BANDS}",
                nodes.len()
            );
            let help = "write bands = [ { name = \"low\", below = 3500 }, { name = \"high\" } ]";
            self.report.error_help("bad-bands", loc, message, help);
        }
        let mut bands: Vec<Band> = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            if let Some(band) = self.band(node, index + 1 == nodes.len(), &bands) {
                bands.push(band);
            }
        }
        bands
    }

    fn band(&mut self, node: &Node, is_last: bool, before: &[Band]) -> Option<Band> {
        let fields = self.report.fields(node, "a band", &keys::BAND)?;
        let name = self.report.id(&fields, "name");
        let below = self.report.int(&fields, "below", (1, 9_999));
        if let Some((name, loc)) = name {
            self.band_name(name, loc, before);
        }
        let lower = before.iter().rev().find_map(|band| band.below_bp);
        match (fields.get("below").map(|entry| entry.node.loc), is_last) {
            (Some(loc), true) => {
                self.report.error_help(
                    "bad-bands",
                    loc,
                    "the last band has no upper end",
                    "leave `below` out of it",
                );
            }
            (None, false) => {
                let message = "a band needs `below`; only the last one has no upper end";
                self.report.error("bad-bands", fields.loc, message);
            }
            (Some(loc), false) if below.is_some() && below <= lower => {
                let message = "bands stand from the least risky to the riskiest: each `below` is larger than the one before";
                self.report.error("bad-bands", loc, message);
            }
            (Some(_), false) | (None, true) => {}
        }
        Some(Band {
            name: name?.0.to_owned(),
            below_bp: below,
        })
    }

    fn band_name(&mut self, name: &str, loc: Loc, before: &[Band]) {
        if name == "insufficient" {
            let help = "this is the band of a decision that too little is known for";
            self.report
                .error_help("bad-bands", loc, "no band is called `insufficient`", help);
        }
        if before.iter().any(|band| band.name == name) {
            self.report
                .error("duplicate", loc, format!("there are two bands `{name}`"));
        }
    }
}

/// A number of a table, for whoever reads ints and floats alike.
pub(super) fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Int(int) => Some(*int as f64),
        Value::Float(float) => Some(*float),
        Value::Text(_) | Value::Bool(_) | Value::List(_) | Value::Table(_) | Value::Broken => None,
    }
}
