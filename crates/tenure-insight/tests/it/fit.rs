//! Scorecards of small tables: what they find, what they refuse, and that the engine agrees.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use tenure::Rulebook;
use tenure_insight::ErrorKind;
use tenure_insight::fit::*;
use tenure_insight::measure::{Scored, auc, brier};

use crate::tables::{Draw, agrees, odd, table};

fn fitted(text: &str, settings: &Settings) -> Fitted {
    fit(&table(text), settings).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(text: &str, settings: &Settings) -> (ErrorKind, String) {
    let error = fit(&table(text), settings).unwrap_err();
    (error.kind(), error.to_string())
}

/// A table of these columns, each made of a row's number, the outcome and chance.
type Make = fn(usize, bool, &mut Draw) -> String;

fn made(rows: usize, rate: f64, columns: &[(&str, Make)]) -> String {
    let mut draw = Draw::new(7);
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let mut text = format!("{},lost\n", names.join(","));
    for row in 0..rows {
        let lost = draw.next() < rate;
        let cells: Vec<String> = columns
            .iter()
            .map(|(_, make)| make(row, lost, &mut draw))
            .collect();
        writeln!(text, "{},{}", cells.join(","), u8::from(lost)).unwrap();
    }
    text
}

fn telling(_: usize, lost: bool, draw: &mut Draw) -> String {
    format!("{:.3}", draw.next() + if lost { 0.3 } else { 0.0 })
}

fn left_out<'r>(report: &'r Report, column: &str) -> Option<&'r str> {
    let found = report.left_out.iter().find(|left| left.column == column);
    found.map(|left| left.why.as_str())
}

#[test]
fn the_engine_gives_every_row_the_points_of_the_fit() {
    for (seed, rows, base) in [(1, 900, -1.0), (2, 1_500, 0.5), (3, 700, -2.5)] {
        let text = odd(seed, rows, base);
        let fitted = fitted(
            &text,
            &Settings {
                id: Some("key".to_owned()),
                ..Settings::new("Lost?")
            },
        );
        assert!(fitted.signals().len() > 5, "{:?}", fitted.signals());
        assert!(fitted.points().iter().any(|points| *points != 0));
        agrees(&text, &fitted);
    }
}

#[test]
fn rows_that_were_held_out_are_told_apart_less_well_than_those_fitted() {
    let text = odd(6, 600, -1.0);
    let fitted = fitted(&text, &Settings::new("Lost?"));
    let lost = text.lines().skip(1).map(|line| line.ends_with(",yes"));
    let own = fitted.points().into_iter().zip(lost);
    let own: Vec<Scored> = own
        .map(|(points, lost)| Scored::new(lost, points as f64))
        .collect();
    let (seen, unseen) = (
        auc(&own).unwrap().area,
        fitted.report().validation.auc.unwrap().area,
    );
    assert!(unseen < seen - 0.005, "{unseen} {seen}");
}

#[test]
fn equal_tables_give_equal_bytes() {
    let text = odd(4, 600, -1.0);
    let one = fitted(&text, &Settings::new("Lost?"));
    let other = fitted(&text, &Settings::new("Lost?"));
    assert_eq!(one.rulebook("x"), other.rulebook("x"));
    assert_eq!(one.report(), other.report());
    assert_eq!(one.report().id.as_deref(), Some("key"));
}

#[test]
fn columns_that_cannot_help_are_left_out_by_name() {
    let text = made(
        1_500,
        0.3,
        &[
            ("level", |_, _, _| "same".to_owned()),
            ("nothing", |_, _, _| String::new()),
            ("number", |row, _, _| (row + 100).to_string()),
            ("name", |row, _, _| format!("customer {row}")),
            ("signal", telling),
            ("noise", |_, _, draw| format!("{:.2}", draw.next())),
        ],
    );
    let report = fitted(
        &text,
        &Settings {
            id: Some("name".to_owned()),
            ..Settings::new("lost")
        },
    )
    .report()
    .clone();
    assert_eq!(left_out(&report, "level"), Some("it holds one value only"));
    assert_eq!(left_out(&report, "nothing"), Some("it holds nothing"));
    assert_eq!(left_out(&report, "number"), Some("it numbers the rows"));
    assert!(
        left_out(&report, "noise")
            .unwrap()
            .starts_with("it tells too little")
    );
    let used: Vec<&str> = report
        .columns
        .iter()
        .map(|used| used.column.as_str())
        .collect();
    assert_eq!(used, ["signal"]);
    assert!(report.has_signal);
}

