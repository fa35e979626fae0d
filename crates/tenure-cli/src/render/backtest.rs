//! A back-test as people and programs read it.

mod next;
mod rows;
mod tables;

use std::io::{self, Write};

use tenure_insight::backtest::{
    Backtest, Comparison, Estimate, Loss, Measures, Step, Treatment, Tried,
};
use tenure_insight::measure::Profit;
use tenure_model::Currency;

use super::colour::{Colour, Style};
use super::page::Page;
use super::text::{count, counted, share, thousands};
use crate::args::BacktestArgs;

pub(crate) use rows::{csv, json};

/// With fewer accounts lost than this, every number is rough.
pub(crate) const FEW: usize = 30;

/// A table for people.
pub(crate) fn table(out: &mut dyn Write, told: &Backtest, args: &BacktestArgs) -> io::Result<()> {
    let mut page = Page::new(out, Colour::wanted(&io::stdout()));
    head(&mut page, told, args)?;
    for tried in &told.rulebooks {
        rulebook(&mut page, told, tried, args)?;
    }
    if let Some(comparison) = &told.comparison {
        compared(&mut page, told, comparison)?;
    }
    fields(&mut page, told)?;
    next::steps(&mut page, told)
}

/// The share of customer-days that were lost.
fn rate(told: &Backtest) -> f64 {
    told.lost as f64 / told.rows as f64
}

fn head(page: &mut Page<'_>, told: &Backtest, args: &BacktestArgs) -> io::Result<()> {
    let horizon = told.horizon;
    let title = match told.days.as_slice() {
        [first, .., last] => format!(
            "{} days from {first} to {last}, {} apart; losses within {horizon} after each",
            told.days.len(),
            args.every,
        ),
        [day] => format!("{day}; losses within {horizon} after it"),
        [] => format!("no day; losses within {horizon}"),
    };
    page.title(&title)?;
    page.pair(
        "customer-days",
        &format!(
            "{}: {}, each counted on every day on which it was a customer",
            count(told.rows),
            counted(told.accounts_in_rows, "account")
        ),
    )?;
    let lost = format!(
        "{} of them ({}) within {horizon}: {}",
        count(told.lost),
        share(rate(told)),
        counted(told.accounts_lost, "account")
    );
    page.pair("lost", &lost)?;
    let loss = match (told.losses_told, told.loss) {
        (true, _) => "as the file of losses tells",
        (false, Loss::Customer) => "the customer left: none of its contracts stands any more",
        (false, Loss::Contract) => "one of its contracts ended, and no other took its place",
    };
    page.pair("a loss", &format!("{loss}; {}", told.conventions))?;
    let end = &told.data_end;
    let whose = end.account.as_ref().zip(end.record);
    let by = whose.map_or_else(
        || " (as given)".to_owned(),
        |(account, record)| format!(" ({record} of `{account}`)"),
    );
    page.pair("the data ends", &format!("on {}{by}", end.on))?;
    if let Some(doubted) = &end.doubted {
        let text = format!(
            "not believed: {} of `{}` on {}, after a silence of more than a year in all accounts. Correct the day, or say --known-until",
            doubted.record, doubted.account, doubted.on
        );
        page.styled("", Style::Yellow, &text)?;
    }
    not_labelled(page, told)?;
    if told.accounts_lost < FEW {
        let text = format!(
            "too few were lost ({}): every number below is rough; take a longer time, or --loss contract",
            counted(told.accounts_lost, "account")
        );
        page.lead("  ", Style::Yellow, &text)?;
    }
    Ok(())
}

fn not_labelled(page: &mut Page<'_>, told: &Backtest) -> io::Result<()> {
    if told.censored > 0 {
        let text = format!(
            "{}, on {}: the horizon ends after the data does, so nobody knows yet",
            counted(told.censored, "customer-day"),
            counted(told.censored_days.len(), "day")
        );
        page.pair("no outcome yet", &text)?;
    }
    if told.not_on_record > 0 {
        let text = format!(
            "{} on which no contract of the customer was on record",
            counted(told.not_on_record, "customer-day")
        );
        page.pair("not on record", &text)?;
    }
    if let Some((first, _)) = told.left_out.first_key_value() {
        let text = format!(
            "{}: no contracts, or one that ended nobody knows when; the first is `{first}`",
            counted(told.left_out.len(), "account")
        );
        page.pair("left out", &text)?;
    }
    Ok(())
}

