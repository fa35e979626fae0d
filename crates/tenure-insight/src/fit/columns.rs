//! What a table holds for the fit: outcomes, numbers, words, and what is left out.

use std::collections::HashSet;

use super::Settings;
use super::report::LeftOut;
use super::table::{Column, Table};
use crate::{Error, ErrorKind};

/// Texts of a column of numbers that stand for "not known".
pub(super) const NOT_KNOWN: [&str; 9] =
    ["NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?", "-"];
/// Texts that stand for a loss where nobody says which does.
const POSITIVE: [&str; 9] = [
    "yes", "true", "1", "y", "t", "1.0", "churned", "lost", "churn",
];
/// How many rows of either outcome are needed.
const LEAST: usize = 50;
/// The code of a word that is not known.
pub(super) const MISSING: u32 = u32::MAX;

/// A table made ready: rows of known outcome and the columns that may tell of it.
#[derive(Debug, Clone)]
pub(super) struct Data {
    pub(super) lost: Vec<bool>,
    pub(super) features: Vec<Feature>,
}

/// A column that may tell of the outcome.
#[derive(Debug, Clone)]
pub(super) struct Feature {
    pub(super) name: String,
    pub(super) values: Values,
}

/// What a column holds.
#[derive(Debug, Clone)]
pub(super) enum Values {
    /// Numbers; what is not known is not a number. With the rows by rising number, those that are known, and the texts
    /// that stand for what is not.
    Numbers {
        numbers: Vec<f64>,
        order: Vec<u32>,
        not_known: Vec<String>,
    },
    /// Words by number, and what they are.
    Words { codes: Vec<u32>, words: Vec<String> },
}

/// A table made ready, and what there is to say about it.
#[derive(Debug, Clone)]
pub(super) struct Ready {
    pub(super) data: Data,
    pub(super) target: String,
    pub(super) positive: String,
    pub(super) id: Option<String>,
    pub(super) left_out: Vec<LeftOut>,
    pub(super) notes: Vec<String>,
}

fn refused(text: impl Into<String>) -> Error {
    Error::new(ErrorKind::Input, text)
}

/// Makes a table ready.
pub(super) fn ready(table: &Table, settings: &Settings) -> Result<Ready, Error> {
    let target = named(table, &settings.target)?;
    let column = &table.columns[target];
    let positive = positive(column, settings.positive.as_deref())?;
    let mut notes = Vec::new();
    let rows = known_rows(column, &mut notes);
    let lost: Vec<bool> = rows
        .iter()
        .map(|row| column.cell(*row).trim() == positive)
        .collect();
    enough(&lost, column, &positive)?;
    for name in settings
        .monotone
        .keys()
        .chain(&settings.leave_out)
        .chain(&settings.keep)
    {
        named(table, name)?;
    }
    let id = id(table, settings, target, &mut notes)?;
    let mut sieve = Sieve {
        rows: &rows,
        settings,
        left_out: Vec::new(),
        features: Vec::new(),
    };
    for (index, column) in table.columns.iter().enumerate() {
        if index != target && Some(index) != id {
            sieve.take(column, &mut notes);
        }
    }
    for feature in &sieve.features {
        rises(feature, settings)?;
    }
    Ok(Ready {
        target: column.name.clone(),
        positive,
        id: id.map(|id| table.columns[id].name.clone()),
        left_out: sieve.left_out,
        data: Data {
            lost,
            features: sieve.features,
        },
        notes,
    })
}

fn named(table: &Table, name: &str) -> Result<usize, Error> {
    table.find(name).ok_or_else(|| {
        let names: Vec<&str> = table.names().take(30).collect();
        refused(format!(
            "there is no column `{name}`; there is {}",
            names.join(", ")
        ))
    })
}