#[test]
fn many_columns_of_noise_do_not_drown_one_that_tells() {
    let mut draw = Draw::new(3);
    let names: Vec<String> = (0..30).map(|column| format!("n{column}")).collect();
    let mut text = format!("signal,{},lost\n", names.join(","));
    for _ in 0..1_500 {
        let lost = draw.next() < 0.3;
        let noise: Vec<String> = (0..30).map(|_| format!("{:.2}", draw.next())).collect();
        let signal = draw.next() + if lost { 0.3 } else { 0.0 };
        writeln!(text, "{signal:.3},{},{}", noise.join(","), u8::from(lost)).unwrap();
    }
    let report = fitted(&text, &Settings::new("lost")).report().clone();
    assert_eq!(report.columns[0].column, "signal");
    assert!(report.columns.len() <= 4, "{:?}", report.columns);
    assert!(
        report.validation.auc.unwrap().area > 0.72,
        "{:?}",
        report.validation.auc
    );
    assert!(report.validation.calibration_error.unwrap() < 0.05);
}

#[test]
fn what_says_the_same_is_used_once() {
    let text = made(
        800,
        0.3,
        &[
            ("a", |row, _, _| (row * row * 31 % 9).to_string()),
            ("b", |row, _, _| (row * row * 31 % 9).to_string()),
            ("signal", |_, lost, draw| {
                if draw.next() < if lost { 0.8 } else { 0.3 } {
                    "u"
                } else {
                    "v"
                }
                .to_owned()
            }),
        ],
    );
    let doubled: String = text
        .lines()
        .map(|line| {
            let word = line.split(',').nth(2).unwrap();
            let copy = match word {
                "u" => "1",
                "v" => "0",
                other => other,
            };
            let copy = if copy == "signal" { "copy" } else { copy };
            format!("{copy},{line}\n")
        })
        .collect();
    let report = fitted(&doubled, &Settings::new("lost")).report().clone();
    assert_eq!(left_out(&report, "b"), Some("it says the same as `a`"));
    assert_eq!(
        left_out(&report, "signal"),
        Some("it parts the rows as `copy` does")
    );
}

#[test]
fn a_leak_is_warned_of_by_name() {
    let leak: Make = |row, lost, _| {
        if lost {
            format!("reason {}", row % 3)
        } else {
            String::new()
        }
    };
    let text = made(700, 0.2, &[("churn_reason", leak), ("signal", telling)]);
    let report = fitted(&text, &Settings::new("lost")).report().clone();
    assert!(
        report
            .warnings
            .iter()
            .any(|warning| warning.contains("`churn_reason`")),
        "{report:?}"
    );
    assert_eq!(
        left_out(&report, "churn_reason"),
        Some("it tells the outcome itself")
    );
    assert!(report.validation.auc.unwrap().area < 0.9);
    let kept = Settings {
        keep: vec!["churn_reason".to_owned()],
        ..Settings::new("lost")
    };
    assert!(fitted(&text, &kept).report().validation.auc.unwrap().area > 0.99);
}

#[test]
fn without_signal_nothing_is_promised() {
    let text = made(
        900,
        0.25,
        &[
            ("x", |_, _, draw| format!("{:.2}", draw.next())),
            ("y", |_, _, draw| {
                draw.pick(&["a", "b", "c", "d"]).to_owned()
            }),
            ("z", |_, _, draw| format!("{}", (draw.next() * 9.0) as u8)),
        ],
    );
    let report = fitted(&text, &Settings::new("lost")).report().clone();
    assert!(!report.has_signal, "{report:?}");
}

#[test]
fn few_losses_are_enough_and_too_few_are_refused() {
    let rare = made(
        6_000,
        0.02,
        &[
            ("signal", telling),
            ("noise", |_, _, draw| format!("{:.2}", draw.next())),
        ],
    );
    let report = fitted(&rare, &Settings::new("lost")).report().clone();
    assert!(
        report.has_signal && report.validation.auc.unwrap().area > 0.7,
        "{report:?}"
    );
    assert!(report.validation.calibration_error.unwrap() < 0.01);
    let few = made(200, 0.1, &[("signal", telling)]);
    let (kind, text) = refused(&few, &Settings::new("lost"));
    assert_eq!(kind, ErrorKind::TooLittle);
    assert!(text.contains("50 of either are needed"), "{text}");
}