/// The ends of a number's interval, in brackets; nothing without one.
fn ends(estimate: &Estimate, decimals: usize) -> String {
    let ends = estimate.low.zip(estimate.high);
    ends.map_or_else(String::new, |(low, high)| {
        format!(" (95 % interval {low:.decimals$} to {high:.decimals$})")
    })
}

/// A number with its interval.
fn told_or_not(estimate: Option<&Estimate>, decimals: usize) -> String {
    let told = |estimate: &Estimate| {
        let ends = ends(estimate, decimals);
        format!("{:.decimals$}{ends}", estimate.value)
    };
    estimate.map_or_else(|| "not defined".to_owned(), told)
}

/// How a rulebook ranks beside a coin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// There is no area under the curve: nobody was lost, or everybody.
    Undefined,
    /// It has no interval.
    Unproven,
    /// The interval holds a coin's.
    Chance,
    Better,
    Worse,
}

impl Verdict {
    pub(crate) fn of(auc: Option<&Estimate>) -> Self {
        match auc.map(|auc| (auc.holds(0.5), auc.value > 0.5)) {
            None => Self::Undefined,
            Some((None, _)) => Self::Unproven,
            Some((Some(true), _)) => Self::Chance,
            Some((Some(false), true)) => Self::Better,
            Some((Some(false), false)) => Self::Worse,
        }
    }

    fn says(self) -> (Style, &'static str) {
        match self {
            Self::Undefined => (
                Style::Yellow,
                "cannot be told: some must be lost, and some kept",
            ),
            Self::Unproven => (
                Style::Yellow,
                "too few losses, or no draws, for an interval: nothing is proven",
            ),
            Self::Chance => (
                Style::Red,
                "no better than chance: the interval of the AUC holds .5, a coin's",
            ),
            Self::Better => (
                Style::Green,
                "better than chance: the interval of the AUC lies above .5, a coin's",
            ),
            Self::Worse => (
                Style::Red,
                "worse than chance: who left was said to be safer than who stayed",
            ),
        }
    }
}

/// A rulebook's id and version, without the digest behind them.
fn name(tried: &Tried) -> &str {
    tried.rulebook.split(' ').next().unwrap_or_default()
}

fn rulebook(
    page: &mut Page<'_>,
    told: &Backtest,
    tried: &Tried,
    args: &BacktestArgs,
) -> io::Result<()> {
    page.heading(&format!("{}: does it tell who leaves?", name(tried)))?;
    let measures = &tried.measures;
    let (style, text) = Verdict::of(measures.auc.as_ref()).says();
    page.styled("verdict", style, text)?;
    page.pair("AUC", &told_or_not(measures.auc.as_ref(), 3))?;
    if let Some(auc) = &measures.auc {
        let text = format!(
            "of a customer who left and one who stayed, the first was given the larger risk {:.0} times in 100; by a coin it is 50",
            100.0 * auc.value
        );
        page.pair("", &text)?;
    }
    if let Some(ks) = measures.kolmogorov_smirnov {
        page.pair("KS", &format!("{ks:.3}"))?;
        let text = format!(
            "at the score that parts them best, the share above it of those who left is {:.0} percentage points larger than that of those who \
             stayed; 0 is no difference, 1 a clean cut",
            100.0 * ks
        );
        page.pair("", &text)?;
    }
    top(page, measures)?;
    profit(page, told, measures, args)?;
    said_and_seen(page, told, tried)?;
    tables::rules(page, tried)?;
    tables::actions(page, told, tried)?;
    tables::load(page, tried)
}

fn top(page: &mut Page<'_>, measures: &Measures) -> io::Result<()> {
    let first = measures.lift.first();
    if let (Some(lift), Some(first)) = (&measures.top_decile_lift, first) {
        let text = format!(
            "lost {:.2} times as often as all{}; {} of all losses stand in it",
            lift.value,
            ends(lift, 2),
            share(first.captured)
        );
        page.pair("riskiest tenth", &text)?;
    }
    if let Some(recall) = &measures.value_recall {
        let text = format!(
            "of the annual value that was lost, {} stands in the riskiest tenth and {} in the riskiest fifth",
            share(recall.tenth),
            share(recall.fifth)
        );
        page.pair("revenue", &text)?;
    }
    let groups = &measures.lift;
    if groups.len() > 1 {
        page.line("")?;
        tables::parts(page, groups.len())?;
        tables::line(page, "times as often", groups, 2, |group| group.lift)?;
        tables::line(page, "% of losses", groups, 1, |group| {
            100.0 * group.captured
        })?;
        page.line("")?;
        let text = "tenths of the customer-days, the riskiest first: how often they were lost as against all, and the share of \
                    all losses up to there";
        page.lead("  ", Style::Dim, text)?;
    }
    Ok(())
}

