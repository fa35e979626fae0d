//! Causes as people read them.

use std::io::{self, Write};

use tenure_insight::causes::{Cause, Causes, Dimension};
use tenure_insight::metrics::{NOT_KNOWN, Ratio};
use tenure_model::Tenant;

use super::colour::{Colour, Style};
use super::metrics::broken;
use super::page::Page;
use super::table::Teller as Names;
use super::text::{left, major, percent, right};
use super::words::Language;
use crate::failure::Failure;

/// How many accounts of a repeated cause are named.
const NAMED: usize = 6;

/// A table for people.
pub(crate) fn table(
    out: &mut dyn Write,
    causes: &Causes,
    tenant: &Tenant,
    language: Language,
) -> io::Result<()> {
    let colour = Colour::wanted(&io::stdout());
    let mut teller = Teller {
        page: Page::new(out, colour),
        causes,
        names: Names { language, tenant },
        language,
        colour,
    };
    teller.head()?;
    teller.repeated()?;
    let mut before: &[Cause] = &[];
    for (dimension, rows) in &causes.by {
        // Details that add nothing are not told again.
        if !dimension.is_of_losses() || rows != before {
            teller.dimension(*dimension, rows)?;
        }
        before = rows;
    }
    Ok(())
}

struct Teller<'t> {
    page: Page<'t>,
    causes: &'t Causes,
    names: Names<'t>,
    language: Language,
    colour: Colour,
}

