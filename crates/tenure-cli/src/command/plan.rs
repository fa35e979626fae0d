//! `tenure plan`: what comes due.

use std::io;

use chrono::Days;

use super::batches::each_batch;
use super::{Outcome, stdout};
use crate::args::PlanArgs;
use crate::facade::{Action, PreparedTenant, engine};
use crate::failure::Failure;
use crate::output::work::{Item, WorkList};
use crate::source;

pub(super) fn run(args: &PlanArgs) -> Result<Outcome, Failure> {
    let as_of = args.data.as_of;
    let until = as_of.checked_add_days(Days::new(args.days));
    let until = until.ok_or_else(|| {
        Failure::Refused(format!(
            "--days {} lies beyond the calendar; take fewer",
            args.days
        ))
    })?;
    let engine = engine(args.rulebook.as_deref())?;
    let source = source::open(&args.data)?.with_facts(as_of)?;
    let mut quality = source.quality;
    let tenant = PreparedTenant::new(source.tenant)?;
    let mut session = engine.session();
    let mut list = WorkList::new(args.assignee.as_deref());
    let due = |action: &Action| action.due.is_none_or(|due| due <= until);
    each_batch(&source.portfolio, &mut quality, |accounts| {
        let decisions = session.decide_batch(&accounts, &tenant, as_of)?;
        let decided = accounts.iter().zip(decisions);
        // Nobody carries out what is held out.
        for (account, decision) in decided.filter(|(_, decision)| !decision.holdout) {
            let today = decision.actions.into_iter().map(|action| (as_of, action));
            let coming = session.coming(account, &tenant, as_of, until)?.into_iter();
            let coming = coming.flat_map(|coming| {
                let on = coming.change.on;
                coming.actions.into_iter().map(move |action| (on, action))
            });
            for (on, action) in today.chain(coming).filter(|(_, action)| due(action)) {
                list.add(Item {
                    account_id: Some(account.id.0.clone()),
                    account_name: account.name.clone(),
                    on,
                    action,
                });
            }
        }
        Ok(())
    })?;
    let own = session.decide_tenant(&tenant, as_of)?.actions;
    list.add_own(as_of, own.into_iter().filter(due));
    list.write(
        &mut stdout(),
        args.format,
        args.lang,
        tenant.tenant(),
        as_of,
    )?;
    quality.write(&mut io::stderr().lock())?;
    Ok(Outcome::of(&quality))
}
