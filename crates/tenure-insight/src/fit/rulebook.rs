//! The scorecard as a rulebook: to be read, checked and edited.

use std::fmt::Write as _;

use super::Fitted;
use super::bins::{Binning, Count, evidence, information};
use super::columns::Values;
use super::names::Signal;
use super::report::Report;
use super::scorecard::{Condition, Line, PairLine};

/// The odds, over those of all rows, at which a band ends, and its name.
const BANDS: [(&str, f64); 3] = [("low", 0.5), ("medium", 1.5), ("high", 4.0)];

/// The most words that a reason lists.
const SHOWN: usize = 3;

/// Writes a rulebook of this id.
pub(super) fn write(fitted: &Fitted, id: &str, horizon_months: i64) -> String {
    let writer = Writer { fitted };
    let mut out = head(&fitted.report);
    section(&mut out, fitted, id, horizon_months);
    out.push_str(&calibration(fitted));
    for signal in &fitted.signals {
        out.push_str(&declared(signal));
    }
    let mut lines: Vec<&Line> = fitted.scorecard.lines.iter().collect();
    lines.sort_by(|a, b| {
        information(&b.counts)
            .total_cmp(&information(&a.counts))
            .then(a.feature.cmp(&b.feature))
    });
    for line in lines {
        out.push_str(&writer.line(line));
    }
    for (number, pair) in fitted.scorecard.pairs.iter().enumerate() {
        out.push_str(&writer.pair(number + 1, pair));
    }
    out
}

/// The report, as comments.
fn head(report: &Report) -> String {
    let validation = &report.validation;
    let told = |value: Option<f64>, decimals: usize| {
        value.map_or_else(
            || "not defined".to_owned(),
            |value| format!("{value:.decimals$}"),
        )
    };
    let auc = validation.auc.map_or_else(
        || "not defined".to_owned(),
        |auc| {
            format!(
                "{:.4} (95 % interval {:.4} to {:.4})",
                auc.area, auc.low, auc.high
            )
        },
    );
    let share = 100.0 * report.lost as f64 / report.rows as f64;
    let mut lines = vec![
        "A scorecard fitted to a table of known outcomes. The points are meant to be read and edited.".to_owned(),
        String::new(),
        format!("{} rows, {} of them ({share:.2} %) with {} = {}", report.rows, report.lost, quoted(&report.target), quoted(&report.positive)),
        String::new(),
        format!("In rows that were held out ({} folds, bins and points fitted anew without each):", validation.folds),
        format!("  AUC                {auc}"),
        format!("  KS                 {}", told(validation.kolmogorov_smirnov, 4)),
        format!("  calibration error  {} (ten bins of equal size)", told(validation.calibration_error, 4)),
        format!("  Brier              {}", told(validation.brier, 4)),
        format!("  log loss           {}", told(validation.log_loss, 4)),
        String::new(),
        "Beside each bin: rows, the share that was lost, the weight of evidence (positive is riskier), and what it adds".to_owned(),
        "to the column's information value. An edited line is no longer what the report above speaks of.".to_owned(),
    ];
    if !report.has_signal {
        lines.push(
            "NO SIGNAL: rows that were held out could not be told apart better than by chance."
                .to_owned(),
        );
    }
    lines.extend(
        report
            .warnings
            .iter()
            .map(|warning| format!("Mind: {warning}")),
    );
    lines
        .iter()
        .map(|line| format!("# {}", plain(line)).trim_end().to_owned() + "\n")
        .collect()
}

