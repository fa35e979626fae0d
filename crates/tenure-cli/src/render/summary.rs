//! What the table says on the whole.

use std::collections::BTreeMap;
use std::io::{self, Write};

use tenure_model::{RecordKind, Tenant};

use super::colour::Style;
use super::table::{Look, Table, is_open};
use super::text::{WIDTH, major, thousands, wrap};
use super::words::Language;
use crate::facade::{Decision, INSUFFICIENT};

/// Counts over all decisions.
#[derive(Default)]
pub(crate) struct Summary {
    accounts: usize,
    bands: BTreeMap<String, usize>,
    actions: BTreeMap<String, usize>,
    calibrated: bool,
    horizon_months: i64,
    informative: BTreeMap<String, usize>,
    of_tenant: Vec<String>,
}

impl Summary {
    /// Counts a decision.
    pub(crate) fn add(&mut self, decision: &Decision) {
        self.accounts += 1;
        self.calibrated = decision.risk.calibrated;
        self.horizon_months = decision.risk.horizon_months;
        *self.bands.entry(decision.risk.band.clone()).or_default() += 1;
        for action in decision.actions.iter().filter(|action| is_open(action)) {
            *self.actions.entry(action.kind.clone()).or_default() += 1;
        }
        if let Some(kind) = &decision.most_informative {
            *self.informative.entry(kind.clone()).or_default() += 1;
        }
    }

    /// Takes in what is to be done for the tenant itself, a line each.
    pub(crate) fn of_tenant(&mut self, actions: Vec<String>) {
        self.of_tenant = actions;
    }

    /// Writes the summary.
    pub(crate) fn write(
        &self,
        out: &mut dyn Write,
        look: &Look,
        table: &Table,
        tenant: &Tenant,
    ) -> io::Result<()> {
        let pick = |en, ko| look.language.pick(en, ko);
        writeln!(
            out,
            "{}\n",
            look.colour.paint(Style::Bold, pick("summary", "요약"))
        )?;
        if self.accounts == 0 {
            return Self::none(out, look);
        }
        line(
            out,
            pick("accounts", "고객사"),
            &self.accounts_by_band(look),
        )?;
        for (currency, minor) in table.at_risk() {
            let amount = format!("{currency} {}", major(minor, currency.exponent()));
            line(
                out,
                pick("revenue at risk", "위험 매출"),
                &format!("{amount} {}", pick("a year", "(연간)")),
            )?;
        }
        line(out, pick("actions", "조치"), &self.actions(look.language))?;
        for (index, action) in self.of_tenant.iter().enumerate() {
            let what = if index == 0 {
                pick("for the house", "전사 조치")
            } else {
                ""
            };
            line(out, what, action)?;
        }
        line(
            out,
            pick("not kept", "관리하지 않음"),
            &not_kept(tenant, look.language),
        )?;
        line(
            out,
            pick("would tell most", "확인하면 좋은 것"),
            &self.informative(look.language),
        )?;
        line(
            out,
            pick("probability", "확률"),
            &self.meaning(look.language),
        )
    }

    fn none(out: &mut dyn Write, look: &Look) -> io::Result<()> {
        line(
            out,
            look.language.pick("accounts", "고객사"),
            look.language.pick("none was decided", "판정된 고객사 없음"),
        )
    }

    fn accounts_by_band(&self, look: &Look) -> String {
        let bands = look
            .bands
            .iter()
            .rev()
            .map(String::as_str)
            .chain([INSUFFICIENT]);
        let parts: Vec<_> = bands
            .filter_map(|band| {
                let count = self.bands.get(band)?;
                Some(format!("{} {}", thousands(*count as i128), look.band(band)))
            })
            .collect();
        format!("{}: {}", thousands(self.accounts as i128), parts.join(", "))
    }

    /// `12 owner todo, 3 upsell`, the most frequent first.
    fn actions(&self, language: Language) -> String {
        let mut sorted: Vec<_> = self.actions.iter().collect();
        sorted.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let parts = sorted.into_iter().map(|(kind, count)| {
            format!("{} {}", thousands(*count as i128), language.action(kind))
        });
        parts.collect::<Vec<_>>().join(", ")
    }

    fn informative(&self, language: Language) -> String {
        let mut kinds: Vec<_> = self.informative.iter().collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let parts = kinds.into_iter().take(3).map(|(kind, count)| {
            let name =
                RecordKind::from_word(kind).map_or(kind.as_str(), |kind| language.kind(kind));
            match language {
                Language::En if *count == 1 => format!("{name} for 1 account"),
                Language::En => format!("{name} for {count} accounts"),
                Language::Ko => format!("{name} ({count}개 고객사)"),
            }
        });
        parts.collect::<Vec<_>>().join(", ")
    }

    fn meaning(&self, language: Language) -> String {
        let months = self.horizon_months;
        match (language, self.calibrated) {
            (Language::En, true) => format!("of leaving within {months} months, calibrated"),
            (Language::En, false) => {
                format!(
                    "of leaving within {months} months, uncalibrated: it ranks, and does not predict"
                )
            }
            (Language::Ko, true) => format!("{months}개월 안에 이탈할 확률, 보정됨"),
            (Language::Ko, false) => {
                format!("{months}개월 안에 이탈할 확률, 보정 전: 순위일 뿐 예측이 아님")
            }
        }
    }
}

/// A line of the summary; none where there is nothing to say.
fn line(out: &mut dyn Write, what: &str, text: &str) -> io::Result<()> {
    const LEAD: usize = 18;
    for (index, part) in wrap(text, WIDTH - LEAD - 2).into_iter().enumerate() {
        let what = if index == 0 { what } else { "" };
        writeln!(out, "  {}{part}", super::text::left(what, LEAD))?;
    }
    Ok(())
}

/// The kinds of records that the tenant says the host does not keep.
fn not_kept(tenant: &Tenant, language: Language) -> String {
    let Some(supplies) = &tenant.supplies else {
        return String::new();
    };
    let missing = RecordKind::WORDS
        .iter()
        .filter_map(|word| RecordKind::from_word(word))
        .filter(|kind| !supplies.contains(kind))
        .map(|kind| language.kind(kind));
    missing.collect::<Vec<_>>().join(", ")
}