/// A text about money, and who would be approached.
fn campaign(profit: &Profit, amount: &str, terms: &str) -> String {
    format!(
        "{amount} for each customer-day, if the riskiest {} are approached, which earns most; {terms}",
        share(profit.approached)
    )
}

fn profit(
    page: &mut Page<'_>,
    told: &Backtest,
    measures: &Measures,
    args: &BacktestArgs,
) -> io::Result<()> {
    page.heading("what a campaign among the riskiest would earn")?;
    let equal = measures.profit.as_ref().map_or_else(
        || "not defined: some must have left, and some stayed".to_owned(),
        |profit| {
            let terms = "every customer is worth 200, an offer costs 10 and an approach 1, in no currency: the figures of the literature, for \
                         holding one score against another";
            campaign(profit, &format!("{:.2}", profit.per_account), terms)
        },
    );
    page.pair("all alike (EMPC)", &equal)?;
    page.pair("by value (EMPB)", &by_value(told, measures, args))?;
    if measures.without_value > 0 && told.currency.is_some_and(is_known) {
        let text = format!(
            "in no sum of money: {} of which nobody knows what the customer pays a year",
            counted(measures.without_value, "customer-day")
        );
        page.pair("", &text)?;
    }
    if Verdict::of(measures.auc.as_ref()) == Verdict::Chance {
        let text = "as the scores are not shown to be better than chance, approaching anybody else would earn as much";
        page.styled("", Style::Yellow, text)?;
    }
    page.line("")?;
    let text = "expected maximum profit: 3 in 10 of those who would leave are taken to accept an offer, give or take";
    page.lead("  ", Style::Dim, text)
}

/// Whether it is a currency, and not that of no amounts.
fn is_known(currency: Currency) -> bool {
    currency != Currency::default()
}

fn by_value(told: &Backtest, measures: &Measures, args: &BacktestArgs) -> String {
    let Some(currency) = told.currency else {
        return "not told: contracts are in several currencies, and the tenant's rates do not lead to one of them alone; add rates, or say \
                --currency"
            .to_owned();
    };
    if !is_known(currency) {
        return "not told: no contract says what it pays".to_owned();
    }
    let Some(cost) = args.contact_cost else {
        return format!(
            "not told: say what it costs you to approach a customer, in {currency}, by --contact-cost"
        );
    };
    let Some(profit) = &measures.profit_of_values else {
        return "not defined: of those whose value is known, some must have left, and some stayed"
            .to_owned();
    };
    let terms = format!(
        "each is worth what it pays a year, an offer costs 5 % of that and an approach {}",
        money(cost.major, cost.decimals, currency)
    );
    campaign(profit, &money(profit.per_account, 0, currency), &terms)
}

/// Major units, with as many decimals as the currency has, or more.
fn money(major: f64, least: usize, currency: Currency) -> String {
    let decimals = least.max(currency.exponent() as usize);
    let text = format!("{:.decimals$}", major.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), thousands);
    let sign = if major < 0.0 { "-" } else { "" };
    let point = if rest.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{rest} {currency}")
}

/// Whether what was said can be held against what was seen: fitted to outcomes, and over this horizon.
pub(crate) fn predicts(told: &Backtest, tried: &Tried) -> bool {
    tried.calibrated && is_of(tried.horizon_months, told.horizon)
}