/// Rows of a word, a number and a fraction, lost at a rate that the three tell.
fn together(rate: impl Fn(&str, u8) -> f64) -> String {
    let mut draw = Draw::new(11);
    let mut text = "a,b,c,lost\n".to_owned();
    for _ in 0..3_000 {
        let (a, b, c) = (
            draw.pick(&["x", "y"]),
            (draw.next() * 10.0) as u8,
            draw.next(),
        );
        let lost = draw.next() < rate(a, b) + 0.1 * c;
        writeln!(text, "{a},{b},{c:.3},{}", if lost { "Yes" } else { "No" }).unwrap();
    }
    text
}

#[test]
fn a_pair_earns_its_place_where_two_columns_tell_together() {
    let text = together(|a, b| if a == "x" && b < 5 { 0.7 } else { 0.2 });
    let fitted = fitted(&text, &Settings::new("lost"));
    assert!(fitted.report().pairs >= 1, "{:?}", fitted.report());
    assert!(fitted.rulebook("x").contains("id = \"pair-1\""));
    agrees(&text, &fitted);
}

#[test]
fn a_declared_direction_is_kept() {
    let text = made(
        1_500,
        0.3,
        &[("wavy", |_, lost, draw| {
            format!("{:.3}", (draw.next() * if lost { 1.0 } else { 1.6 }).sin())
        })],
    );
    for direction in [Direction::Up, Direction::Down] {
        let settings = Settings {
            monotone: [("wavy".to_owned(), direction)].into(),
            ..Settings::new("lost")
        };
        let fitted = fitted(&text, &settings);
        let rulebook = fitted.rulebook("x");
        assert!(goes(&rulebook, direction), "{rulebook}");
    }
}

#[test]
fn of_two_columns_that_say_the_same_the_one_of_declared_direction_stays() {
    let wavy = made(
        1_500,
        0.3,
        &[("wavy", |_, lost, draw| {
            format!("{:.3}", (draw.next() * if lost { 1.0 } else { 1.6 }).sin())
        })],
    );
    let twice = |line: &str| format!("{},{line}", line.split(',').next().unwrap());
    let text: Vec<String> = wavy.lines().map(twice).collect();
    let text = text.join("\n").replacen("wavy,wavy", "copy,wavy", 1);
    let directed = |column: &str, direction: Direction| Settings {
        monotone: [(column.to_owned(), direction)].into(),
        ..Settings::new("lost")
    };
    for direction in [Direction::Up, Direction::Down] {
        for (column, other) in [("wavy", "copy"), ("copy", "wavy")] {
            let fitted = fitted(&text, &directed(column, direction));
            let why = format!("it says the same as `{column}`");
            assert_eq!(left_out(fitted.report(), other), Some(why.as_str()));
            let rulebook = fitted.rulebook("x");
            assert!(goes(&rulebook, direction), "{rulebook}");
        }
    }
    let mut both = directed("wavy", Direction::Up);
    both.monotone.insert("copy".to_owned(), Direction::Down);
    let notes = fitted(&text, &both).report().notes.join("\n");
    assert!(notes.contains("the direction of `copy` counts"), "{notes}");

    // Columns of other numbers that fall into the same bins.
    let few = made(
        800,
        0.4,
        &[("few", |_, lost, draw| {
            u8::from(draw.next() < if lost { 0.7 } else { 0.4 }).to_string()
        })],
    );
    let other = |line: &str| format!("{},{line}", if line.starts_with('1') { "7" } else { "5" });
    let text: Vec<String> = few.lines().map(other).collect();
    let text = text.join("\n").replacen("5,few", "other,few", 1);
    for (column, left) in [("few", "other"), ("other", "few")] {
        let fitted = fitted(&text, &directed(column, Direction::Up));
        let why = format!("it parts the rows as `{column}` does");
        assert_eq!(left_out(fitted.report(), left), Some(why.as_str()));
        agrees(&text, &fitted);
    }
}

