//! Metrics as people and programs read them.

mod rows;
mod words;

use std::collections::BTreeMap;
use std::io::{self, BufWriter, StdoutLock, Write};

use serde::Serialize;
use tenure_insight::metrics::benchmark::{ALARM, AVERAGE, of_industry};
use tenure_insight::metrics::purchase::Cohort;
use tenure_insight::metrics::survival::survival_at;
use tenure_insight::metrics::value::AtRisk;
use tenure_insight::metrics::{Measured, Metric, Ratio, Unit};
use tenure_model::Tenant;

use super::colour::{Colour, Style};
use super::page::Page;
use super::text::{left, major, percent, right, thousands};
use super::words::Language;
use crate::args::{GroupBy, MetricsArgs};
use crate::failure::Failure;

pub(crate) use rows::{broken, csv, json};

/// What was measured, as it goes out.
#[derive(Serialize)]
pub(crate) struct Told {
    /// All accounts.
    #[serde(flatten)]
    pub(crate) whole: Measured,
    /// Each group for itself; none where none were asked for.
    pub(crate) groups: BTreeMap<String, Measured>,
    /// Revenue at risk on the day `--to`, by currency.
    pub(crate) at_risk: Vec<AtRisk>,
}

/// A quotient with so many decimals, rounded half away from zero.
fn decimal(ratio: Ratio, decimals: u32) -> String {
    let scale = 10_i64.pow(decimals);
    let scaled = ratio.scaled(scale);
    let sign = if scaled < 0 { "-" } else { "" };
    let (whole, part) = (
        scaled.unsigned_abs() / scale.unsigned_abs(),
        scaled.unsigned_abs() % scale.unsigned_abs(),
    );
    format!("{sign}{whole}.{part:0width$}", width = decimals as usize)
}

/// A table for people.
pub(crate) fn table(
    out: &mut BufWriter<StdoutLock<'static>>,
    told: &Told,
    tenant: &Tenant,
    args: &MetricsArgs,
) -> Result<(), Failure> {
    let colour = Colour::wanted(&io::stdout());
    let mut teller = Teller {
        page: Page::new(out, colour),
        language: args.time.lang,
        colour,
        measured: &told.whole,
        variants: args.variants,
        agreed: words::agreed(args, &told.whole.conventions),
    };
    teller.head()?;
    teller.sections()?;
    teller.bridge()?;
    teller.at_risk(&told.at_risk)?;
    teller.cohorts()?;
    teller.purchase_cohorts()?;
    teller.survival()?;
    if let Some(by) = args.by {
        teller.groups(&told.groups, by, tenant)?;
    }
    Ok(out.flush()?)
}

/// The sections of the table, with the metrics of each.
const SECTIONS: [(&str, &str, &[&str]); 6] = [
    (
        "customers",
        "고객",
        &[
            "crr",
            "churn",
            "churn_event",
            "naive_active_ratio",
            "crr_all_new",
        ],
    ),
    (
        "revenue a month",
        "월 매출",
        &[
            "grr",
            "nrr",
            "grr_flow",
            "nrr_flow",
            "nrr_flow_without_reactivation",
            "gross_mrr_churn",
            "net_mrr_churn",
            "arpa",
        ],
    ),
    (
        "renewals",
        "재계약",
        &["renewal_rate", "renewal_failure_rate", "renewals_open"],
    ),
    (
        "lifetime value",
        "고객 생애 가치",
        &["ltv_simple", "ltv_net", "ltv_historical"],
    ),
    (
        "purchases",
        "구매",
        &[
            "repeat_purchase_rate",
            "repeat_purchase_rate_days",
            "returning_purchase_rate",
            "reorder_interval",
        ],
    ),
    ("satisfaction", "만족도", &["nps", "csat", "ces"]),
];

struct Teller<'t> {
    page: Page<'t>,
    language: Language,
    colour: Colour,
    measured: &'t Measured,
    variants: bool,
    agreed: String,
}

