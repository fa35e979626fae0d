//! Scripts that attack their host.

use chrono::NaiveDate;
use tenure_columns::{Cell, Column, ColumnBuilder, DataType, Value};
use tenure_core::plugin::script::ScriptPlugin;
use tenure_core::plugin::{Binding, Limits, Parameters, Plugin, PluginError, RowVerdict, Runner};

/// Rows of a batch.
const ROWS: u32 = 6;
/// Batches that each is sent.
const BATCHES: usize = 2;

/// The header of a script that has none of its own.
pub(crate) const HEADER: &str = "/*---\nid = \"hostile\"\nversion = \"1.0.0\"\ndictionary = \"^1.0\"\nmax_points = 100000\n\
    [inputs]\nbilling.overdue_days = \"int\"\n[reasons.late]\nen = \"late\"\n[actions.call]\nen = \"call\"\n---*/\n";

/// What the well-behaved script does.
const SOUND: &str = "fn score(a) { points(\"late\", a.billing.overdue_days + 1); }";

/// A file of the corpus: a line on what it tries, a line on how it may end, and a script, without the header where it is
/// about its function.
///
/// `⟦text×n⟧` stands for the text n times, with `№` in it for the numbers from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// What it tries.
    pub tries: String,
    /// How it may end: `ok`, or the word of an error's kind.
    pub ends: Vec<String>,
    /// The script, written out.
    pub text: String,
}

impl Script {
    /// Reads a file of the corpus.
    ///
    /// # Errors
    /// A text that names what is missing.
    pub fn parse(file: &str) -> Result<Self, String> {
        let mut lines = file.splitn(3, '\n');
        let mut line = |start: &str| {
            let line = lines.next().and_then(|line| line.strip_prefix(start));
            line.map(str::trim)
                .ok_or_else(|| format!("a line that begins with `{start}` is missing"))
        };
        let tries = line("// ")?.to_owned();
        let ends = line("// ends:")?;
        let ends = ends.split_whitespace().map(str::to_owned).collect();
        let body = written_out(lines.next().unwrap_or(""))?;
        let own =
            body.trim_start_matches('\u{feff}').starts_with("/*---") || tries.contains("header");
        let text = if own { body } else { format!("{HEADER}{body}") };
        Ok(Self { tries, ends, text })
    }
}

/// The text with its repetitions written out.
fn written_out(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, more)) = rest.split_once('⟦') {
        out.push_str(before);
        let (inner, after) = more.split_once('⟧').ok_or("a `⟦` is never closed")?;
        let (piece, times) = inner.rsplit_once('×').ok_or("a `×` is missing")?;
        let times: usize = times
            .parse()
            .map_err(|_| format!("`{times}` is no number"))?;
        (0..times).for_each(|number| out.push_str(&piece.replace('№', &number.to_string())));
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// Loads a script, binds it and sends it some batches, with a sound one before, between and after; tells how it ended, by
/// a word of [`Script::ends`].
///
/// # Errors
/// A text, where the sound script says something else than it says alone, and where mistakes are told of a script that
/// ends well.
pub fn try_script(text: &str) -> Result<String, String> {
    let sound = || judge(&format!("{HEADER}{SOUND}")).map_err(|error| error.to_string());
    let alone: Vec<RowVerdict> = sound()?;
    let mut word = "ok".to_owned();
    for _ in 0..BATCHES {
        let ended = ended(text);
        if word == "ok" {
            word = ended;
        }
        if sound()? != alone {
            return Err("the script beside it gave another answer".to_owned());
        }
    }
    match mistake(text).filter(|_| word == "ok") {
        Some(mistake) => Err(format!(
            "it ends well, and a mistake is told of it: {mistake}"
        )),
        None => Ok(word),
    }
}

/// The first mistake that is told of a script without running it.
fn mistake(text: &str) -> Option<String> {
    let plugin = ScriptPlugin::parse("hostile.rhai", text).ok()?;
    plugin.mistakes().first().map(ToString::to_string)
}

fn ended(text: &str) -> String {
    let failed = |row: &RowVerdict| match row {
        RowVerdict::Failed(error) => Some(error.kind().as_str().to_owned()),
        RowVerdict::Judged { .. } => None,
    };
    match judge(text) {
        Err(error) => error.kind().as_str().to_owned(),
        Ok(said) => said
            .iter()
            .find_map(failed)
            .unwrap_or_else(|| "ok".to_owned()),
    }
}

fn judge(text: &str) -> Result<Vec<RowVerdict>, PluginError> {
    let plugin = ScriptPlugin::parse("hostile.rhai", text)?;
    let description = plugin.description();
    let parameters = description.parameters(&Parameters::new())?;
    let limits = Limits::default();
    let bound = plugin.bind(&Binding {
        id: "hostile",
        parameters: &parameters,
        limits: &limits,
    })?;
    let days = days();
    let columns: Vec<Option<&Column>> = description.inputs.iter().map(|_| Some(&days)).collect();
    let rows: Vec<u32> = (0..ROWS).collect();
    let mut said = Vec::new();
    let mut runner = Runner::new(bound, description.max_points);
    runner.run(
        description,
        NaiveDate::default(),
        &columns,
        &rows,
        &mut said,
    );
    Ok(said)
}

fn days() -> Column {
    let mut days = ColumnBuilder::new(DataType::Int);
    (0..ROWS).for_each(|row| days.push(Cell::Known(Value::Int(i64::from(row)))));
    days.finish()
}
