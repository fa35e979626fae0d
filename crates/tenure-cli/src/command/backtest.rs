//! `tenure backtest`: would it have told?

use std::fs::File;
use std::io;
use std::path::Path;

use tenure_insight::backtest::{Backtest, History, Loss, Settings, ToldLoss, Undated, backtest};
use tenure_insight::measure::ValueCampaign;
use tenure_insight::metrics::Conventions;
use tenure_model::{Id, read_day};

use super::batches::all;
use super::{Outcome, stdout};
use crate::args::{BacktestArgs, LossOf, MetricsFormat, UndatedFields};
use crate::facade::{Engine, engine};
use crate::failure::Failure;
use crate::render::backtest::{csv, json, table};
use crate::source::{self, say};

pub(super) fn run(args: &BacktestArgs) -> Result<Outcome, Failure> {
    let first = engine(args.rulebook.as_deref())?;
    let second = args.against.as_deref();
    let second = second.map(|path| engine(Some(path))).transpose()?;
    let source = source::open(&args.data())?;
    let mut quality = source.quality;
    let accounts = all(&source.portfolio, &mut quality)?;
    let losses = args.losses.as_deref().map(losses).transpose()?;
    let engines: Vec<&Engine> = std::iter::once(&first).chain(&second).collect();
    let history = History {
        accounts: &accounts,
        tenant: &source.tenant,
        losses: losses.as_deref(),
    };
    let told = backtest(&history, &engines, &settings(args))?;
    write(args, &told)?;
    quality.write(&mut io::stderr().lock())?;
    Ok(Outcome::of(&quality))
}

fn write(args: &BacktestArgs, told: &Backtest) -> Result<(), Failure> {
    match args.format {
        MetricsFormat::Table => Ok(table(&mut stdout(), told, args)?),
        MetricsFormat::Json => Ok(json(&mut stdout(), told)?),
        MetricsFormat::Csv => csv(&mut stdout(), told),
    }
}

fn settings(args: &BacktestArgs) -> Settings {
    let mut settings = Settings::new(args.from, args.to, args.every, args.horizon);
    settings.loss = match args.loss {
        LossOf::Customer => Loss::Customer,
        LossOf::Contract => Loss::Contract,
    };
    settings.conventions = Conventions {
        grace_days: args.grace,
        paused_is_churn: args.paused_is_churn,
        ..Conventions::default()
    };
    settings.undated = match args.undated {
        UndatedFields::LeftOut => Undated::LeftOut,
        UndatedFields::AsToday => Undated::AsToday,
    };
    settings.campaigns.by_value = args.contact_cost.map(|cost| ValueCampaign {
        contact: cost.major,
        ..ValueCampaign::default()
    });
    settings.known_until = args.known_until;
    settings.currency = args.currency;
    settings.resamples = args.resamples as usize;
    settings.seed = args.seed;
    settings
}

/// Losses that are told beside the contracts.
pub(super) fn losses(path: &Path) -> Result<Vec<ToldLoss>, Failure> {
    let file = File::open(path).map_err(|error| Failure::file(path, &error))?;
    let mut reader = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_reader(file);
    let wrong = |text: String| Failure::Refused(format!("{}: {text}", path.display()));
    let header = reader.headers().map_err(|error| wrong(error.to_string()))?;
    let find = |name: &str| header.iter().position(|column| column == name);
    let (account, lost, as_of) = (find("account_id"), find("lost_on"), find("as_of"));
    let (Some(account), Some(lost)) = (account, lost) else {
        let text = "the first row has no `account_id` and `lost_on`; name the columns so";
        return Err(wrong(text.to_owned()));
    };
    let mut losses = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| wrong(error.to_string()))?;
        let line = row.position().map_or(0, csv::Position::line);
        let day = |column: Option<usize>| {
            let text = column
                .and_then(|column| row.get(column))
                .unwrap_or_default();
            let day = (!text.is_empty()).then(|| read_day(text)).transpose();
            day.map_err(|error| wrong(format!("line {line}: {error}")))
        };
        losses.push(ToldLoss {
            account_id: Id::from(row.get(account).unwrap_or_default()),
            lost_on: day(Some(lost))?,
            as_of: day(as_of)?,
            place: format!("{}, line {line}", path.display()),
        });
    }
    if losses.is_empty() {
        say(&format!("{}: no loss is told", path.display()));
    }
    Ok(losses)
}
