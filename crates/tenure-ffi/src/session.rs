//! Sessions: an engine with scratch memory, for one thread at a time.

use std::sync::Arc;

use chrono::NaiveDate;
use serde::Serialize;
use tenure::PreparedTenant;

use crate::answer::Answer;
use crate::arrow::plan::LastPlan;
use crate::batch::Batch;
use crate::config::Settings;
use crate::day::day;
use crate::decisions::Decisions;
use crate::engine::Engine;
use crate::error::Error;
use crate::failure::Outcome;
use crate::guard::{fallible, plain};
use crate::handle::{Exclusive, Out, give, given, place};
use crate::interrupt::Flag;
use crate::tenant::Tenant;

/// An engine with scratch memory. Used by one thread at a time.
#[derive(Debug)]
pub struct Session {
    pub(crate) inner: Exclusive<tenure::Session>,
    pub(crate) settings: Settings,
    pub(crate) flag: Flag,
    pub(crate) last_plan: LastPlan,
}

impl Session {
    /// Does something with the session, unless it was interrupted before.
    pub(crate) fn with<R>(
        &self,
        use_it: impl FnOnce(&mut tenure::Session) -> Outcome<R>,
    ) -> Outcome<R> {
        self.inner.with("session", |session| {
            self.flag.check()?;
            use_it(session)
        })
    }

    /// Decides a batch, and looks now and then whether to stop.
    pub(crate) fn decide(
        &self,
        batch: Arc<Batch>,
        tenant: &PreparedTenant,
        as_of: NaiveDate,
    ) -> Outcome<Decisions> {
        let mut decisions = Vec::with_capacity(batch.accounts.len());
        self.with(|session| {
            for (number, part) in batch.accounts.chunks(self.settings.batch).enumerate() {
                if number > 0 {
                    self.flag.check()?;
                }
                decisions.extend(session.decide_batch(part, tenant, as_of)?);
            }
            Ok(())
        })?;
        Ok(Decisions::new(batch, decisions))
    }
}

/// The tenant and the day that most functions are asked about.
pub(crate) fn tenant_on<'t>(
    tenant: Option<&'t Tenant>,
    as_of: Outcome<&str>,
) -> Outcome<(&'t PreparedTenant, NaiveDate)> {
    let tenant = given(tenant, "tenant")?;
    Ok((&tenant.inner, day(as_of?, "as_of")?))
}

/// Asks a session something about a tenant on a day, and hands the answer out as JSON.
pub(crate) fn ask<R: Serialize>(
    session: Option<&Session>,
    tenant: Option<&Tenant>,
    as_of: Outcome<&str>,
    out: Out<'_, Answer>,
    question: impl FnOnce(&mut tenure::Session, &PreparedTenant, NaiveDate) -> Result<R, tenure::Error>,
) -> Outcome<()> {
    let session = given(session, "session")?;
    let (tenant, as_of) = tenant_on(tenant, as_of)?;
    let out = place(out)?;
    let answer = session.with(|session| Ok(question(session, tenant, as_of)?))?;
    give(out, Answer::json(&answer));
    Ok(())
}

/// A session of an engine.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_session_new(
    engine: Option<&Engine>,
    out: Out<'_, Session>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_session_new", err, || {
        let engine = given(engine, "engine")?;
        let session = Session {
            inner: Exclusive::new(engine.inner.session()),
            settings: engine.settings,
            flag: Flag::default(),
            last_plan: LastPlan::default(),
        };
        give(place(out)?, session);
        Ok(())
    })
}

/// Frees it; what it decided stays.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_session_free(session: Option<Box<Session>>) {
    plain("tenure_session_free", (), || drop(session));
}