impl Teller<'_> {
    fn word<'w>(&self, en: &'w str, ko: &'w str) -> &'w str {
        self.language.pick(en, ko)
    }

    fn head(&mut self) -> io::Result<()> {
        let measured = self.measured;
        let window = measured.window;
        let title = match self.language {
            Language::En => format!(
                "{} up to {}, which is not in it · {}",
                window.from, window.to, measured.currency
            ),
            Language::Ko => format!(
                "{}부터 {} 전날까지 · {}",
                window.from, window.to, measured.currency
            ),
        };
        self.page.title(&title)?;
        let [accounts, start, end] =
            [measured.accounts, measured.start, measured.end].map(|count| thousands(count as i128));
        let mut counted = match self.language {
            Language::En => vec![
                format!("{accounts} accounts"),
                format!("{start} customers at the start, {end} at the end"),
            ],
            Language::Ko => vec![
                format!("고객사 {accounts}개"),
                format!("기초 고객 {start}, 기말 고객 {end}"),
            ],
        };
        counted.push(self.agreed.clone());
        if measured.converted {
            let text = self.word(
                "other currencies by the tenant's rates, held constant",
                "다른 통화는 고정 환율로 환산",
            );
            counted.push(text.to_owned());
        }
        self.page.lead("  ", Style::Plain, &counted.join("; "))?;
        if !measured.left_out.is_empty() {
            let count = measured.left_out.len();
            let text = match self.language {
                Language::En => format!(
                    "{count} accounts are in no number of retention: their contracts are not known, or nothing tells when one \
                     ended"
                ),
                Language::Ko => format!(
                    "고객사 {count}개는 유지율에서 제외: 계약 정보가 없거나 종료일을 알 수 없음"
                ),
            };
            self.page.lead("  ", Style::Yellow, &text)?;
        }
        if !measured.amounts_not_known.is_empty() {
            let count = measured.amounts_not_known.len();
            let text = match self.language {
                Language::En => format!(
                    "{count} customers are in no sum over the time: what they paid is not known throughout (a contract without \
                     an amount, or one that renews a contract that is not on record); rates for which more is left out than \
                     counted are not told"
                ),
                Language::Ko => format!(
                    "고객 {count}곳은 기간 합계에서 제외: 금액을 끝까지 알 수 없음 (금액 없는 계약, 또는 이전 계약 기록이 없는 \
                     재계약); 제외가 더 많은 비율은 표시하지 않음"
                ),
            };
            self.page.lead("  ", Style::Yellow, &text)?;
        }
        Ok(())
    }

    fn sections(&mut self) -> io::Result<()> {
        for (en, ko, names) in SECTIONS {
            let metrics: Vec<&Metric> = names
                .iter()
                .filter_map(|name| {
                    self.measured
                        .metrics
                        .iter()
                        .find(|metric| metric.name == *name)
                })
                .filter(|metric| self.variants || !metric.variant)
                // Nothing is told of what the host keeps no record of.
                .filter(|metric| {
                    metric.denominator != 0 || !matches!(metric.unit, Unit::Score | Unit::Days)
                })
                .collect();
            // Nothing is told of what the host keeps no record of.
            if metrics.iter().all(|metric| metric.denominator == 0) {
                continue;
            }
            self.page.heading(self.language.pick(en, ko))?;
            for metric in metrics {
                self.metric(metric)?;
            }
            if names.contains(&"crr") {
                self.benchmarks()?;
            }
        }
        Ok(())
    }

    /// What to hold customer retention beside.
    fn benchmarks(&mut self) -> io::Result<()> {
        let name = left(self.word("to hold it beside", "비교 기준"), 34);
        let (average, alarm) = (percent(AVERAGE.rate_bp), percent(ALARM.rate_bp));
        let text = match self.language {
            Language::En => format!(
                "{average} is the mean of ten industries; near {alarm} the strategy is to be revised"
            ),
            Language::Ko => format!("10개 업종 평균 {average}; {alarm} 부근이면 전략 재검토"),
        };
        self.page.lead(&format!("  {name}"), Style::Dim, &text)
    }

    fn metric(&mut self, metric: &Metric) -> io::Result<()> {
        let name = left(words::name(metric.name, self.language), 34);
        let value = right(&self.value(metric), 14);
        let mut parts = self.parts(metric);
        let is_told = matches!(metric.unit, Unit::Share | Unit::Money(_));
        if is_told && !metric.left_out.is_empty() {
            let count = metric.left_out.len();
            parts.push_str(&match self.language {
                Language::En => format!("  ({count} left out)"),
                Language::Ko => format!("  ({count}건 제외)"),
            });
        }
        let line = format!("  {name}{value}   {parts}");
        self.page.line(line.trim_end())?;
        let convention = words::convention(metric, self.language);
        self.page.lead("      ", Style::Dim, convention)
    }

    fn value(&self, metric: &Metric) -> String {
        let Some(value) = metric.value else {
            return "–".to_owned();
        };
        match metric.unit {
            Unit::Share => percent(value.scaled(10_000)),
            Unit::Money(currency) => major(i128::from(value.scaled(1)), currency.exponent()),
            Unit::Days => decimal(value, 1),
            Unit::Score | _ => decimal(value, 1),
        }
    }

    /// Numerator and denominator.
    fn parts(&self, metric: &Metric) -> String {
        let currency = self.measured.currency;
        let amount = |minor: i64| major(i128::from(minor), currency.exponent());
        let plain = |number: i64| thousands(i128::from(number));
        let is_revenue = matches!(metric.name, name if name.starts_with("grr") || name.starts_with("nrr") || name.ends_with("mrr_churn"));
        match metric.unit {
            _ if metric.name.starts_with("ltv_") && metric.denominator <= 1 => String::new(),
            Unit::Money(_) => format!(
                "{} / {}",
                amount(metric.numerator),
                plain(metric.denominator)
            ),
            Unit::Share if is_revenue => format!(
                "{} / {}",
                amount(metric.numerator),
                amount(metric.denominator)
            ),
            _ => format!(
                "{} / {}",
                plain(metric.numerator),
                plain(metric.denominator)
            ),
        }
    }

    fn bridge(&mut self) -> io::Result<()> {
        let bridge = self.measured.bridge;
        if bridge.start == 0 && bridge.end == 0 {
            return Ok(());
        }
        self.page
            .heading(self.word("how monthly revenue (MRR) moved", "월 매출(MRR)의 변화"))?;
        for (en, ko, minor) in [
            ("at the start", "기초", bridge.start),
            ("new", "신규", bridge.new),
            ("expansion", "확대", bridge.expansion),
            ("reactivation", "재활성화", bridge.reactivation),
            ("contraction", "축소", bridge.contraction),
            ("churn", "이탈", bridge.churn),
            ("at the end", "기말", bridge.end),
        ] {
            let amount = major(i128::from(minor), self.measured.currency.exponent());
            let name = left(self.language.pick(en, ko), 34);
            self.page.line(&format!("  {name}{}", right(&amount, 14)))?;
        }
        let missing = self.measured.amounts_not_known.len();
        if missing > 0 {
            let text = match self.language {
                Language::En => format!(
                    "without the {missing} customers whose amounts are not known throughout"
                ),
                Language::Ko => format!("금액을 알 수 없는 고객 {missing}곳 제외"),
            };
            self.page.lead("      ", Style::Dim, &text)?;
        }
        Ok(())
    }

    fn at_risk(&mut self, at_risk: &[AtRisk]) -> io::Result<()> {
        if at_risk.is_empty() {
            return Ok(());
        }
        let heading = match self.language {
            Language::En => format!("annual revenue at risk on {}", self.measured.window.to),
            Language::Ko => format!("{} 기준 위험 연 매출", self.measured.window.to),
        };
        self.page.heading(&heading)?;
        for one in at_risk {
            let amount = |minor: i64| major(i128::from(minor), one.currency.exponent());
            let name = left(one.currency.as_str(), 34);
            let expected = right(&amount(one.expected), 14);
            let text = match self.language {
                Language::En => format!(
                    "{} of {} in high and critical · {}",
                    amount(one.banded),
                    amount(one.annual),
                    one.members.len()
                ),
                Language::Ko => format!(
                    "전체 {} 중 높음·심각 {} · {}",
                    amount(one.annual),
                    amount(one.banded),
                    one.members.len()
                ),
            };
            self.page.line(&format!("  {name}{expected}   {text}"))?;
        }
        let text = self.word(
            "annual value × probability of leaving over all accounts; of all, in the bands high and critical · their accounts; each currency for itself",
            "연간 금액 × 이탈 확률의 합; 전체 중 높음·심각 등급 금액 · 고객사 수; 통화별",
        );
        self.page.lead("      ", Style::Dim, text)
    }

    fn cohorts(&mut self) -> io::Result<()> {
        if self.measured.cohorts.is_empty() {
            return Ok(());
        }
        self.page.heading(self.word(
            "customers still there at the end of each year, by the year in which they began",
            "가입 연도별 연말 잔존 고객",
        ))?;
        let width = longest(&self.measured.cohorts);
        self.ages(width)?;
        for cohort in &self.measured.cohorts {
            self.cohort(&cohort.begun.format("%Y").to_string(), cohort, width)?;
        }
        Ok(())
    }

    fn purchase_cohorts(&mut self) -> io::Result<()> {
        if self.measured.purchase_cohorts.len() < 2 {
            return Ok(());
        }
        self.page.heading(self.word(
            "buyers who bought in each month, by the month in which they began",
            "첫 구매 월별 재구매 고객",
        ))?;
        let width = longest(&self.measured.purchase_cohorts).min(9);
        self.ages(width)?;
        let recent = self.measured.purchase_cohorts.len().saturating_sub(12);
        for cohort in self.measured.purchase_cohorts.iter().skip(recent) {
            self.cohort(&cohort.begun.format("%Y-%m").to_string(), cohort, width)?;
        }
        Ok(())
    }

    /// How many periods after the first each column is.
    fn ages(&mut self, width: usize) -> io::Result<()> {
        let ages: String = (1..=width)
            .map(|age| right(&format!("+{age}"), 7))
            .collect();
        let size = right(self.word("began", "가입"), 8);
        let header = self
            .colour
            .paint(Style::Dim, &format!("{}{size}   {ages}", left("", 10)));
        self.page.line(&format!("  {header}"))
    }

    fn cohort(&mut self, name: &str, cohort: &Cohort, width: usize) -> io::Result<()> {
        let cell = |active: &Option<i64>| match active {
            Some(active) => Ratio::new(active * 100, cohort.size)
                .map_or_else(String::new, |share| format!("{} %", share.scaled(1))),
            None => String::new(),
        };
        let cells = cohort
            .active
            .iter()
            .skip(1)
            .take(width)
            .map(|active| right(&cell(active), 7));
        let size = right(&thousands(i128::from(cohort.size)), 8);
        let line = format!("  {}{size}   {}", left(name, 10), cells.collect::<String>());
        self.page.line(line.trim_end())
    }

    fn survival(&mut self) -> io::Result<()> {
        let curve = &self.measured.survival;
        let Some(last) = curve.last() else {
            return Ok(());
        };
        self.page.heading(self.word(
            "share of customers that stays longer (Kaplan-Meier, from the first day of each)",
            "고객 잔존율 (카플란-마이어, 가입일 기준)",
        ))?;
        for months in [6, 12, 24, 36, 48, 60, 72, 84]
            .into_iter()
            .filter(|months| *months <= last.duration.max(12))
        {
            let share = (survival_at(curve, months) * 10_000.0).round() as i64;
            let point = curve.iter().rev().find(|point| point.duration <= months);
            let range = point.map_or_else(String::new, |point| {
                let bp = |share: f64| percent((share * 10_000.0).round() as i64);
                format!("95 %: {} to {}", bp(point.low), bp(point.high))
            });
            let name = match self.language {
                Language::En => format!("{months} months"),
                Language::Ko => format!("{months}개월"),
            };
            let line = format!(
                "  {}{}   {range}",
                left(&name, 34),
                right(&percent(share), 14)
            );
            self.page.line(line.trim_end())?;
        }
        Ok(())
    }

    fn groups(
        &mut self,
        groups: &BTreeMap<String, Measured>,
        by: GroupBy,
        tenant: &Tenant,
    ) -> io::Result<()> {
        let title = match by {
            GroupBy::Industry => self.word("by industry", "업종별"),
            GroupBy::Segment => self.word("by segment", "세그먼트별"),
            GroupBy::Owner => self.word("by owner", "담당자별"),
            GroupBy::Cohort => self.word("by year of beginning", "가입 연도별"),
            GroupBy::Satisfaction => self.word("by satisfaction", "만족도별"),
        };
        self.page.heading(title)?;
        let usual = if by == GroupBy::Industry {
            self.word("usual", "업계 평균")
        } else {
            ""
        };
        let mut header = vec![
            left("", 24),
            right(self.word("start", "기초"), 7),
            right(self.word("end", "기말"), 7),
        ];
        header.extend(
            [
                "CRR",
                "GRR",
                "NRR",
                self.word("renewed", "재계약"),
                "NPS",
                usual,
            ]
            .map(|name| right(name, 10)),
        );
        let header = self.colour.paint(Style::Dim, header.concat().trim_end());
        self.page.line(&format!("  {header}"))?;
        for (name, measured) in groups {
            let find = |name: &str| measured.metrics.iter().find(|metric| metric.name == name);
            let cells = ["crr", "grr", "nrr", "renewal_rate", "nps"].map(|name| {
                right(
                    &find(name).map_or_else(String::new, |metric| self.value(metric)),
                    10,
                )
            });
            let benchmark = of_industry(tenant, name).filter(|_| by == GroupBy::Industry);
            let line = format!(
                "  {}{}{}{}{}",
                left(name, 24),
                right(&measured.start.to_string(), 7),
                right(&measured.end.to_string(), 7),
                cells.concat(),
                right(&benchmark.map_or_else(String::new, percent), 10)
            );
            self.page.line(line.trim_end())?;
        }
        Ok(())
    }
}

/// How many periods after the first the longest cohort is known.
fn longest(cohorts: &[Cohort]) -> usize {
    let known = |cohort: &Cohort| cohort.active.iter().filter(|cell| cell.is_some()).count();
    cohorts
        .iter()
        .map(known)
        .max()
        .unwrap_or(1)
        .saturating_sub(1)
}