/// Which text of the target is a loss: the one given, or the one that says so.
fn positive(column: &Column, given: Option<&str>) -> Result<String, Error> {
    let words: Vec<&str> = column
        .words
        .iter()
        .map(|word| word.trim())
        .filter(|word| !word.is_empty())
        .collect();
    let listed = || {
        words
            .iter()
            .take(10)
            .map(|word| format!("`{word}`"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    if let Some(given) = given {
        return if words.contains(&given.trim()) {
            Ok(given.trim().to_owned())
        } else {
            Err(refused(format!(
                "column `{}` never holds `{given}`; it holds {}",
                column.name,
                listed()
            )))
        };
    }
    let meant = |word: &&&str| POSITIVE.contains(&word.to_lowercase().as_str());
    let found: Vec<&&str> = words.iter().filter(meant).collect();
    match found.as_slice() {
        [one] => Ok((**one).to_owned()),
        _ => Err(refused(format!(
            "column `{}` holds {}; say which of them is a loss: --positive VALUE",
            column.name,
            listed()
        ))),
    }
}

/// The rows whose outcome is known.
fn known_rows(column: &Column, notes: &mut Vec<String>) -> Vec<usize> {
    let all = column.codes.len();
    let rows: Vec<usize> = (0..all)
        .filter(|row| !column.cell(*row).trim().is_empty())
        .collect();
    if rows.len() < all {
        notes.push(format!(
            "{} rows are left out: their `{}` is blank",
            all - rows.len(),
            column.name
        ));
    }
    let words: HashSet<&str> = column
        .words
        .iter()
        .map(|word| word.trim())
        .filter(|word| !word.is_empty())
        .collect();
    if words.len() > 2 {
        notes.push(format!(
            "`{}` holds {} different values; all but one count as kept",
            column.name,
            words.len()
        ));
    }
    rows
}

/// Refuses a declared direction of words, which do not rise.
fn rises(feature: &Feature, settings: &Settings) -> Result<(), Error> {
    let (Values::Words { words, .. }, true) = (
        &feature.values,
        settings.monotone.contains_key(&feature.name),
    ) else {
        return Ok(());
    };
    let is_odd = |word: &&String| number(word).is_none() && !NOT_KNOWN.contains(&word.as_str());
    let odd = words.iter().find(is_odd).or(words.first());
    Err(refused(format!(
        "column `{}` holds words, such as `{}`, and a direction is for numbers, which rise: make numbers of them, or leave --monotone {} out",
        feature.name,
        odd.map_or("", String::as_str),
        feature.name
    )))
}

fn enough(lost: &[bool], column: &Column, positive: &str) -> Result<(), Error> {
    let losses = lost.iter().filter(|lost| **lost).count();
    let kept = lost.len() - losses;
    if losses >= LEAST && kept >= LEAST {
        return Ok(());
    }
    let text = format!(
        "too few rows: `{}` is `{positive}` in {losses} and otherwise in {kept}; {LEAST} of either are needed. Gather a longer history, or set the points by hand",
        column.name
    );
    Err(Error::new(ErrorKind::TooLittle, text))
}

/// The column that names the rows: the one given, or the first of texts in which no two rows are alike.
fn id(
    table: &Table,
    settings: &Settings,
    target: usize,
    notes: &mut Vec<String>,
) -> Result<Option<usize>, Error> {
    if let Some(name) = &settings.id {
        let index = named(table, name)?;
        let column = &table.columns[index];
        if column.words.len() < table.rows {
            notes.push(format!(
                "the id column `{name}` holds {} values in {} rows; where rows of one account stand in several folds, the report is too good",
                column.words.len(),
                table.rows
            ));
        }
        return Ok(Some(index));
    }
    let unique = |column: &Column| {
        column.words.len() == table.rows && column.words.iter().all(|word| !word.trim().is_empty())
    };
    let kept = |column: &Column| settings.keep.contains(&column.name);
    let mut columns = table
        .columns
        .iter()
        .enumerate()
        .filter(|(index, column)| *index != target && unique(column) && !kept(column));
    let found = columns.find(|(_, column)| {
        !column.words.iter().all(|word| number(word).is_some()) || counts_up(&column.words)
    });
    if let Some((_, column)) = found {
        notes.push(format!(
            "`{}` is taken for the id: no two rows are alike (say --id otherwise)",
            column.name
        ));
    }
    Ok(found.map(|(index, _)| index))
}

/// Whether unique texts are whole numbers that lie close together, as row numbers and keys do.
fn counts_up(words: &[String]) -> bool {
    let whole: Vec<i64> = words
        .iter()
        .filter_map(|word| word.trim().parse().ok())
        .collect();
    let (Some(least), Some(most)) = (whole.iter().min(), whole.iter().max()) else {
        return false;
    };
    whole.len() == words.len() && most.saturating_sub(*least) < 2 * words.len() as i64
}

/// A number as the adapter's `to_float` reads it.
pub(super) fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let looks_like_one = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    text.parse()
        .ok()
        .filter(|value: &f64| looks_like_one && value.is_finite())
}

/// Takes what may tell of the outcome, and leaves out what cannot.
struct Sieve<'s> {
    rows: &'s [usize],
    settings: &'s Settings,
    left_out: Vec<LeftOut>,
    features: Vec<Feature>,
}

impl Sieve<'_> {
    fn take(&mut self, column: &Column, notes: &mut Vec<String>) {
        if self.settings.leave_out.contains(&column.name) {
            return self.leave(column, "asked for");
        }
        let feature = Feature {
            name: column.name.clone(),
            values: values(column, self.rows, notes),
        };
        if let Some(place) = self.features.iter().position(|one| is_same(one, &feature)) {
            return self.one_of_two(place, feature, notes);
        }
        match self.useless(&feature) {
            Some(why) => self.leave(column, &why),
            None => self.features.push(feature),
        }
    }

    fn leave(&mut self, column: &Column, why: &str) {
        self.left_out.push(LeftOut {
            column: column.name.clone(),
            why: why.to_owned(),
        });
    }

    /// Keeps the first of two columns that say the same, unless a direction is declared of the second alone.
    fn one_of_two(&mut self, place: usize, second: Feature, notes: &mut Vec<String>) {
        let Some(first) = self.features.get_mut(place) else {
            return;
        };
        let direction = |feature: &Feature| self.settings.monotone.get(&feature.name);
        let left = match (direction(first), direction(&second)) {
            (None, Some(_)) => std::mem::replace(first, second),
            (Some(one), Some(other)) if one != other => {
                notes.push(format!(
                    "`{}` says the same as `{}`, and is declared to go the other way: the direction of `{}` counts",
                    second.name, first.name, first.name
                ));
                second
            }
            (_, _) => second,
        };
        self.left_out.push(LeftOut {
            column: left.name,
            why: format!("it says the same as `{}`", first.name),
        });
    }

    fn useless(&self, feature: &Feature) -> Option<String> {
        let rows = self.rows.len();
        let kept = self.settings.keep.contains(&feature.name);
        match &feature.values {
            Values::Numbers { order, .. } if order.is_empty() => {
                Some("it holds nothing".to_owned())
            }
            Values::Numbers { numbers, order, .. } => {
                let distinct = distinct(numbers, order);
                if distinct == 1 && order.len() == rows {
                    return Some("it holds one value only".to_owned());
                }
                let counts = distinct == rows && whole_range(numbers, order) < 2.0 * rows as f64;
                (counts && !kept).then(|| "it numbers the rows".to_owned())
            }
            Values::Words { codes, .. } => {
                let used: HashSet<u32> = codes.iter().copied().collect();
                let known = codes.iter().filter(|code| **code != MISSING).count();
                let words = used.len() - usize::from(known < rows);
                if used.len() == 1 {
                    return Some("it holds one value only".to_owned());
                }
                let own = words > 20 && 2 * words > known;
                (own && !kept && known == rows)
                    .then(|| "it is text, and nearly every row has a value of its own".to_owned())
            }
        }
    }
}

