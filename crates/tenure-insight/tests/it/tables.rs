//! Small tables of known making, and the engine run over their rows.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};
use tenure::model::{Account, Limits, Tenant, read_account};
use tenure::{Engine, Rulebook};
use tenure_insight::fit::*;

/// Numbers from 0 to 1 that look like chance, and are the same every time.
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[(self.next() * words.len() as f64) as usize]
    }
}

/// A table of odd columns: names and words that need quoting, blanks, numbers of all sizes, and a base rate.
pub(crate) fn odd(seed: u64, rows: usize, base: f64) -> String {
    let mut draw = Draw::new(seed);
    let mut text = "key,\"Monthly fee, \"\"net\"\"\",Plan {new},1st seen,요금제,type,case,small,large,flag,noise,city,Lost?\n".to_owned();
    for row in 0..rows {
        let fee = (draw.next() * 20_000.0).round() / 100.0;
        let plan = draw.pick(&[
            "month to month",
            "a \"year\"",
            "two\\years",
            "back`tick ${x}",
            "",
            " padded ",
        ]);
        let seen = (draw.next() * 60.0).floor() - 5.0;
        let korean = draw.pick(&["기본", "고급", "없음"]);
        let ty = draw.pick(&["true", "false", "true"]);
        let case = if draw.next() < 0.2 {
            "NA".to_owned()
        } else {
            format!("{}", (draw.next() * 8.0).floor())
        };
        let (small, large) = (draw.next() * 1e-9, (draw.next() - 0.3) * 1e17);
        let flag = f64::from(u8::from(draw.next() < 0.3));
        let noise = draw.next();
        let city = format!("city-{}", (draw.next() * draw.next() * 90.0).floor());
        let mut odds = base + fee / 80.0 - seen / 30.0 + flag;
        odds += if plan == "a \"year\"" {
            -1.5
        } else if plan.is_empty() {
            1.0
        } else {
            0.0
        };
        odds += if korean == "고급" { -0.7 } else { 0.4 } + if case == "NA" { 0.8 } else { 0.0 };
        odds += if ty == "true" { 0.5 } else { -0.5 } + small * 1e9 + large * 1e-17;
        let lost = if draw.next() < 1.0 / (1.0 + (-odds).exp()) {
            "yes"
        } else {
            "no"
        };
        let plan = plan.replace('"', "\"\"");
        writeln!(text, "k{row},{fee},\"{plan}\",{seen},{korean},{ty},{case},{small:e},{large},{flag},{noise},{city},{lost}").unwrap();
    }
    text
}

pub(crate) fn table(text: &str) -> Table {
    Table::read(text.as_bytes()).unwrap()
}

/// The rows as accounts, as the adapter makes them: numbers, words without the spaces around them, nothing for nothing.
pub(crate) fn accounts(text: &str, signals: &[Signal]) -> Vec<Account> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let account = |(row, record): (usize, csv::StringRecord)| {
        let mut custom = Map::new();
        for signal in signals {
            let at = header
                .iter()
                .position(|name| name.trim() == signal.column)
                .unwrap();
            let cell = record[at].trim_matches(' ');
            let value = if signal.is_number {
                cell.parse::<f64>().ok().map(Value::from)
            } else {
                Some(Value::from(cell))
            };
            if let Some(value) = value.filter(|_| !cell.is_empty()) {
                custom.insert(signal.name.clone(), value);
            }
        }
        let json = json!({ "id": format!("r{row}"), "custom": custom }).to_string();
        read_account(&json, &Limits::default()).unwrap().value
    };
    reader
        .records()
        .map(Result::unwrap)
        .enumerate()
        .map(account)
        .collect()
}

/// The points that the engine gives by a rulebook's text.
pub(crate) fn decided(rulebook: &str, accounts: &[Account]) -> Vec<i64> {
    let rulebook = Rulebook::parse("fitted.toml", rulebook)
        .unwrap_or_else(|error| panic!("{error}\n{rulebook}"));
    assert_eq!(rulebook.warnings(), []);
    let engine = Engine::builder().rulebook(rulebook).build().unwrap();
    let day = "2026-06-30".parse().unwrap();
    let decisions = engine
        .session()
        .decide_batch(accounts, &Tenant::default(), day)
        .unwrap();
    decisions
        .iter()
        .map(|decision| decision.risk.points)
        .collect()
}

/// Checks that the engine gives every row the points that the fit's own scorer gives it.
pub(crate) fn agrees(text: &str, fitted: &Fitted) {
    let decided = decided(
        &fitted.rulebook("fitted"),
        &accounts(text, fitted.signals()),
    );
    let own = fitted.points();
    assert_eq!(decided.len(), own.len());
    let wrong = decided
        .iter()
        .zip(&own)
        .position(|(engine, own)| engine != own);
    assert_eq!(
        wrong,
        None,
        "{decided:?}\n{own:?}\n{}",
        fitted.rulebook("fitted")
    );
}