/// A text of one line.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// `[rulebook]` and `[risk]`.
fn section(out: &mut String, fitted: &Fitted, id: &str, horizon_months: i64) {
    let (card, report) = (&fitted.scorecard, &fitted.report);
    let odds = report.lost as f64 / (report.rows - report.lost).max(1) as f64;
    let mut last = 0;
    let mut bands: Vec<String> = Vec::new();
    for (name, times) in BANDS {
        let border = odds * times / (1.0 + odds * times) * 10_000.0;
        last = (border.round() as i64).clamp(last + 1, 9_996 + bands.len() as i64);
        bands.push(format!("{{ name = \"{name}\", below = {last} }}"));
    }
    let hysteresis = (odds / (1.0 + odds) * 1_000.0).round().clamp(1.0, 300.0) as i64;
    let text = format!(
        "
[rulebook]
id = {}
version = \"1\"
language = 1

[risk]
prior = {} # basis points of an account without any points; with it, probabilities add up to the losses of the table
horizon_months = {horizon_months} # within which the outcome of the table fell
pdo = {} # points that double the odds
bands = [ {}, {{ name = \"critical\" }} ]
hysteresis = {hysteresis}
",
        quoted(id),
        card.prior_bp,
        card.pdo,
        bands.join(", ")
    );
    out.push_str(&text);
}

/// `[calibration]`.
fn calibration(fitted: &Fitted) -> String {
    if fitted.calibration.is_empty() {
        return String::new();
    }
    let report = &fitted.report;
    let error = report.validation.calibration_error;
    let error = error.map_or_else(String::new, |error| {
        format!(
            "error = {} # basis points, before this map\n",
            (10_000.0 * error).round() as i64
        )
    });
    let knot = |(points, probability): &(i64, i64)| {
        format!("    {{ points = {points}, probability = {probability} }},\n")
    };
    let knots: String = fitted.calibration.iter().map(knot).collect();
    format!(
        "
# What the points meant in rows that were held out. Where you edit points, take it out: it is no longer true.
[calibration]
method = \"{}\"
data = \"{}\" # of the rows that it was fitted to: `tenure fit` tells the same of the same table
accounts = {}
lost = {}
{error}knots = [
{knots}]
",
        fitted.method.as_str(),
        report.data,
        report.rows,
        report.lost
    )
}

fn declared(signal: &Signal) -> String {
    let ty = if signal.is_number { "float" } else { "text" };
    format!(
        "\n[[signal]]\nname = \"custom.{}\"\ntype = \"{ty}\"\ndoc = {}\n",
        signal.name,
        quoted(&format!("column {}", signal.column))
    )
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.extend(format!("\\u{:04X}", u32::from(c)).chars()),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A text as a condition writes it.
fn literal(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => out.extend(format!("\\u{:04x}", u32::from(c)).chars()),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A number as TOML and conditions write it; it is read back as it was.
fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        format!("{value:.0}")
    } else {
        format!("{value:?}")
    }
}

/// A text within a reason, where braces stand for signals.
fn braced(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

struct Writer<'f> {
    fitted: &'f Fitted,
}

impl Writer<'_> {
    fn signal(&self, feature: usize) -> &Signal {
        // There is a signal for each feature that has a line or stands in a pair.
        let place = self.fitted.used.iter().position(|used| *used == feature);
        &self.fitted.signals[place.unwrap_or_default()]
    }

    fn line(&self, line: &Line) -> String {
        let signal = self.signal(line.feature);
        let (name, column) = (&signal.name, braced(&plain(&signal.column)));
        let mut out = format!(
            "\n# information value {:.3}\n[[rule]]\nid = {}\nsignal = \"custom.{name}\"\nbins = [\n",
            information(&line.counts),
            quoted(&rule_id(name))
        );
        let all = line
            .counts
            .iter()
            .fold(Count::default(), |all, count| all.and(*count));
        let seen = line.counts.iter().filter(|count| count.rows > 0).count();
        for bin in 0..line.points.len() {
            if let Some(test) = self.test(line, bin) {
                let count = line.counts[bin];
                let reason = self.bin_reason(line, bin, &column);
                let entry = format!("  {{ {test}points = {}{reason} }},", line.points[bin]);
                // A String takes everything that is written to it.
                let _ = writeln!(out, "{entry:<58} # {}", told(count, all, seen));
            }
        }
        out.push_str("]\n");
        if signal.is_number {
            out.push_str(&reason_line(&format!("{column}: {{custom.{name}}}")));
        }
        out
    }

    /// The reason of a bin that shows no number: words are those of the rulebook, never the account's own.
    fn bin_reason(&self, line: &Line, bin: usize, column: &str) -> String {
        let (en, ko) = match &line.binning {
            binning if bin == binning.unknown() => {
                ("not known".to_owned(), "알 수 없음".to_owned())
            }
            Binning::Numbers { .. } => return String::new(),
            binning if bin + 1 == binning.unknown() => {
                ("another value".to_owned(), "다른 값".to_owned())
            }
            binning => {
                let words = shown(&self.words(line.feature, binning, bin..=bin));
                (words.clone(), words)
            }
        };
        let of = |text: String| quoted(&format!("{column}: {text}"));
        format!(", reason = {{ en = {}, ko = {} }}", of(en), of(ko))
    }

    /// What falls into a bin; none for one that is not written.
    fn test(&self, line: &Line, bin: usize) -> Option<String> {
        if bin == line.binning.unknown() {
            return (line.counts[bin].rows > 0).then(|| "unknown = true, ".to_owned());
        }
        match &line.binning {
            Binning::Numbers { cuts } => Some(
                cuts.get(bin)
                    .map_or_else(String::new, |cut| format!("below = {}, ", number(*cut))),
            ),
            Binning::Words { .. } => {
                let words = self.words(line.feature, &line.binning, bin..=bin);
                match words.as_slice() {
                    // The last group takes all other words.
                    _ if bin + 1 == line.binning.unknown() => Some(String::new()),
                    [] => None,
                    [one] => Some(format!("is = {}, ", quoted(one))),
                    many => Some(format!(
                        "is = [{}], ",
                        many.iter()
                            .map(|word| quoted(word))
                            .collect::<Vec<_>>()
                            .join(", ")
                    )),
                }
            }
        }
    }

    /// The words of bins, in order.
    fn words(
        &self,
        feature: usize,
        binning: &Binning,
        bins: std::ops::RangeInclusive<usize>,
    ) -> Vec<&str> {
        let (Binning::Words { of, .. }, Values::Words { words, .. }) =
            (binning, &self.fitted.ready.data.features[feature].values)
        else {
            return Vec::new();
        };
        let fitting = words
            .iter()
            .zip(of)
            .filter(|(_, bin)| bins.contains(&usize::from(**bin)));
        let mut words: Vec<&str> = fitting.map(|(word, _)| word.as_str()).collect();
        words.sort_unstable();
        words
    }

    fn pair(&self, number: usize, pair: &PairLine) -> String {
        let when = format!(
            "{} && {}",
            self.condition(&pair.one),
            self.condition(&pair.other)
        );
        let reason = format!(
            "{}, {}",
            self.in_words(&pair.one),
            self.in_words(&pair.other)
        );
        let reason = quoted(&reason);
        let rate = 100.0 * pair.count.lost as f64 / pair.count.rows.max(1) as f64;
        format!(
            "\n# both together tell more than each alone: {} rows, {rate:.1} % lost\n[[rule]]\nid = \"pair-{number}\"\nwhen = {}\npoints = {}\nreason = {{ en = {reason}, ko = {reason} }}\n",
            pair.count.rows,
            quoted(&when),
            pair.points
        )
    }

    fn condition(&self, condition: &Condition) -> String {
        let name = &self.signal(condition.feature).name;
        match &condition.binning {
            Binning::Numbers { cuts } => format!(
                "custom.{name} < {}",
                number(cuts.get(condition.last).copied().unwrap_or(f64::MAX))
            ),
            Binning::Words { .. } => {
                let words = self.words(
                    condition.feature,
                    &condition.binning,
                    condition.first..=condition.last,
                );
                match words.as_slice() {
                    [one] => format!("custom.{name} == {}", literal(one)),
                    many => format!(
                        "custom.{name} in [{}]",
                        many.iter()
                            .map(|word| literal(word))
                            .collect::<Vec<_>>()
                            .join(", ")
                    ),
                }
            }
        }
    }

    fn in_words(&self, condition: &Condition) -> String {
        let signal = self.signal(condition.feature);
        let column = braced(&plain(&signal.column));
        if signal.is_number {
            return format!("{column}: {{custom.{}}}", signal.name);
        }
        let words = self.words(
            condition.feature,
            &condition.binning,
            condition.first..=condition.last,
        );
        format!("{column}: {}", shown(&words))
    }
}

/// The rule of a column; the one id that is taken is avoided.
fn rule_id(name: &str) -> String {
    if name == "clamp" {
        format!("{name}-column")
    } else {
        name.to_owned()
    }
}

/// A reason in every language.
fn reason_line(text: &str) -> String {
    let text = quoted(text);
    format!("reason = {{ en = {text}, ko = {text} }}\n")
}

/// Words for a reason: the first few.
fn shown(words: &[&str]) -> String {
    let more = if words.len() > SHOWN { ", …" } else { "" };
    let listed: Vec<String> = words
        .iter()
        .take(SHOWN)
        .map(|word| braced(&plain(word)))
        .collect();
    listed.join(", ") + more
}

/// What the table says of a bin.
fn told(count: Count, all: Count, bins: usize) -> String {
    if count.rows == 0 {
        return "no rows; for words that were not seen".to_owned();
    }
    let rate = 100.0 * count.lost as f64 / count.rows as f64;
    let woe = evidence(count, all, bins);
    let lost = (count.lost as f64 + 0.5) / (all.lost as f64 + 0.5 * bins as f64);
    let adds = (lost - lost / libm::exp(woe)) * woe;
    format!(
        "{} rows, {rate:.1} % lost, WOE {woe:+.2}, IV {adds:.3}",
        count.rows
    )
}