fn distinct(numbers: &[f64], order: &[u32]) -> usize {
    let sorted: Vec<f64> = order.iter().map(|row| numbers[*row as usize]).collect();
    sorted.chunk_by(|a, b| a == b).count()
}

/// How far whole numbers reach; numbers that are not whole reach without end.
fn whole_range(numbers: &[f64], order: &[u32]) -> f64 {
    let whole = order
        .iter()
        .all(|row| numbers[*row as usize].fract() == 0.0);
    let ends = order.first().zip(order.last());
    match ends {
        Some((first, last)) if whole => numbers[*last as usize] - numbers[*first as usize],
        _ => f64::INFINITY,
    }
}

fn is_same(a: &Feature, b: &Feature) -> bool {
    match (&a.values, &b.values) {
        (Values::Numbers { numbers: a, .. }, Values::Numbers { numbers: b, .. }) => a
            .iter()
            .zip(b)
            .all(|(a, b)| a == b || (a.is_nan() && b.is_nan())),
        // Words are numbered in the order in which they come, so that renamed ones are alike, too.
        (Values::Words { codes: a, .. }, Values::Words { codes: b, .. }) => a == b,
        (Values::Numbers { .. }, Values::Words { .. })
        | (Values::Words { .. }, Values::Numbers { .. }) => false,
    }
}

