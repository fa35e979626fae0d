//! Facts over the whole portfolio, added up batch by batch before any account is decided.

use std::ffi::c_char;

use chrono::NaiveDate;
use tenure::PreparedTenant;
use tenure::model::PortfolioFacts;
use tenure::signals::{FactsBuilder, FactsCounts};

use crate::accounts::Accounts;
use crate::answer::Answer;
use crate::day::day;
use crate::error::Error;
use crate::failure::{Failure, Outcome};
use crate::guard::{fallible, plain};
use crate::handle::{Exclusive, Out, give, given, place};
use crate::status;
use crate::tenant::Tenant;
use crate::text::text;

/// Adds up facts. Used by one thread at a time.
#[derive(Debug)]
pub struct Facts(pub(crate) Exclusive<Adding>);

#[derive(Debug)]
pub(crate) struct Adding {
    tenant: PreparedTenant,
    as_of: NaiveDate,
    counts: FactsCounts,
}

impl Adding {
    fn builder(&self) -> Outcome<FactsBuilder<'_>> {
        let builder = FactsBuilder::new(self.tenant.tenant(), self.as_of)
            .map_err(|error| Failure::new(status::E_TENANT, error.to_string()))?;
        Ok(builder.going_on_from(self.counts.clone()))
    }

    fn add(&mut self, accounts: &Accounts) -> Outcome<()> {
        let mut builder = self.builder()?;
        for account in &accounts.0.accounts {
            builder.add(account);
        }
        self.counts = builder.into_counts();
        Ok(())
    }

    fn finish(&self) -> Outcome<PortfolioFacts> {
        Ok(self.builder()?.finish())
    }
}

/// Facts of a tenant's accounts on a day.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_facts_new(
    tenant: Option<&Tenant>,
    as_of: *const c_char,
    as_of_len: usize,
    out: Out<'_, Facts>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_facts_new", err, || {
        let tenant = given(tenant, "tenant")?;
        let as_of = day(text!(as_of, as_of_len)?, "as_of")?;
        let adding = Adding {
            tenant: tenant.inner.clone(),
            as_of,
            counts: FactsCounts::default(),
        };
        give(place(out)?, Facts(Exclusive::new(adding)));
        Ok(())
    })
}

/// Adds accounts; those that were refused are left out.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_facts_add(
    facts: Option<&Facts>,
    accounts: Option<&Accounts>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_facts_add", err, || {
        let facts = given(facts, "facts")?;
        let accounts = given(accounts, "accounts")?;
        facts.0.with("facts", |adding| adding.add(accounts))
    })
}

/// The facts so far, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_facts_json(
    facts: Option<&Facts>,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_facts_json", err, || {
        let facts = given(facts, "facts")?;
        let out = place(out)?;
        let told = facts.0.with("facts", |adding| adding.finish())?;
        give(out, Answer::json(&told));
        Ok(())
    })
}

/// The tenant with the facts so far, in place of those that it came with.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_facts_tenant(
    facts: Option<&Facts>,
    out: Out<'_, Tenant>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_facts_tenant", err, || {
        let facts = given(facts, "facts")?;
        let out = place(out)?;
        let tenant = facts.0.with("facts", |adding| {
            let mut tenant = adding.tenant.tenant().clone();
            tenant.facts = Some(adding.finish()?);
            Ok(tenant)
        })?;
        give(out, Tenant::new(tenant, Vec::new())?);
        Ok(())
    })
}

/// Frees them; tenants made of them stay.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_facts_free(facts: Option<Box<Facts>>) {
    plain("tenure_facts_free", (), || drop(facts));
}
