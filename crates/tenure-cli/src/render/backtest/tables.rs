//! Tables of a back-test: tenths, rules, actions, people.

use std::io;

use tenure_insight::backtest::{ActionWorth, Backtest, Precision, RuleWorth, Tried};

use super::rate;
use crate::render::colour::Style;
use crate::render::page::Page;
use crate::render::text::{count, left, right, share};

/// How many lines a table has at most; of rules the last ones are shown, too, as they do harm.
const SHOWN: usize = 20;
/// How many of them are the last ones.
const LAST: usize = 5;
/// The difference in hundredths of the AUC that can be seen.
const SEEN: f64 = 0.000_05;

/// The numbers of parts, the riskiest first.
pub(super) fn parts(page: &mut Page<'_>, parts: usize) -> io::Result<()> {
    let numbers = (1..=parts).map(|at| right(&at.to_string(), 7));
    let name = if parts == 10 { "tenth" } else { "part" };
    page.row(&format!(
        "{}{}",
        left(name, 15),
        numbers.collect::<String>()
    ))
}

/// A line of numbers, one for each part.
pub(super) fn line<T>(
    page: &mut Page<'_>,
    name: &str,
    parts: &[T],
    decimals: usize,
    of: impl Fn(&T) -> f64,
) -> io::Result<()> {
    let cells = parts
        .iter()
        .map(|part| right(&format!("{:.decimals$}", of(part)), 7));
    page.row(&format!("{}{}", left(name, 15), cells.collect::<String>()))
}

/// The share that was lost, and its interval.
fn precision(precision: &Precision) -> String {
    let ends = format!(
        "{:.1} to {:.1}",
        100.0 * precision.low,
        100.0 * precision.high
    );
    format!(
        "{}{}{}  {}",
        right(&count(precision.rows), 11),
        right(&count(precision.accounts), 10),
        right(&share(precision.rate), 9),
        left(&ends, 13)
    )
}

fn precision_header() -> String {
    let cells = [("cust.-days", 11), ("accounts", 10), ("lost", 9)];
    let cells = cells.map(|(word, width)| right(word, width));
    format!("{}  {}", cells.concat(), left("95 % interval", 13))
}

/// What each rule is worth.
pub(super) fn rules(page: &mut Page<'_>, tried: &Tried) -> io::Result<()> {
    let rules = &tried.rules;
    if rules.is_empty() {
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
    let first = if rules.len() > SHOWN {
        SHOWN - LAST
    } else {
        rules.len()
    };
    for one in &rules[..first] {
        rule(page, one)?;
    }
    if first < rules.len() {
        let last = &rules[rules.len() - LAST..];
        let between = rules.len() - first - LAST;
        page.row(&format!(
            "… {between} between them, which --format csv tells"
        ))?;
        for one in last {
            rule(page, one)?;
        }
    }
    page.line("")?;
    let text = "cust.-days and accounts: to how many the rule gave points; lost: the share of those customer-days that was lost, where the \
                interval counts an account once. Points add up, so what the rulebook is without a rule is reckoned exactly. `*`: the interval \
                of the gain leaves out 0, so it is more than chance; with a minus, the rulebook ranks better without the rule";
    page.lead("  ", Style::Dim, text)
}

fn rule(page: &mut Page<'_>, rule: &RuleWorth) -> io::Result<()> {
    let gain = rule.auc_gain.as_ref().map_or_else(String::new, |gain| {
        let ends = gain.low.zip(gain.high);
        let ends = ends.map_or_else(String::new, |(low, high)| {
            let mark = if helps(rule) || harms(rule) { " *" } else { "" };
            format!(" ({low:+.4} to {high:+.4}){mark}")
        });
        format!("{:+.4}{ends}", gain.value)
    });
    page.row(&format!(
        "{}{}{}  {gain}",
        left(&rule.rule, 26),
        right(&format!("{:+.1}", rule.mean_points), 8),
        precision(&rule.precision)
    ))
}

/// Whether a rulebook ranks better with a rule, and that is more than chance.
fn helps(rule: &RuleWorth) -> bool {
    let low = rule.auc_gain.as_ref().and_then(|gain| gain.low);
    low.is_some_and(|low| low > SEEN)
}

/// Whether a rulebook ranks better without a rule, and that is more than chance.
pub(super) fn harms(rule: &RuleWorth) -> bool {
    let high = rule.auc_gain.as_ref().and_then(|gain| gain.high);
    high.is_some_and(|high| high < -SEEN)
}

/// To whom actions were proposed, and who of these was lost.
pub(super) fn actions(page: &mut Page<'_>, told: &Backtest, tried: &Tried) -> io::Result<()> {
    if tried.actions.is_empty() {
        return Ok(());
    }
    page.heading("what was proposed, and how many of those whom it was about were lost")?;
    let header = [left("action", 26), right("steps", 8), precision_header()];
    page.row(&header.concat())?;
    let actions = by_loss(tried);
    for action in actions.iter().take(SHOWN) {
        let about = action.precision.as_ref();
        page.row(&format!(
            "{}{}{}",
            left(&action.action, 26),
            right(&count(action.proposals), 8),
            about.map_or_else(|| right("–", 11), precision)
        ))?;
    }
    more(page, actions.len())?;
    page.line("")?;
    let text = format!(
        "of all customer-days {} were lost. A step counts on the first of the days on which it is proposed. `–`: proposed for those alone who had \
         left, or had no outcome",
        share(rate(told))
    );
    page.lead("  ", Style::Dim, &text)
}

/// How many lines of a table are not shown.
fn more(page: &mut Page<'_>, lines: usize) -> io::Result<()> {
    match lines.saturating_sub(SHOWN) {
        0 => Ok(()),
        more => page.row(&format!("and {more} more, which --format csv tells")),
    }
}

/// The actions, those about customers who left most often first.
pub(super) fn by_loss(tried: &Tried) -> Vec<&ActionWorth> {
    let mut actions: Vec<&ActionWorth> = tried.actions.iter().collect();
    let rate = |one: &ActionWorth| one.precision.as_ref().map_or(-1.0, |about| about.rate);
    actions.sort_by(|a, b| {
        let (first, second) = (rate(b), rate(a));
        first
            .total_cmp(&second)
            .then_with(|| a.action.cmp(&b.action))
    });
    actions
}

/// How much everybody would have had to do.
pub(super) fn load(page: &mut Page<'_>, tried: &Tried) -> io::Result<()> {
    if tried.load.is_empty() {
        return Ok(());
    }
    page.heading("how many steps there would have been to do")?;
    page.row(&format!(
        "{}{}{}{}",
        left("who", 26),
        right("on the first day", 18),
        right("after it", 10),
        right("a week", 9)
    ))?;
    for load in tried.load.iter().take(SHOWN) {
        let week = load.per_week.map(|week| format!("{week:.1}"));
        page.row(&format!(
            "{}{}{}{}",
            left(&load.assignee, 26),
            right(&count(load.on_first_day), 18),
            right(&count(load.after), 10),
            right(week.as_deref().unwrap_or("–"), 9)
        ))?;
    }
    more(page, tried.load.len())?;
    page.line("")?;
    let text = "in brackets: messages that need nobody, and roles of which there is nobody. What came and went between two of the days is in no \
                count, so shorter steps (--every 1w) count more closely. What was done, put off or refused at the time counts as far as the \
                accounts' `actions` tell of it";
    page.lead("  ", Style::Dim, text)
}
