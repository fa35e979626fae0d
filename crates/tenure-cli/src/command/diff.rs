//! `tenure diff`: what another rulebook would change.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use tenure_model::Account;

use super::batches::each_batch;
use super::{Outcome, stdout};
use crate::args::{DiffArgs, Form};
use crate::facade::{Action, Appraised, Contribution, Decision, PreparedTenant, engine};
use crate::failure::Failure;
use crate::render::diff::{AccountDiff, ActionName, Both, Diff, RuleExample};
use crate::source::{self, say};

pub(super) fn run(args: &DiffArgs) -> Result<Outcome, Failure> {
    let (old, new) = (engine(Some(&args.old))?, engine(Some(&args.new))?);
    let as_of = args.data.as_of;
    let source = source::open(&args.data)?.with_facts(as_of)?;
    let mut quality = source.quality;
    let tenant = PreparedTenant::new(source.tenant)?;
    let mut sessions = (old.session(), new.session());
    let mut gathered = Gathered::new(Diff::new(
        as_of,
        [&old, &new],
        [&args.old, &args.new].map(|file| file.display().to_string()),
    ));
    each_batch(&source.portfolio, &mut quality, |accounts| {
        let before = sessions.0.appraise_batch(&accounts, &tenant, as_of)?;
        let after = sessions.1.appraise_batch(&accounts, &tenant, as_of)?;
        for (account, (old, new)) in accounts.iter().zip(before.iter().zip(&after)) {
            gathered.add(account, Both { old, new });
        }
        Ok(())
    })?;
    let diff = gathered.finish();
    let mut out = stdout();
    match args.format {
        Form::Text => diff.write(&mut out, args.lang, tenant.tenant())?,
        Form::Json => diff.write_json(&mut out)?,
    }
    quality.write(&mut io::stderr().lock())?;
    Ok(match passed(args, &diff) {
        _ if quality.refused_any() => Outcome::AccountsRefused,
        true => Outcome::LimitPassed,
        false => Outcome::Fine,
    })
}

/// Whether more changes than allowed; what does is said.
fn passed(args: &DiffArgs, diff: &Diff) -> bool {
    let limits = [
        (
            "--max-band-changes",
            args.max_band_changes,
            diff.band_changes,
        ),
        (
            "--max-actions-added",
            args.max_actions_added,
            diff.actions_added(),
        ),
        (
            "--max-actions-removed",
            args.max_actions_removed,
            diff.actions_removed(),
        ),
    ];
    let mut any = false;
    for (name, limit, count) in limits {
        if let Some(limit) = limit.filter(|limit| limit.is_passed(count, diff.accounts)) {
            say(&format!(
                "{name}: {count} of {} accounts, {limit} allowed",
                diff.accounts
            ));
            any = true;
        }
    }
    any
}

/// What differs, while accounts come in.
struct Gathered {
    diff: Diff,
    actions: BTreeMap<ActionName, Both<usize>>,
    load: BTreeMap<Option<String>, Both<usize>>,
    bands: BTreeMap<(String, String), usize>,
}

impl Gathered {
    fn new(diff: Diff) -> Self {
        Self {
            diff,
            actions: BTreeMap::new(),
            load: BTreeMap::new(),
            bands: BTreeMap::new(),
        }
    }

    fn add(&mut self, account: &Account, appraised: Both<&Appraised>) {
        self.diff.accounts += 1;
        self.diff.at_risk(appraised.old, |both| &mut both.old);
        self.diff.at_risk(appraised.new, |both| &mut both.new);
        let (old, new) = (&appraised.old.decision, &appraised.new.decision);
        self.rules(account, Both { old, new });
        let added = missing(&new.actions, &old.actions);
        let removed = missing(&old.actions, &new.actions);
        for name in &added {
            self.actions.entry(name.clone()).or_default().new += 1;
        }
        for name in &removed {
            self.actions.entry(name.clone()).or_default().old += 1;
        }
        for action in &old.actions {
            self.load.entry(owner(action)).or_default().old += 1;
        }
        for action in &new.actions {
            self.load.entry(owner(action)).or_default().new += 1;
        }
        let band = Both {
            old: old.risk.band.clone(),
            new: new.risk.band.clone(),
        };
        let moved = band.old != band.new;
        if moved {
            self.diff.band_changes += 1;
            let pair = (band.old.clone(), band.new.clone());
            *self.bands.entry(pair).or_default() += 1;
        }
        if moved || !added.is_empty() || !removed.is_empty() {
            self.diff.changed.push(AccountDiff {
                account_id: old.account_id.clone(),
                name: account.name.clone(),
                band,
                points: Both {
                    old: old.risk.points,
                    new: new.risk.points,
                },
                actions_added: added,
                actions_removed: removed,
            });
        }
    }

    /// What each rule gives, where that is not what it gave before.
    fn rules(&mut self, account: &Account, decisions: Both<&Decision>) {
        let Both { old, new } = decisions;
        self.diff.points_changes += usize::from(old.risk.points != new.risk.points);
        let mut given: BTreeMap<&str, (Both<i64>, &Contribution)> = BTreeMap::new();
        for one in &old.contributions {
            given
                .entry(&one.rule)
                .or_insert((Both::default(), one))
                .0
                .old += one.points;
        }
        for one in &new.contributions {
            let known = given.entry(&one.rule).or_insert((Both::default(), one));
            known.0.new += one.points;
            known.1 = one;
        }
        for (rule, (points, because)) in given {
            if points.old != points.new {
                let example = RuleExample {
                    account_id: new.account_id.clone(),
                    name: account.name.clone(),
                    points,
                    because: because.clone(),
                };
                self.diff.rule(rule, example);
            }
        }
    }

    fn finish(mut self) -> Diff {
        self.diff.take(self.bands, self.actions, self.load);
        self.diff
    }
}

fn owner(action: &Action) -> Option<String> {
    action.assignee.as_ref()?.owner_id.clone()
}

/// The actions that others do not have, by their own keys.
fn missing(of: &[Action], others: &[Action]) -> Vec<ActionName> {
    let keys: BTreeSet<Option<&String>> = others.iter().map(|other| other.keys.first()).collect();
    let missing = of
        .iter()
        .filter(|action| !keys.contains(&action.keys.first()));
    missing
        .map(|action| ActionName {
            action: action.action.clone(),
            kind: action.kind.clone(),
        })
        .collect()
}