/// Whether the points of all bins go one way.
fn goes(rulebook: &str, direction: Direction) -> bool {
    let points = |line: &str| {
        let text = line.split("points = ").nth(1)?;
        text.split(' ').next()?.parse::<i64>().ok()
    };
    let bins = rulebook.lines().filter(|line| line.starts_with("  {"));
    let points: Vec<i64> = bins.filter_map(points).collect();
    points.windows(2).all(|pair| match direction {
        Direction::Up => pair[0] <= pair[1],
        Direction::Down => pair[0] >= pair[1],
    })
}

#[test]
fn no_pair_goes_against_a_declared_direction() {
    // The risk rises with `b`, but not for one of the words.
    for falls in ["x", "y"] {
        let text = together(|a, b| match (a == falls, b < 5) {
            (true, true) => 0.6,
            (true, false) => 0.3,
            (false, true) => 0.1,
            (false, false) => 0.6,
        });
        let settings = Settings {
            monotone: [("b".to_owned(), Direction::Up)].into(),
            ..Settings::new("lost")
        };
        let fitted = fitted(&text, &settings);
        let mut used = fitted.report().columns.iter();
        assert!(used.any(|used| used.column == "b"));
        // Rows that differ in `b` alone.
        let mut alike: BTreeMap<(&str, &str), Vec<(u8, i64)>> = BTreeMap::new();
        for (line, points) in text.lines().skip(1).zip(fitted.points()) {
            let cells: Vec<&str> = line.split(',').collect();
            let rows = alike.entry((cells[0], cells[2])).or_default();
            rows.push((cells[1].parse().unwrap(), points));
        }
        for rows in alike.values_mut() {
            rows.sort_unstable();
            assert!(rows.is_sorted_by_key(|(_, points)| points), "{rows:?}");
        }
    }
}

#[test]
fn words_have_no_direction() {
    let settings = Settings {
        monotone: [("a".to_owned(), Direction::Up)].into(),
        ..Settings::new("lost")
    };
    let table = format!("a,lost\n{}", "9,1\nmany,0\n".repeat(100));
    let (kind, text) = refused(&table, &settings);
    assert_eq!(kind, ErrorKind::Input);
    assert_eq!(
        text,
        "column `a` holds words, such as `many`, and a direction is for numbers, which rise: \
         make numbers of them, or leave --monotone a out"
    );
    // What is not used needs no direction.
    let unused = Settings {
        leave_out: vec!["a".to_owned()],
        ..settings
    };
    fitted(&together(|_, b| f64::from(b) / 12.0), &unused);
}

#[test]
fn mistakes_name_the_column_and_the_way_out() {
    let text = made(300, 0.4, &[("signal", telling)]);
    let of = |settings: Settings| refused(&text, &settings).1;
    assert_eq!(
        of(Settings::new("churn")),
        "there is no column `churn`; there is signal, lost"
    );
    let positive = Settings {
        positive: Some("Yes".to_owned()),
        ..Settings::new("lost")
    };
    assert!(
        of(positive).starts_with("column `lost` never holds `Yes`; it holds "),
        "is told"
    );
    assert!(
        of(Settings {
            folds: 1,
            ..Settings::new("lost")
        })
        .contains("folds: give 2 to 20")
    );
    let unread = |text: &str| Table::read(text.as_bytes()).unwrap_err().to_string();
    assert_eq!(
        unread("a,b\n1,2\n3\n"),
        "row 3: has 1 cells, and the first row 2; mend it or leave it out"
    );
    assert_eq!(
        unread("a;b\n1;2\n"),
        "the first row is one column, `a;b`; separate the cells by commas"
    );
    assert_eq!(
        unread("a,A\n1,2\n"),
        "the first row names column `A` twice; rename one of them"
    );
    assert_eq!(unread("a,b\n"), "the table has no rows under its header");
}

#[test]
fn the_rulebook_reads_as_it_is_meant_to() {
    let text = odd(5, 800, -1.0);
    let rulebook = fitted(&text, &Settings::new("Lost?")).rulebook("ours");
    for told in [
        "# A scorecard fitted to a table of known outcomes.",
        "calibration error",
        "id = \"ours\"",
        "doc = \"column Monthly fee, \\\"net\\\"\"",
        "unknown = true",
        "% lost, WOE ",
    ] {
        assert!(rulebook.contains(told), "{told} in\n{rulebook}");
    }
}

