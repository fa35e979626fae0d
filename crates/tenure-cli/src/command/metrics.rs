//! `tenure metrics`: what came of a time.

use std::collections::BTreeMap;
use std::io;

use tenure_insight::metrics::value::{AtRisk, Standing, at_risk};
use tenure_insight::metrics::{
    By, Conventions, Logo, Measured, Ratio, Reactivation, Window, groups, measure,
};
use tenure_model::{Account, Tenant};

use super::batches::all;
use super::{Outcome, stdout};
use crate::args::{GroupBy, MetricsArgs, MetricsFormat};
use crate::facade::{PreparedTenant, engine, standing};
use crate::failure::Failure;
use crate::render::metrics::{Told, csv, json, table};
use crate::source;

/// The bands whose revenue counts as at risk.
const RISKY: [&str; 2] = ["high", "critical"];

pub(super) fn run(args: &MetricsArgs) -> Result<Outcome, Failure> {
    let window = Window::new(args.time.from, args.time.to)?;
    let source = source::open(&args.time.data())?.with_facts(args.time.to)?;
    let mut quality = source.quality;
    let accounts = all(&source.portfolio, &mut quality)?;
    let conventions = conventions(args);
    let whole = measure(
        &accounts,
        &source.tenant,
        window,
        &conventions,
        args.time.currency,
    )?;
    let told = Told {
        at_risk: risk(args, &accounts, &source.tenant)?,
        groups: grouped(args, accounts, &source.tenant, &conventions, &whole)?,
        whole,
    };
    match args.time.format {
        MetricsFormat::Table => table(&mut stdout(), &told, &source.tenant, args)?,
        MetricsFormat::Json => json(&mut stdout(), &told, args.members)?,
        MetricsFormat::Csv => csv(&mut stdout(), &told, args.members)?,
    }
    quality.write(&mut io::stderr().lock())?;
    Ok(Outcome::of(&quality))
}

fn conventions(args: &MetricsArgs) -> Conventions {
    Conventions {
        logo: if args.by_parent {
            Logo::TopParent
        } else {
            Logo::Account
        },
        grace_days: args.grace,
        paused_is_churn: args.paused_is_churn,
        reactivation: args
            .reactivation_within
            .map_or(Reactivation::Always, Reactivation::Within),
        ignore_intra_window: args.ignore_intra_window,
        gross_margin: Ratio {
            num: args.gross_margin,
            den: 100,
        },
        ..Conventions::default()
    }
}

/// Every group measured for itself, in the currency of the whole.
fn grouped(
    args: &MetricsArgs,
    accounts: Vec<Account>,
    tenant: &Tenant,
    conventions: &Conventions,
    whole: &Measured,
) -> Result<BTreeMap<String, Measured>, Failure> {
    let Some(by) = args.by.map(by) else {
        return Ok(BTreeMap::new());
    };
    let groups = groups(accounts, by, tenant, whole.window.from)?;
    let measured = groups.into_iter().map(|(name, accounts)| {
        let currency = Some(whole.currency);
        let measured = measure(&accounts, tenant, whole.window, conventions, currency)?;
        Ok((name, measured))
    });
    measured.collect()
}

fn by(by: GroupBy) -> By {
    match by {
        GroupBy::Industry => By::Industry,
        GroupBy::Segment => By::Segment,
        GroupBy::Owner => By::Owner,
        GroupBy::Cohort => By::Cohort,
        GroupBy::Satisfaction => By::Satisfaction,
    }
}

/// Revenue at risk on the day `--to`, as the rulebook sees it.
fn risk(args: &MetricsArgs, accounts: &[Account], tenant: &Tenant) -> Result<Vec<AtRisk>, Failure> {
    let engine = engine(args.rulebook.as_deref())?;
    let tenant = PreparedTenant::new(tenant.clone())?;
    let appraised = engine
        .session()
        .appraise_batch(accounts, &tenant, args.time.to)?;
    let standings: Vec<Standing> = appraised.iter().filter_map(standing).collect();
    Ok(at_risk(&standings, &RISKY)?)
}
