//! What a rule saw, as evidence and as words.

use std::collections::BTreeMap;

use tenure_columns::{Cell, Value};
use tenure_model::Currency;
use tenure_rules::{SignalDef, TextPart, each_text_part};

use crate::decision::{Evidence, Texts};

/// The languages of the words that are not the rulebook's.
const LANGUAGES: [&str; 2] = ["en", "ko"];

/// A value with what is known of its signal.
#[derive(Debug, Clone)]
pub(crate) struct Seen<'a> {
    /// The signal; none for a derived name.
    pub(crate) signal: Option<&'a SignalDef>,
    /// The value.
    pub(crate) cell: Cell<Value>,
}

/// What may be told of values: the currency of amounts, and the words that are not free text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Teller<'a> {
    /// The currency of money signals.
    pub(crate) currency: Option<Currency>,
    /// The rulebook's bands.
    pub(crate) bands: &'a [tenure_rules::Band],
}

impl Teller<'_> {
    /// A value as evidence. Text goes out only where it is of a closed list, or one of the few ids that are no free text.
    pub(crate) fn evidence(&self, seen: &Seen<'_>) -> Evidence {
        match &seen.cell {
            Cell::Known(Value::Int(value)) => Evidence::Int(*value),
            Cell::Known(Value::Float(value)) => Evidence::Float(*value),
            Cell::Known(Value::Bool(value)) => Evidence::Bool(*value),
            Cell::Known(Value::Text(text)) if self.may_quote(seen.signal, text) => {
                Evidence::Text(text.to_string())
            }
            Cell::Known(Value::Text(_)) => Evidence::missing("withheld"),
            Cell::Unknown => Evidence::missing("unknown"),
            Cell::Stale => Evidence::missing("stale"),
            Cell::NotApplicable => Evidence::missing("not_applicable"),
        }
    }

    /// Texts with each `{signal}` replaced by its value. What is neither a signal nor a derived name stays as it is.
    pub(crate) fn fill<'s>(
        &self,
        texts: &Texts,
        see: &mut dyn FnMut(&str) -> Option<Seen<'s>>,
    ) -> Texts {
        let mut filled = Texts::new();
        for (language, text) in texts {
            let mut words = String::with_capacity(text.len());
            for part in each_text_part(text) {
                match part {
                    TextPart::Literal(text) => words.push_str(text),
                    TextPart::Signal(name) => match see(name) {
                        Some(seen) => words.push_str(&self.word(language, &seen)),
                        None => words.extend(["{", name, "}"]),
                    },
                }
            }
            filled.insert(language.clone(), words);
        }
        filled
    }

    /// A value as people read it.
    fn word(&self, language: &str, seen: &Seen<'_>) -> String {
        match &seen.cell {
            Cell::Known(Value::Int(minor)) if seen.signal.is_some_and(|s| s.money) => {
                self.amount(*minor)
            }
            Cell::Known(Value::Int(value)) => value.to_string(),
            Cell::Known(Value::Float(value)) => plain(*value),
            Cell::Known(Value::Bool(true)) => choose(language, "yes", "예"),
            Cell::Known(Value::Bool(false)) => choose(language, "no", "아니요"),
            Cell::Known(Value::Text(text)) if self.may_quote(seen.signal, text) => text.to_string(),
            Cell::Known(Value::Text(_)) => choose(language, "as recorded", "기록된 값"),
            Cell::Unknown => choose(language, "unknown", "알 수 없음"),
            Cell::Stale => choose(language, "out of date", "오래됨"),
            Cell::NotApplicable => choose(language, "not applicable", "해당 없음"),
        }
    }

    /// Minor units as major ones, with the currency: `1050` is `10.50 USD`, or `1050 KRW`.
    fn amount(&self, minor: i64) -> String {
        let Some(currency) = self.currency else {
            return minor.to_string();
        };
        let digits = currency.exponent() as usize;
        if digits == 0 {
            return format!("{minor} {currency}");
        }
        let unit = 10_u64.pow(currency.exponent());
        let sign = if minor < 0 { "-" } else { "" };
        let (major, rest) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
        format!("{sign}{major}.{rest:0digits$} {currency}")
    }

    fn may_quote(&self, signal: Option<&SignalDef>, text: &str) -> bool {
        let Some(signal) = signal else {
            return false;
        };
        match signal.name.as_str() {
            "account.industry"
            | "account.segment"
            | "account.region"
            | "tenant.top_loss_reason_90d" => true,
            "history.band" | "risk.band" => {
                text == crate::decision::INSUFFICIENT
                    || self.bands.iter().any(|band| band.name == text)
            }
            _ => signal
                .words
                .as_ref()
                .is_some_and(|words| words.iter().any(|word| word == text)),
        }
    }
}

/// Two decimals at most, and none that are zero.
fn plain(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

fn choose(language: &str, en: &str, ko: &str) -> String {
    if language == "ko" { ko } else { en }.to_owned()
}

/// Why a group's cap took points away, or gave them back.
pub(crate) fn cap_reason(group: &str) -> Texts {
    in_words([
        format!("the group `{group}` is held within its limit"),
        format!("`{group}` 그룹의 한도 적용"),
    ])
}

/// Why the clamp took points away.
pub(crate) fn clamp_reason() -> Texts {
    in_words([
        "the sum of all points is held within its limit".to_owned(),
        "전체 점수의 한도 적용".to_owned(),
    ])
}

fn in_words(texts: [String; 2]) -> Texts {
    LANGUAGES
        .map(str::to_owned)
        .into_iter()
        .zip(texts)
        .collect()
}

/// The evidence of some signals, by name.
pub(crate) fn evidence<'s>(
    teller: &Teller<'_>,
    seen: impl IntoIterator<Item = (&'s SignalDef, Cell<Value>)>,
) -> BTreeMap<String, Evidence> {
    seen.into_iter()
        .map(|(signal, cell)| {
            let name = signal.name.clone();
            let signal = Some(signal);
            (name, teller.evidence(&Seen { signal, cell }))
        })
        .collect()
}