impl Teller<'_> {
    fn amount(&self, minor: i64) -> String {
        major(i128::from(minor), self.causes.currency.exponent())
    }

    fn head(&mut self) -> io::Result<()> {
        let causes = self.causes;
        let (window, lost) = (causes.window, self.amount(causes.lost_revenue));
        let text = match self.language {
            Language::En => format!(
                "{} up to {}, which is not in it · {} contracts lost, {} renewed · {} {lost} a year lost",
                window.from, window.to, causes.lost, causes.renewed, causes.currency
            ),
            Language::Ko => format!(
                "{}부터 {} 전날까지 · 상실 계약 {}건, 재계약 {}건 · 상실 연 매출 {} {lost}",
                window.from, window.to, causes.lost, causes.renewed, causes.currency
            ),
        };
        self.page.title(&text)?;
        if causes.without_reason > 0 {
            let text = match self.language {
                Language::En => format!(
                    "{} of them without a reason: ask, and write it down",
                    causes.without_reason
                ),
                Language::Ko => format!(
                    "그중 {}건은 사유 없음: 확인하여 기록",
                    causes.without_reason
                ),
            };
            self.page.lead("  ", Style::Yellow, &text)?;
        }
        if causes.without_value > 0 {
            let text = match self.language {
                Language::En => format!(
                    "{} of them of a value that is not known, in no sum of money",
                    causes.without_value
                ),
                Language::Ko => format!(
                    "그중 {}건은 금액을 알 수 없어 합계에서 제외",
                    causes.without_value
                ),
            };
            self.page.lead("  ", Style::Yellow, &text)?;
        }
        Ok(())
    }

    /// What took more than one account.
    fn repeated(&mut self) -> io::Result<()> {
        let reasons = self.causes.by.get(&Dimension::TopReason);
        let repeated: Vec<&Cause> = reasons
            .into_iter()
            .flatten()
            .filter(|cause| cause.repeated)
            .collect();
        if repeated.is_empty() {
            return Ok(());
        }
        self.page
            .heading(self.language.pick("causes that repeat", "반복되는 원인"))?;
        for cause in repeated {
            let label = self.names.loss_reason(&cause.key);
            let named: Vec<&str> = cause
                .accounts
                .iter()
                .take(NAMED)
                .map(|id| id.as_str())
                .collect();
            let more = cause.accounts.len() - named.len();
            let more = if more > 0 {
                format!(" +{more}")
            } else {
                String::new()
            };
            let share = cause.share.map_or_else(String::new, share);
            let text = match self.language {
                Language::En => format!(
                    "{} accounts, {share} of what was lost: {}{more}",
                    cause.accounts.len(),
                    named.join(", ")
                ),
                Language::Ko => format!(
                    "고객사 {}개, 상실 매출의 {share}: {}{more}",
                    cause.accounts.len(),
                    named.join(", ")
                ),
            };
            self.page
                .lead(&format!("  {}", left(&label, 30)), Style::Plain, &text)?;
        }
        Ok(())
    }

    fn dimension(&mut self, dimension: Dimension, rows: &[Cause]) -> io::Result<()> {
        if rows.is_empty() || rows.iter().all(|row| row.key == NOT_KNOWN) {
            return Ok(());
        }
        self.page.heading(self.title(dimension))?;
        let word = |en, ko| self.language.pick(en, ko);
        let mut header = vec![
            left("", 34),
            right(word("lost", "상실"), 8),
            right(word("before", "직전 기간"), 10),
            right(word("a year", "연 매출"), 16),
            right(word("share", "비중"), 10),
        ];
        if !dimension.is_of_losses() {
            header.push(right(word("renewed", "재계약"), 10));
            header.push(right(word("kept", "유지율"), 10));
        }
        let header = self.colour.paint(Style::Dim, header.concat().trim_end());
        self.page.line(&format!("  {header}"))?;
        for row in rows {
            let line = self.row(dimension, row);
            self.page.line(line.trim_end())?;
        }
        Ok(())
    }

    fn row(&self, dimension: Dimension, cause: &Cause) -> String {
        let key = match dimension {
            Dimension::TopReason | Dimension::Reason | Dimension::Stated => {
                self.names.loss_reason(&cause.key)
            }
            Dimension::Owner => self.names.person(&cause.key),
            Dimension::Industry | Dimension::Tenure | Dimension::Satisfaction => cause.key.clone(),
        };
        let mut line = format!(
            "  {}{}{}{}{}",
            left(&key, 34),
            right(&cause.lost.to_string(), 8),
            right(&cause.lost_before.to_string(), 10),
            right(&self.amount(cause.revenue), 16),
            right(&cause.share.map_or_else(|| "–".to_owned(), share), 10),
        );
        if !dimension.is_of_losses() {
            let kept = Ratio::new(cause.renewed, cause.renewed + cause.lost);
            line.push_str(&right(&cause.renewed.to_string(), 10));
            line.push_str(&right(&kept.map_or_else(|| "–".to_owned(), share), 10));
        }
        line
    }

    fn title(&self, dimension: Dimension) -> &'static str {
        let (en, ko) = match dimension {
            Dimension::TopReason => (
                "by reason (root cause, else as stated)",
                "사유별 (근본 원인, 없으면 진술)",
            ),
            Dimension::Reason => ("in detail", "세부 사유별"),
            Dimension::Stated => ("as stated", "진술된 사유별"),
            Dimension::Industry => ("by industry", "업종별"),
            Dimension::Owner => ("by owner, three months before", "3개월 전 담당자별"),
            Dimension::Tenure => ("by time as a customer", "거래 기간별"),
            Dimension::Satisfaction => {
                ("by satisfaction, three months before", "3개월 전 만족도별")
            }
        };
        self.language.pick(en, ko)
    }
}

fn share(ratio: Ratio) -> String {
    percent(ratio.scaled(10_000))
}

/// One line per cause of each dimension.
pub(crate) fn csv(out: &mut dyn Write, causes: &Causes) -> Result<(), Failure> {
    let mut writer = csv::Writer::from_writer(out);
    let header = [
        "by",
        "key",
        "lost",
        "lost_before",
        "renewed",
        "revenue_minor",
        "currency",
        "repeated",
        "accounts",
    ];
    writer.write_record(header).map_err(broken)?;
    for (dimension, rows) in &causes.by {
        let name = serde_json::to_value(dimension).map_err(io::Error::from)?;
        for cause in rows {
            let accounts: Vec<&str> = cause.accounts.iter().map(|id| id.as_str()).collect();
            let row = [
                name.as_str().unwrap_or_default().to_owned(),
                cause.key.clone(),
                cause.lost.to_string(),
                cause.lost_before.to_string(),
                cause.renewed.to_string(),
                cause.revenue.to_string(),
                causes.currency.to_string(),
                cause.repeated.to_string(),
                accounts.join("; "),
            ];
            writer.write_record(row).map_err(broken)?;
        }
    }
    Ok(writer.flush()?)
}
