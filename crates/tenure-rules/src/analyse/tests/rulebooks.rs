//! Small rulebooks beside every account that they can tell apart.

use std::fmt::Write as _;
use std::sync::Arc;

use tenure_columns::{Cell, ColumnBuilder, DataType, Frame, Value};

use crate::analyse::{Claim, Finding, analyse};
use crate::dictionary::{Dictionary, SignalId};
use crate::expr::Expr;
use crate::loader::Loader;
use crate::program::tests::{plain, plain_bin};
use crate::rulebook::{BinTest, Judge, Rule, Rulebook};

use super::grid::Dice;

/// A word that the signal's list does not name.
const OTHER: &str = "other";

/// A rulebook of a few rules over an int, another that ages, and a word of three.
fn rulebook(dice: &mut Dice) -> Rulebook {
    let mut text = String::from(
        "[rulebook]\nid = \"small\"\nversion = \"1\"\nlanguage = 1\n[risk]\nprior = 2500\nhorizon_months = 12\npdo = 20\n\
         bands = [{ name = \"low\", below = 2000 }, { name = \"high\" }]\n\
         [[signal]]\nname = \"custom.a\"\ntype = \"int\"\n\
         [[signal]]\nname = \"custom.b\"\ntype = \"int\"\nvalid_for_days = 9\n\
         [[signal]]\nname = \"custom.w\"\ntype = \"text\"\nwords = [\"x\", \"y\", \"z\"]\n\
         [[group]]\nid = \"most\"\nmode = \"max\"\n",
    );
    for number in 0..2 + dice.below(4) {
        let group = if dice.below(3) == 0 {
            "group = \"most\"\n"
        } else {
            ""
        };
        let judged = if dice.below(2) == 0 {
            let points = dice.below(9) as i64 - 3;
            format!("when = '{}'\npoints = {points}", condition(dice))
        } else {
            bins(dice)
        };
        let _ = write!(text, "[[rule]]\nid = \"r{number}\"\n{group}{judged}\n");
    }
    let loaded = Loader::new(Dictionary::new()).load("small.toml", &text);
    loaded.unwrap_or_else(|error| panic!("{error}\n{text}")).0
}

fn condition(dice: &mut Dice) -> String {
    let parts: Vec<String> = (0..1 + dice.below(3)).map(|_| part(dice)).collect();
    parts.join([" && ", " || "][dice.below(2) as usize])
}

fn part(dice: &mut Dice) -> String {
    let signal = ["custom.a", "custom.b"][dice.below(2) as usize];
    let op = ["<", "<=", ">", ">=", "==", "!="][dice.below(6) as usize];
    let int = dice.below(5);
    match dice.below(6) {
        0 => format!(
            "custom.w {} \"{}\"",
            ["==", "!="][dice.below(2) as usize],
            ["x", "y", "z"][dice.below(3) as usize]
        ),
        1 => format!("!({signal} {op} {int})"),
        2 => format!("is_stale({signal})"),
        3 => format!("({signal} ?? {int}) {op} 2"),
        _ => format!("{signal} {op} {int}"),
    }
}

fn bins(dice: &mut Dice) -> String {
    if dice.below(3) == 0 {
        let words = ["x", "y", "z"].map(|word| format!("{{ is = \"{word}\", points = 2 }}"));
        let few = 1 + dice.below(3) as usize;
        let rest = [", { points = 3 }", ""][dice.below(2) as usize];
        return format!(
            "signal = \"custom.w\"\nbins = [{}{rest}]",
            words[..few].join(", ")
        );
    }
    let signal = ["custom.a", "custom.b"][dice.below(2) as usize];
    let mut bins = Vec::new();
    let mut border = dice.below(3);
    for number in 0..1 + dice.below(2) {
        bins.push(format!("{{ below = {border}, points = {number} }}"));
        border += 1 + dice.below(2);
    }
    for (rest, percent) in [
        ("{ points = 3 }", 2),
        ("{ stale = true, points = 1 }", 4),
        ("{ unknown = true, points = 1 }", 4),
        ("{ not_applicable = true, points = 1 }", 5),
    ] {
        if dice.below(percent) == 0 {
            bins.push(rest.to_owned());
        }
    }
    format!("signal = \"{signal}\"\nbins = [{}]", bins.join(", "))
}

/// Every account: each signal at each value around the constants, and missing in each way that there is.
fn everybody() -> Frame {
    let ints = |missing: &[Cell<Value>]| {
        let known = (-1..7).map(|int| Cell::Known(Value::Int(int)));
        known.chain(missing.to_vec()).collect::<Vec<_>>()
    };
    // What a host supplies is not held to its list of words.
    let words = ["x", "y", "z", OTHER].map(|word| Cell::Known(Value::Text(Arc::from(word))));
    let words: Vec<Cell<Value>> = words.into_iter().chain([Cell::Unknown]).collect();
    let (a, b) = (ints(&[Cell::Unknown]), ints(&[Cell::Unknown, Cell::Stale]));
    let rows = a.len() * b.len() * words.len();
    let mut frame = Frame::new(rows);
    let mut set = |column, ty, of: &dyn Fn(usize) -> Cell<Value>| {
        let mut builder = ColumnBuilder::new(ty);
        (0..rows).for_each(|row| builder.push(of(row)));
        frame.set(column, builder.finish());
    };
    set(0, DataType::Int, &|row| a[row % a.len()].clone());
    set(1, DataType::Int, &|row| b[row / a.len() % b.len()].clone());
    set(2, DataType::Text, &|row| {
        words[row / a.len() / b.len()].clone()
    });
    frame
}

