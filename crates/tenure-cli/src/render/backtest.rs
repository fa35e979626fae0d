//! A back-test as people and programs read it.

mod rows;

use std::io::{self, Write};

use tenure_insight::backtest::{
    Backtest, Comparison, Estimate, Loss, Measures, Precision, Step, Treatment, Tried,
};

use super::colour::{Colour, Style};
use super::page::Page;
use super::text::{left, right, thousands};
use crate::args::BacktestArgs;

pub(crate) use rows::{csv, json};

/// With fewer accounts lost than this, every number is rough.
const FEW: usize = 30;
/// How many rules, actions and people are shown.
const SHOWN: usize = 15;
/// The difference in hundredths of the AUC that can be seen.
const SEEN: f64 = 0.000_05;

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
    fields(&mut page, told)
}

fn count(number: usize) -> String {
    thousands(number as i128)
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn head(page: &mut Page<'_>, told: &Backtest, args: &BacktestArgs) -> io::Result<()> {
    let ends = told.days.first().zip(told.days.last());
    let span = ends.map_or_else(String::new, |(first, last)| {
        format!(" from {first} to {last}")
    });
    page.title(&format!(
        "{} days{span}, {} apart; losses within {} after each",
        told.days.len(),
        args.every,
        told.horizon
    ))?;
    page.pair(
        "customers",
        &format!(
            "{} on those days ({} accounts, each counted on every day)",
            count(told.rows),
            count(told.accounts_in_rows)
        ),
    )?;
    let rate = told.lost as f64 / told.rows as f64;
    let lost = format!(
        "{} of them ({}), {} accounts",
        count(told.lost),
        percent(rate),
        count(told.accounts_lost)
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
    not_labelled(page, told)?;
    if told.accounts_lost < FEW {
        let text = format!(
            "only {} accounts were lost: every number below is rough; take a longer time, or --loss contract",
            told.accounts_lost
        );
        page.lead("  ", Style::Yellow, &text)?;
    }
    Ok(())
}

fn not_labelled(page: &mut Page<'_>, told: &Backtest) -> io::Result<()> {
    if told.censored > 0 {
        let text = format!(
            "{} customers on {} days: the horizon ends after the data, so nobody knows yet",
            count(told.censored),
            told.censored_days.len()
        );
        page.pair("no outcome yet", &text)?;
    }
    if told.not_on_record > 0 {
        let text = format!(
            "{} customers on days on which no contract of theirs was on record",
            count(told.not_on_record)
        );
        page.pair("not on record", &text)?;
    }
    if let Some((first, _)) = told.left_out.first_key_value() {
        let text = format!(
            "{} accounts: no contracts, or one that ended nobody knows when; the first is `{first}`",
            count(told.left_out.len())
        );
        page.pair("left out", &text)?;
    }
    Ok(())
}

/// A number with its interval.
fn interval(estimate: &Estimate, decimals: usize) -> String {
    let ends = estimate.low.zip(estimate.high);
    let ends = ends.map_or_else(String::new, |(low, high)| {
        format!(", 95 % interval {low:.decimals$} to {high:.decimals$}")
    });
    format!("{:.decimals$}{ends}", estimate.value)
}

fn told_or_not(estimate: Option<&Estimate>, decimals: usize) -> String {
    estimate.map_or_else(
        || "not defined".to_owned(),
        |estimate| interval(estimate, decimals),
    )
}

/// What an area under the curve means.
fn verdict(auc: Option<&Estimate>) -> (Style, String) {
    let Some(auc) = auc else {
        let text = "cannot be told: some must be lost, and some kept";
        return (Style::Yellow, text.to_owned());
    };
    match auc.holds(0.5) {
        Some(true) => (
            Style::Red,
            "no better than chance: the interval holds .5, a coin's".to_owned(),
        ),
        Some(false) if auc.value > 0.5 => (
            Style::Green,
            "better than chance: the interval lies above .5".to_owned(),
        ),
        Some(false) => (
            Style::Red,
            "worse than chance: those who left were said to be safer".to_owned(),
        ),
        None => (
            Style::Yellow,
            "too few losses, or no draws, for an interval: nothing is proven".to_owned(),
        ),
    }
}

fn rulebook(
    page: &mut Page<'_>,
    told: &Backtest,
    tried: &Tried,
    args: &BacktestArgs,
) -> io::Result<()> {
    let name = tried.rulebook.split(' ').next().unwrap_or_default();
    page.heading(&format!("{name}: does it tell who leaves?"))?;
    let measures = &tried.measures;
    let (style, text) = verdict(measures.auc.as_ref());
    page.styled("verdict", style, &text)?;
    page.pair("AUC", &told_or_not(measures.auc.as_ref(), 3))?;
    if let Some(auc) = &measures.auc {
        let text = format!(
            "of one that left and one that stayed, the first was given the larger risk {:.0} times in 100",
            100.0 * auc.value
        );
        page.pair("", &text)?;
    }
    let ks = measures.kolmogorov_smirnov;
    page.pair(
        "KS",
        &ks.map_or_else(|| "not defined".to_owned(), |ks| format!("{ks:.3}")),
    )?;
    top(page, measures)?;
    profit(page, told, measures, args)?;
    said_and_seen(page, told, tried)?;
    rules(page, tried)?;
    actions(page, tried)?;
    load(page, tried)
}

fn top(page: &mut Page<'_>, measures: &Measures) -> io::Result<()> {
    let first = measures.lift.first();
    if let (Some(lift), Some(first)) = (&measures.top_decile_lift, first) {
        let text = format!(
            "lost {} times as often as all; {} of all losses stand in it",
            interval(lift, 2),
            percent(first.captured)
        );
        page.pair("riskiest tenth", &text)?;
    }
    if let Some(recall) = &measures.value_recall {
        let text = format!(
            "{} of the annual value that was lost stands in the riskiest tenth, {} in the riskiest fifth",
            percent(recall.tenth),
            percent(recall.fifth)
        );
        page.pair("revenue", &text)?;
    }
    if measures.lift.len() > 1 {
        let cells = |of: &dyn Fn(usize) -> f64, decimals: usize| {
            let cells =
                (0..measures.lift.len()).map(|at| right(&format!("{:.decimals$}", of(at)), 7));
            cells.collect::<String>()
        };
        page.line("")?;
        let numbers = (1..=measures.lift.len()).map(|at| right(&at.to_string(), 7));
        page.row(&format!(
            "{}{}",
            left("tenth", 14),
            numbers.collect::<String>()
        ))?;
        page.row(&format!(
            "{}{}",
            left("lift", 14),
            cells(&|at| measures.lift[at].lift, 2)
        ))?;
        let captured = cells(&|at| 100.0 * measures.lift[at].captured, 1);
        page.row(&format!("{}{captured}", left("% of losses", 14)))?;
    }
    Ok(())
}

fn profit(
    page: &mut Page<'_>,
    told: &Backtest,
    measures: &Measures,
    args: &BacktestArgs,
) -> io::Result<()> {
    page.line("")?;
    if let Some(profit) = &measures.profit {
        let text = format!(
            "{:.2} for each customer at the best border, where one is worth 200, an offer costs 10 and a contact 1; {} are approached",
            profit.per_account,
            percent(profit.approached)
        );
        page.pair("profit (EMPC)", &text)?;
    }
    match (&measures.profit_of_values, told.currency) {
        (Some(profit), Some(currency)) => {
            let text = format!(
                "{:.2} {currency} for each customer, where each is worth what it pays a year, an offer costs 5 % of that and a \
                 contact {}; {} are approached",
                profit.per_account,
                args.contact_cost,
                percent(profit.approached)
            );
            page.pair("by value (EMPB)", &text)?;
        }
        (_, None) => {
            let text = "not told: amounts are in several currencies, and the tenant has no rates; or say --currency";
            page.pair("by value (EMPB)", text)?;
        }
        (None, Some(_)) => {}
    }
    if measures.without_value > 0 {
        let text = format!(
            "{} customers are in no sum of money: what they pay a year is not known",
            count(measures.without_value)
        );
        page.pair("", &text)?;
    }
    Ok(())
}

fn said_and_seen(page: &mut Page<'_>, told: &Backtest, tried: &Tried) -> io::Result<()> {
    let measures = &tried.measures;
    page.heading("are its probabilities right?")?;
    let rate = told.lost as f64 / told.rows as f64;
    let text = format!(
        "{} on average over {} months; {} were lost within {}",
        percent(measures.mean_probability),
        tried.horizon_months,
        percent(rate),
        told.horizon
    );
    page.pair("said", &text)?;
    if !tried.calibrated {
        let text = "the rulebook has no calibration: its probabilities rank, and predict nothing";
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
        &format!("{error}; the mean gap between said and seen"),
    )?;
    let brier = format!(
        "{}; saying {} of everybody gives {:.4}, and less is better",
        told_or_not(measures.brier.as_ref(), 4),
        percent(rate),
        measures.brier_of_the_rate
    );
    page.pair("Brier", &brier)?;
    if measures.calibration.is_empty() {
        return Ok(());
    }
    let line = |name: &str, of: &dyn Fn(usize) -> f64| {
        let cells =
            (0..measures.calibration.len()).map(|bin| right(&format!("{:.1}", 100.0 * of(bin)), 7));
        format!("{}{}", left(name, 14), cells.collect::<String>())
    };
    page.line("")?;
    page.row(&line("said %", &|bin| measures.calibration[bin].predicted))?;
    page.row(&line("seen %", &|bin| measures.calibration[bin].observed))
}

/// The share that was lost, and its interval.
fn precision(precision: &Precision) -> String {
    format!(
        "{}{}{}  {}",
        right(&count(precision.rows), 9),
        right(&count(precision.accounts), 10),
        right(&percent(precision.rate), 9),
        left(
            &format!(
                "{:.1} to {:.1}",
                100.0 * precision.low,
                100.0 * precision.high
            ),
            14
        )
    )
}

const PRECISION: [(&str, usize); 3] = [("rows", 9), ("accounts", 10), ("lost", 9)];

fn precision_header() -> String {
    let cells = PRECISION.map(|(word, width)| right(word, width));
    format!("{}  {}", cells.concat(), left("95 % interval", 14))
}

fn rules(page: &mut Page<'_>, tried: &Tried) -> io::Result<()> {
    if tried.rules.is_empty() {
        return Ok(());
    }
    page.heading("what each rule is worth: the AUC with it, less the AUC without it")?;
    page.row(&format!(
        "{}{}{}  {}",
        left("rule", 26),
        right("points", 8),
        precision_header(),
        "AUC gain"
    ))?;
    for rule in tried.rules.iter().take(SHOWN) {
        let gain = rule.auc_gain.as_ref().map_or_else(String::new, |gain| {
            let ends = gain.low.zip(gain.high);
            let ends = ends.map_or_else(String::new, |(low, high)| {
                let mark = if low > SEEN || high < -SEEN { " *" } else { "" };
                format!(" ({low:+.4} to {high:+.4}){mark}")
            });
            format!("{:+.4}{ends}", gain.value)
        });
        page.row(&format!(
            "{}{}{}  {gain}",
            left(&rule.rule, 26),
            right(&format!("{:+.1}", rule.mean_points), 8),
            precision(&rule.precision)
        ))?;
    }
    if tried.rules.len() > SHOWN {
        page.row(&format!("and {} more", tried.rules.len() - SHOWN))?;
    }
    page.line("")?;
    let text = "points are additive: without a rule they are what the others add up to, so its worth is exact. `*`: the interval leaves out 0. \
                An account counts on every day on which the rule fired; intervals of what was lost count it once";
    page.lead("  ", Style::Dim, text)
}

fn actions(page: &mut Page<'_>, tried: &Tried) -> io::Result<()> {
    if tried.actions.is_empty() {
        return Ok(());
    }
    page.heading("of those for whom something was to be done, who was lost")?;
    let header = [
        left("action", 26),
        right("proposed", 10),
        precision_header(),
    ];
    page.row(&header.concat())?;
    let mut actions: Vec<_> = tried.actions.iter().collect();
    actions.sort_by(|a, b| {
        b.proposals
            .cmp(&a.proposals)
            .then_with(|| a.action.cmp(&b.action))
    });
    for action in actions.iter().take(SHOWN) {
        page.row(&format!(
            "{}{}{}",
            left(&action.action, 26),
            right(&count(action.proposals), 10),
            action
                .precision
                .as_ref()
                .map_or_else(String::new, precision)
        ))?;
    }
    if actions.len() > SHOWN {
        page.row(&format!("and {} more", actions.len() - SHOWN))?;
    }
    Ok(())
}

fn load(page: &mut Page<'_>, tried: &Tried) -> io::Result<()> {
    if tried.load.is_empty() {
        return Ok(());
    }
    page.heading("how much there would have been to do")?;
    page.row(&format!(
        "{}{}{}{}",
        left("who", 26),
        right("on the first day", 18),
        right("after it", 10),
        right("a week", 9)
    ))?;
    for load in tried.load.iter().take(SHOWN) {
        let week = load.per_week;
        page.row(&format!(
            "{}{}{}{}",
            left(&load.assignee, 26),
            right(&count(load.on_first_day), 18),
            right(&count(load.after), 10),
            right(
                &week.map_or_else(|| "–".to_owned(), |week| format!("{week:.1}")),
                9
            )
        ))?;
    }
    if tried.load.len() > SHOWN {
        page.row(&format!("and {} more", tried.load.len() - SHOWN))?;
    }
    page.line("")?;
    let text = "what came and went between two days is not counted, and nothing that was done, put off or refused in between is known: \
                take shorter steps for a closer count";
    page.lead("  ", Style::Dim, text)
}

/// Whether a rulebook's probabilities are over this horizon.
fn is_of(months: i64, horizon: Step) -> bool {
    matches!(horizon, Step::Months(of) if i64::from(of) == months)
}

fn compared(page: &mut Page<'_>, told: &Backtest, comparison: &Comparison) -> io::Result<()> {
    let name = |at: usize| {
        let tried = told.rulebooks.get(at);
        tried
            .and_then(|tried| tried.rulebook.split(' ').next())
            .unwrap_or_default()
    };
    page.heading(&format!("{} less {}", name(1), name(0)))?;
    let lines = [
        ("AUC", &comparison.auc, 1.0),
        ("riskiest tenth", &comparison.top_decile_lift, 1.0),
        ("Brier", &comparison.brier, -1.0),
        ("calibration error", &comparison.calibration_error, -1.0),
    ];
    // Who says less is no better for it.
    let mut predict = told.rulebooks.iter();
    let predict = predict.all(|one| one.calibrated && is_of(one.horizon_months, told.horizon));
    for (name, estimate, better) in lines {
        let Some(estimate) = estimate else {
            page.pair(name, "not defined")?;
            continue;
        };
        let (style, word) = match estimate.holds(0.0) {
            _ if better < 0.0 && !predict => (
                Style::Plain,
                "says nothing: not both are calibrated, and over this horizon",
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
                rules that read it gave nothing; what is read as of today may know of what came after the day";
    page.lead("  ", Style::Dim, text)
}