fn said_and_seen(page: &mut Page<'_>, told: &Backtest, tried: &Tried) -> io::Result<()> {
    let measures = &tried.measures;
    page.heading("are its probabilities right?")?;
    let rate = rate(told);
    let text = format!(
        "{} on average, for {} months ahead",
        share(measures.mean_probability),
        tried.horizon_months
    );
    page.pair("said", &text)?;
    page.pair(
        "seen",
        &format!("{} lost within {}", share(rate), told.horizon),
    )?;
    if !tried.calibrated {
        let text = "the rulebook has no calibration: its probabilities say who comes before whom, and not how likely it is";
        page.styled("", Style::Yellow, text)?;
    }
    if !is_of(tried.horizon_months, told.horizon) {
        let months = tried.horizon_months;
        let text = format!(
            "what was said is over {months} months and what was seen over {}: take --horizon {months}m to hold one against the other",
            told.horizon
        );
        page.styled("", Style::Yellow, &text)?;
    }
    let error = told_or_not(measures.calibration_error.as_ref(), 4);
    page.pair(
        "calibration error",
        &format!("{error}; the mean gap between said and seen, 0 at best"),
    )?;
    let brier = format!(
        "{}; the mean square of the gap for each customer-day, 0 at best. To say {} of everybody gives {:.4}",
        told_or_not(measures.brier.as_ref(), 4),
        share(rate),
        measures.brier_of_the_rate
    );
    page.pair("Brier", &brier)?;
    if measures.calibration.is_empty() {
        return Ok(());
    }
    // The riskiest first, as everywhere.
    let bins: Vec<_> = measures.calibration.iter().rev().collect();
    page.line("")?;
    tables::parts(page, bins.len())?;
    tables::line(page, "said %", &bins, 1, |bin| 100.0 * bin.predicted)?;
    tables::line(page, "seen %", &bins, 1, |bin| 100.0 * bin.observed)
}

/// Whether a rulebook's probabilities are over this horizon.
fn is_of(months: i64, horizon: Step) -> bool {
    matches!(horizon, Step::Months(of) if i64::from(of) == months)
}

fn compared(page: &mut Page<'_>, told: &Backtest, comparison: &Comparison) -> io::Result<()> {
    let name = |at: usize| told.rulebooks.get(at).map_or("", name);
    page.heading(&format!("{} less {}", name(1), name(0)))?;
    let lines = [
        ("AUC", &comparison.auc, 1.0),
        ("riskiest tenth", &comparison.top_decile_lift, 1.0),
        ("Brier", &comparison.brier, -1.0),
        ("calibration error", &comparison.calibration_error, -1.0),
    ];
    // Who says less is no better for it.
    let predict = told.rulebooks.iter().all(|one| predicts(told, one));
    for (name, estimate, better) in lines {
        let Some(estimate) = estimate else {
            page.pair(name, "not defined")?;
            continue;
        };
        let (style, word) = match estimate.holds(0.0) {
            _ if better < 0.0 && !predict => (
                Style::Plain,
                "says nothing: the two are not both calibrated, and for this horizon",
            ),
            Some(true) => (Style::Plain, "no difference that could be told from chance"),
            Some(false) if estimate.value * better > 0.0 => (Style::Green, "the second is better"),
            Some(false) => (Style::Red, "the first is better"),
            None => (Style::Plain, "no interval"),
        };
        let ends = estimate.low.zip(estimate.high);
        let ends = ends.map_or_else(String::new, |(low, high)| {
            format!(" ({low:+.4} to {high:+.4})")
        });
        page.styled(
            name,
            style,
            &format!("{:+.4}{ends}: {word}", estimate.value),
        )?;
    }
    Ok(())
}

fn fields(page: &mut Page<'_>, told: &Backtest) -> io::Result<()> {
    if told.fields.is_empty() {
        return Ok(());
    }
    page.heading("fields without a history")?;
    let kinds = [
        (Treatment::LeftOut, "left out", Style::Plain),
        (Treatment::AsToday, "read as of today", Style::Yellow),
        (Treatment::DatedByEvent, "dated by events", Style::Plain),
    ];
    for (treatment, name, style) in kinds {
        let fields = told
            .fields
            .iter()
            .filter(|field| field.treatment == treatment);
        let names: Vec<String> = fields
            .map(|field| format!("{} ({})", field.field, count(field.accounts)))
            .collect();
        if !names.is_empty() {
            page.styled(name, style, &names.join(", "))?;
        }
    }
    page.line("")?;
    let text = "in brackets: in how many accounts. Nobody can tell since when such a field says what it says. What is left out counts as unknown, so \
                rules that read it gave nothing; what is read as of today may know of what came after the day; what events date, the \
                contracts' own history tells";
    page.lead("  ", Style::Dim, text)
}