fn truth(expr: &Expr, frame: &Frame, row: usize) -> Option<bool> {
    match plain::eval(expr, frame, row).cell {
        Cell::Known(Value::Bool(truth)) => Some(truth),
        _ => None,
    }
}

fn has(found: &[Finding], code: &str, rule: &str) -> usize {
    let about = |finding: &&Finding| {
        let diagnostic = &finding.diagnostic;
        diagnostic.code == code && diagnostic.entry.as_deref() == Some(rule)
    };
    found.iter().filter(about).count()
}

/// The points that a rule gives to a row.
fn points(rule: &Rule, frame: &Frame, row: usize) -> i64 {
    match &rule.judge {
        Judge::When {
            condition, points, ..
        } if truth(condition, frame, row) == Some(true) => *points,
        Judge::When { .. } => 0,
        Judge::Bins { signal, bins } => {
            let bin = plain_bin(bins, &cell(frame, *signal, row)).0;
            bin.map_or(0, |bin| bins[bin].points)
        }
    }
}

fn cell(frame: &Frame, signal: SignalId, row: usize) -> Cell<Value> {
    frame.column(signal.index()).unwrap().cell(row)
}

/// How often something was claimed.
#[derive(Default)]
struct Claimed {
    unreachable: usize,
    certain: usize,
    empty: usize,
    gaps: usize,
    twice: usize,
    hidden: usize,
}

#[test]
fn every_claim_about_small_rulebooks_is_what_everybody_shows() {
    let everybody = everybody();
    let mut dice = Dice(3);
    let mut claimed = Claimed::default();
    for _ in 0..1_500 {
        let rulebook = rulebook(&mut dice);
        let found = analyse(&rulebook);
        for rule in &rulebook.rules {
            one_rule(rule, &found, &everybody, &mut claimed);
        }
        for finding in &found {
            two_rules(finding, &rulebook, &everybody, &mut claimed);
        }
    }
    // A claim that was never made was not put to the test.
    let Claimed {
        unreachable,
        certain,
        empty,
        gaps,
        twice,
        hidden,
    } = claimed;
    let least = [unreachable, certain, empty, gaps, twice, hidden];
    assert!(least.iter().all(|count| *count >= 5), "{least:?}");
}

/// What is said of one rule is said if and only if it is so.
fn one_rule(rule: &Rule, found: &[Finding], everybody: &Frame, claimed: &mut Claimed) {
    let rows = 0..everybody.rows();
    match &rule.judge {
        Judge::When { condition, .. } => {
            let (mut ever, mut fails) = (false, false);
            for row in rows {
                let truth = truth(condition, everybody, row);
                ever |= truth == Some(true);
                fails |= truth == Some(false);
            }
            let unreachable = has(found, "unreachable-rule", &rule.id);
            assert_eq!(unreachable, usize::from(!ever), "{rule:?}");
            claimed.unreachable += unreachable;
            if ever && !fails {
                assert_eq!(has(found, "always-true", &rule.id), 1, "{rule:?}");
                claimed.certain += 1;
            }
        }
        Judge::Bins { signal, bins } => {
            let mut hit = vec![false; bins.len()];
            let mut left = false;
            for row in rows {
                let cell = cell(everybody, *signal, row);
                match plain_bin(bins, &cell).0 {
                    Some(bin) => hit[bin] = true,
                    None => left |= is_listed(&cell),
                }
            }
            let empty = hit.iter().filter(|hit| !**hit).count();
            assert_eq!(has(found, "shadowed-bin", &rule.id), empty, "{rule:?}");
            let of_values = bins.iter().filter(|bin| {
                !matches!(
                    bin.test,
                    BinTest::Stale | BinTest::Unknown | BinTest::NotApplicable
                )
            });
            let gap = left && of_values.count() >= 2;
            assert_eq!(has(found, "gap", &rule.id), usize::from(gap), "{rule:?}");
            claimed.empty += empty;
            claimed.gaps += usize::from(gap);
        }
    }
}

/// Whether a bin for it would be missed: a number, or a word of the list.
fn is_listed(cell: &Cell<Value>) -> bool {
    matches!(cell, Cell::Known(value) if *value != Value::Text(Arc::from(OTHER)))
}

/// What is said of two rules is so.
fn two_rules(finding: &Finding, rulebook: &Rulebook, everybody: &Frame, claimed: &mut Claimed) {
    let rows = || 0..everybody.rows();
    if let Claim::BothCount { rules, .. } = &finding.claim {
        let [one, other] = rules.each_ref().map(|id| rulebook.rule(id).unwrap());
        let both = |row| points(one, everybody, row) != 0 && points(other, everybody, row) != 0;
        assert!(rows().any(both), "{finding:?}");
        claimed.twice += 1;
    }
    if finding.diagnostic.code == "shadowed-rule" {
        let rule = rulebook
            .rule(finding.diagnostic.entry.as_ref().unwrap())
            .unwrap();
        let larger = |row: usize| {
            let points = |rule: &Rule| points(rule, everybody, row).abs();
            let mut others = rulebook.rules.iter().filter(|other| other.id != rule.id);
            points(rule) == 0
                || others.any(|other| other.group == rule.group && points(other) >= points(rule))
        };
        assert!(rows().all(larger), "{finding:?}");
        claimed.hidden += 1;
    }
}