fn values(column: &Column, rows: &[usize], notes: &mut Vec<String>) -> Values {
    let parsed: Vec<Option<f64>> = column.words.iter().map(|word| number(word)).collect();
    let is_nothing =
        |word: &str| word.trim().is_empty() || NOT_KNOWN.contains(&word.trim_matches(' '));
    let odd = column
        .words
        .iter()
        .zip(&parsed)
        .filter(|(word, parsed)| parsed.is_none() && !is_nothing(word));
    let (odd, numbers) = (odd.count(), parsed.iter().flatten().count());
    if odd == 0 && (numbers > 0 || column.words.iter().all(|word| word.trim().is_empty())) {
        return as_numbers(column, rows, &parsed);
    }
    if numbers > 9 * odd {
        let first = column
            .words
            .iter()
            .zip(&parsed)
            .find(|(word, parsed)| parsed.is_none() && !is_nothing(word));
        let first = first.map_or("", |(word, _)| word.trim());
        notes.push(format!(
            "`{}` is read as text: most of it is numbers, but not `{first}`",
            column.name
        ));
    }
    as_words(column, rows)
}

fn as_numbers(column: &Column, rows: &[usize], parsed: &[Option<f64>]) -> Values {
    let value =
        |row: &usize| parsed[column.codes[*row] as usize].map_or(f64::NAN, |value| value + 0.0);
    let numbers: Vec<f64> = rows.iter().map(value).collect();
    let mut order: Vec<u32> = (0..numbers.len() as u32)
        .filter(|row| !numbers[*row as usize].is_nan())
        .collect();
    order.sort_by(|a, b| numbers[*a as usize].total_cmp(&numbers[*b as usize]));
    let texts = column.words.iter().map(|word| word.trim_matches(' '));
    let mut not_known: Vec<String> = texts
        .filter(|word| NOT_KNOWN.contains(word))
        .map(str::to_owned)
        .collect();
    not_known.sort_unstable();
    not_known.dedup();
    Values::Numbers {
        numbers,
        order,
        not_known,
    }
}

fn as_words(column: &Column, rows: &[usize]) -> Values {
    // Texts that differ in the spaces around them are one word.
    let mut words: Vec<String> = Vec::new();
    let mut places = std::collections::HashMap::new();
    let mut seen = vec![None; column.words.len()];
    let mut codes = Vec::with_capacity(rows.len());
    for row in rows {
        let raw = column.codes[*row] as usize;
        let code = *seen[raw].get_or_insert_with(|| {
            let word = column.words[raw].trim_matches(' ');
            if word.is_empty() {
                return MISSING;
            }
            *places.entry(word.to_owned()).or_insert_with(|| {
                words.push(word.to_owned());
                words.len() as u32 - 1
            })
        });
        codes.push(code);
    }
    Values::Words { codes, words }
}
