//! What to do about a back-test.

use std::io;

use tenure_insight::backtest::{Backtest, Treatment, Tried};

use super::tables::{by_loss, harms};
use super::{FEW, Verdict, name, predicts, rate};
use crate::render::colour::Style;
use crate::render::page::Page;
use crate::render::text::{counted, share};

/// How many rules, actions or fields a sentence names.
const NAMED: usize = 3;

/// What to do next, in a few sentences.
pub(super) fn steps(page: &mut Page<'_>, told: &Backtest) -> io::Result<()> {
    page.heading("what to do next")?;
    let mut steps = Vec::new();
    match (told.rulebooks.as_slice(), &told.comparison) {
        _ if told.accounts_lost < FEW => steps.push(few(told)),
        (both @ [first, second], Some(_))
            if both.iter().any(|one| verdict(one) == Verdict::Better) =>
        {
            steps.push(which(told, first, second));
        }
        ([_, second], Some(_)) => steps.extend(of_one(told, second)),
        (rulebooks, _) => steps.extend(rulebooks.iter().flat_map(|tried| of_one(told, tried))),
    }
    steps.extend(fields(told));
    for (number, step) in steps.iter().enumerate() {
        page.lead(&format!("  {}. ", number + 1), Style::Plain, step)?;
    }
    Ok(())
}

/// The first names, and whether there are several; `None` without one.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> Option<(String, bool)> {
    let names: Vec<String> = names.take(NAMED).map(|name| format!("`{name}`")).collect();
    let (last, others) = names.split_last()?;
    let text = if others.is_empty() {
        last.clone()
    } else {
        format!("{} and {last}", others.join(", "))
    };
    Some((text, !others.is_empty()))
}

fn few(told: &Backtest) -> String {
    format!(
        "Decide nothing by this yet: too few were lost ({}), and with fewer than {FEW} accounts chance weighs too much. Take a longer time.",
        counted(told.accounts_lost, "account")
    )
}

/// Which of two rulebooks to take.
fn which(told: &Backtest, first: &Tried, second: &Tried) -> String {
    let auc = told.comparison.and_then(|less| less.auc);
    match auc.and_then(|auc| Some((auc.holds(0.0)?, auc.value > 0.0))) {
        Some((false, true)) => format!(
            "Take `{}`: it ranks better, and by more than chance.",
            name(second)
        ),
        Some((false, false)) => format!(
            "Stay with `{}`: the other one ranks worse, and by more than chance.",
            name(first)
        ),
        Some((true, _)) | None => {
            "Take the one that is easier to explain: nothing tells that one of the two ranks better."
                .to_owned()
        }
    }
}

fn verdict(tried: &Tried) -> Verdict {
    Verdict::of(tried.measures.auc.as_ref())
}

/// What to do about one rulebook.
fn of_one(told: &Backtest, tried: &Tried) -> Vec<String> {
    let only = match verdict(tried) {
        Verdict::Better => return of_a_good_one(told, tried),
        Verdict::Undefined => "Take a time in which some customers left and some stayed.",
        Verdict::Unproven => {
            "Draw accounts anew (--resamples 1000): without an interval nobody knows whether this is chance."
        }
        Verdict::Chance | Verdict::Worse => {
            "Do not work by these scores: they do not tell who leaves. See whether the data tells of use, contacts and satisfaction at all \
             (`tenure check`), or fit points to your own history (`tenure fit`), and try again."
        }
    };
    vec![only.to_owned()]
}

/// What to do about one that tells who leaves.
fn of_a_good_one(told: &Backtest, tried: &Tried) -> Vec<String> {
    let mut steps = vec![from_the_top(told, tried)];
    steps.extend(actions(told, tried));
    steps.extend(harm(tried));
    if !predicts(told, tried) {
        steps.push(
            "Read the probabilities as an order and not as a forecast, until the rulebook has a calibration for this horizon \
             (docs/fitting.md)."
                .to_owned(),
        );
    }
    steps
}

fn from_the_top(told: &Backtest, tried: &Tried) -> String {
    let a_day = (told.rows as f64 / told.days.len().max(1) as f64 / 5.0).round() as usize;
    let fifth = tried.measures.lift.get(1).map(|two| two.captured);
    fifth.map_or_else(
        || "Work the list from the top: the riskier ones left more often.".to_owned(),
        |found| {
            format!(
                "Work the list from the top: {} of all losses stood in its riskiest fifth, which is about {} on a day.",
                share(found),
                counted(a_day, "account")
            )
        },
    )
}

/// The actions about customers of whom more left than of all.
fn actions(told: &Backtest, tried: &Tried) -> Option<String> {
    let all = rate(told);
    let above = by_loss(tried).into_iter().filter(|action| {
        let about = action.precision.as_ref();
        about.is_some_and(|about| about.low > all)
    });
    let (names, _) = listed(above.map(|action| action.action.as_str()))?;
    Some(format!(
        "Put first what is about those who leave: {names}. Of those for whom it was proposed clearly more than {} were lost.",
        share(all)
    ))
}

/// The rules without which it would rank better.
fn harm(tried: &Tried) -> Option<String> {
    let harmful = tried.rules.iter().rev().filter(|rule| harms(rule));
    let (names, several) = listed(harmful.map(|rule| rule.rule.as_str()))?;
    let (without, one) = if several {
        ("without each of them, taken alone", "one")
    } else {
        ("without it", "it")
    };
    Some(format!(
        "Look at {names}: the rulebook ranks better {without}. Switch {one} off in a copy (`enabled = false`), and hold the two against each other \
         by --against."
    ))
}

/// The fields that could tell more, if they had a history.
fn fields(told: &Backtest) -> Option<String> {
    let left_out = |treatment: Treatment| treatment == Treatment::LeftOut;
    let fields = told.fields.iter().filter(|field| left_out(field.treatment));
    let (names, several) = listed(fields.map(|field| field.field.as_str()))?;
    let (they, it_is) = if several {
        ("they", "they tell")
    } else {
        ("it", "it tells")
    };
    Some(format!(
        "Keep a history of {names}, if {it_is} of leaving: on past days {they} counted as unknown."
    ))
}