/// The digest that a fit tells of its data.
fn digest(text: &str, settings: &Settings) -> String {
    fitted(text, settings).report().data.clone()
}

#[test]
fn the_digest_is_that_of_the_data_and_not_of_the_file() {
    let text = together(|a, b| if a == "x" && b > 5 { 0.6 } else { 0.2 });
    let usual = Settings::new("lost");
    let of = |text: &str| digest(text, &usual);
    let told = of(&text);
    assert_eq!(told.len(), 32);
    let rulebook = fitted(&text, &usual).rulebook("ours");
    assert!(
        rulebook.contains(&format!("\ndata = \"{told}\"")),
        "{rulebook}"
    );
    let (head, rows) = text.split_once('\n').unwrap();
    let lines: Vec<&str> = rows.lines().collect();
    let with = |lines: &[String]| format!("{head}\n{}\n", lines.join("\n"));
    let each =
        |change: &dyn Fn(&str) -> String| lines.iter().map(|line| change(line)).collect::<Vec<_>>();
    // Written otherwise, with quotes, spaces and zeroes; with rows of no outcome; with a column that is left out.
    let same = [
        with(&each(&|line| {
            line.replace("x,", "\" x\",").replace(",Yes", "0,Yes")
        })),
        format!("{text}x,3,0.5,\n"),
    ];
    for other in &same {
        assert_eq!(of(other), told);
    }
    let more: String = text
        .lines()
        .enumerate()
        .map(|(row, line)| {
            format!(
                "{line},{}\n",
                if row == 0 {
                    "more".to_owned()
                } else {
                    row.to_string()
                }
            )
        })
        .collect();
    let mut without = usual.clone();
    without.leave_out.push("more".to_owned());
    assert_eq!(digest(&more, &without), told);
    // Another cell, outcome, column's name or order of rows is another table.
    let mut turned = each(&|line| line.to_owned());
    turned.reverse();
    let mut cell = each(&|line| line.to_owned());
    cell[7] = format!("z{}", &cell[7][1..]);
    let mut outcome = each(&|line| line.to_owned());
    outcome[7] = match outcome[7].strip_suffix("Yes") {
        Some(rest) => format!("{rest}No"),
        None => outcome[7].replace(",No", ",Yes"),
    };
    let others = [
        with(&turned),
        with(&cell),
        with(&outcome),
        text.replacen("a,b", "d,b", 1),
    ];
    for other in &others {
        assert_ne!(of(other), told);
    }
}

#[test]
fn an_isotonic_calibration_follows_what_no_curve_of_two_numbers_can() {
    // Lost at 10 % up to 5, and at 60 % above: a step.
    let text = together(|_, b| if b > 5 { 0.55 } else { 0.05 });
    let mut settings = Settings::new("lost");
    let platt = fitted(&text, &settings);
    settings.calibration = CalibrationMethod::Isotonic;
    let isotonic = fitted(&text, &settings);
    assert_eq!(platt.report(), isotonic.report());
    assert_eq!(platt.points(), isotonic.points());
    let lost: Vec<bool> = text
        .lines()
        .skip(1)
        .map(|line| line.ends_with("Yes"))
        .collect();
    let miss = |fitted: &Fitted, method: &str| {
        let rulebook = Rulebook::parse("ours.toml", &fitted.rulebook("ours")).unwrap();
        let calibration = rulebook.checked().risk.calibration.clone().unwrap();
        assert_eq!(calibration.method, method);
        assert_eq!(
            calibration.data.as_deref(),
            Some(fitted.report().data.as_str())
        );
        let told = fitted
            .points()
            .into_iter()
            .zip(&lost)
            .map(|(points, lost)| {
                Scored::new(*lost, calibration.probability_bp(points) as f64 / 10_000.0)
            });
        brier(&told.collect::<Vec<_>>()).unwrap()
    };
    let (by_curve, by_line) = (miss(&platt, "platt"), miss(&isotonic, "isotonic"));
    assert!(by_line <= by_curve, "{by_line} {by_curve}");
}
