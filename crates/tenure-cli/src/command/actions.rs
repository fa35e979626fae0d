//! `tenure actions`: the work list.

use std::collections::BTreeMap;
use std::io;

use tenure_model::Account;

use super::batches::{all, each_batch};
use super::{Outcome, stdout};
use crate::args::ActionsArgs;
use crate::facade::{Decision, PreparedTenant, engine};
use crate::failure::Failure;
use crate::output::work::{Item, WorkList};
use crate::source::{self, say};

pub(super) fn run(args: &ActionsArgs) -> Result<Outcome, Failure> {
    let engine = engine(args.rulebook.as_deref())?;
    let source = source::open(&args.data)?.with_facts(args.data.as_of)?;
    let mut quality = source.quality;
    let tenant = PreparedTenant::new(source.tenant)?;
    let mut session = engine.session();
    let mut list = WorkList::new(args.assignee.as_deref());
    if args.within_capacity {
        let accounts = all(&source.portfolio, &mut quality)?;
        let shared = session.decide_within_capacity(&accounts, &tenant, args.data.as_of)?;
        take_in(&mut list, &accounts, &shared.decisions);
        let mut late: BTreeMap<&str, usize> = BTreeMap::new();
        for postponed in &shared.postponed {
            *late.entry(&postponed.owner_id).or_default() += 1;
        }
        for (owner, count) in late {
            say(&format!(
                "postponed: {count} that nobody has room for, of {owner}"
            ));
        }
    } else {
        each_batch(&source.portfolio, &mut quality, |accounts| {
            let decisions = session.decide_batch(&accounts, &tenant, args.data.as_of)?;
            take_in(&mut list, &accounts, &decisions);
            Ok(())
        })?;
    }
    let own = session.decide_tenant(&tenant, args.data.as_of)?.actions;
    list.add_own(args.data.as_of, own);
    list.write(
        &mut stdout(),
        args.format,
        args.lang,
        tenant.tenant(),
        args.data.as_of,
    )?;
    quality.write(&mut io::stderr().lock())?;
    Ok(Outcome::of(&quality))
}

fn take_in(list: &mut WorkList, accounts: &[Account], decisions: &[Decision]) {
    let decided = accounts.iter().zip(decisions);
    // Nobody carries out what is held out.
    for (account, decision) in decided.filter(|(_, decision)| !decision.holdout) {
        for action in &decision.actions {
            list.add(Item {
                account_id: Some(decision.account_id.clone()),
                account_name: account.name.clone(),
                on: decision.as_of,
                action: action.clone(),
            });
        }
    }
}
