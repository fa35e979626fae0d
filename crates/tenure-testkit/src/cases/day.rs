//! The days of a case.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::{Map as Object, Value as Json};
use tenure::explain::{State, WhyNotRow};
use tenure::model::{
    Account, ActionRecord, ActionStatus, Limits, Moment, ProblemKind, Read, Refused, Tenant,
    read_account, read_tenant,
};
use tenure::{Decision, Engine, PreparedTenant};

use super::Difference;
use super::file::{File, Then, When};
use super::patch::{put_over, to_json};
use super::told;

/// Who looks at what is decided: the account, its tenant and the day.
pub(super) type Look<'l> = &'l mut dyn FnMut(&Account, &Tenant, NaiveDate);

/// An account's life, from day to day.
struct Life<'e> {
    engine: &'e Engine,
    look: Look<'e>,
    account: Object<String, Json>,
    tenant: Object<String, Json>,
    /// The past actions; the account's own until the first decision.
    actions: Option<Vec<ActionRecord>>,
    /// The tenant's own past actions.
    of_tenant: Vec<ActionRecord>,
}

/// Lives through the days of a case.
pub(super) fn live(
    file: &File,
    engine: &Engine,
    tenant: &Json,
    look: Look<'_>,
) -> Result<Vec<Difference>, String> {
    let mut life = Life {
        engine,
        look,
        account: to_json(&file.given.account),
        tenant: tenant.as_object().cloned().unwrap_or_default(),
        actions: None,
        of_tenant: Vec::new(),
    };
    put_over(&mut life.tenant, to_json(&file.given.tenant));
    let mut differences = Vec::new();
    for when in &file.when {
        let found = life
            .day(when)
            .map_err(|error| format!("{}: {error}", when.as_of))?;
        differences.extend(found);
    }
    Ok(differences)
}

impl Life<'_> {
    fn day(&mut self, when: &When) -> Result<Vec<Difference>, String> {
        put_over(&mut self.account, to_json(&when.account));
        put_over(&mut self.tenant, to_json(&when.tenant));
        let tenant = self.tenant()?;
        let mut account = self.account()?;
        let mut actions = self
            .actions
            .take()
            .or(account.actions.take())
            .unwrap_or_default();
        for (name, what) in &when.did {
            write(&mut actions, name, what, when.as_of)?;
        }
        account.actions = Some(actions);
        (self.look)(&account, tenant.tenant(), when.as_of);
        let decision = self
            .engine
            .decide(&account, &tenant, when.as_of)
            .map_err(|error| error.to_string())?;
        let mut differences = compare(&when.then, &decision);
        let of_tenant = self.decide_tenant(&tenant, when.as_of)?;
        let expected = when.then.of_tenant.clone();
        differences.extend(expected.and_then(|expected| differ("of_tenant", expected, of_tenant)));
        for (name, stage) in when.then.why_not.iter().flatten() {
            let found = self.stages(&account, &tenant, when.as_of, name)?;
            if !found.contains(stage) {
                let found = [format!("{name}: {}", found.join(", "))];
                differences.push(("why_not", vec![format!("{name}: {stage}")], found.into()));
            }
        }
        self.actions = Some(decision.next_actions(account.actions.as_deref().unwrap_or_default()));
        Ok(differences
            .into_iter()
            .map(|(what, expected, found)| Difference {
                as_of: when.as_of,
                what: what.to_owned(),
                expected,
                found,
            })
            .collect())
    }

    fn account(&self) -> Result<Account, String> {
        let text = Json::Object(self.account.clone()).to_string();
        usable(read_account(&text, &Limits::default())).map_err(|why| format!("the account: {why}"))
    }

    fn tenant(&self) -> Result<PreparedTenant, String> {
        let text = Json::Object(self.tenant.clone()).to_string();
        let tenant = usable(read_tenant(&text, &Limits::default()));
        let tenant = tenant.map_err(|why| format!("the tenant: {why}"))?;
        PreparedTenant::new(tenant).map_err(|error| error.to_string())
    }

    /// Decides the tenant's own actions, and tells what is new among them.
    fn decide_tenant(
        &mut self,
        tenant: &PreparedTenant,
        day: NaiveDate,
    ) -> Result<Vec<String>, String> {
        let mut tenant = tenant.tenant().clone();
        tenant.actions = Some(std::mem::take(&mut self.of_tenant));
        let decided = self.engine.session().decide_tenant(&tenant, day);
        let decided = decided.map_err(|error| error.to_string())?;
        self.of_tenant = decided.next_actions(tenant.actions.as_deref().unwrap_or_default());
        let new = decided.actions.iter().filter(|action| action.new);
        Ok(new.map(told::action).collect())
    }

    /// The stages at which the steps of an action stopped.
    fn stages(
        &self,
        account: &Account,
        tenant: &PreparedTenant,
        day: NaiveDate,
        name: &str,
    ) -> Result<Vec<String>, String> {
        let why_not = self.engine.why_not(account, tenant, day, name);
        let why_not = why_not.map_err(|error| error.to_string())?;
        let mut stages: Vec<String> = why_not.rows.iter().flat_map(stages_of_row).collect();
        stages.dedup();
        Ok(stages)
    }
}

/// Where the steps of a row stopped; where there is no step, what the condition came to.
fn stages_of_row(row: &WhyNotRow) -> Vec<String> {
    let state = match row.state {
        State::Fired => "fired",
        State::NotFired => "not_due",
        State::Unknown => "unknown",
        State::NotApplicable => "not_applicable",
    };
    let stages = row.stages.iter().map(|ended| ended.stage.as_str());
    let mut stages: Vec<String> = stages.map(str::to_owned).collect();
    if stages.is_empty() {
        stages.push(state.to_owned());
    }
    stages
}

/// What was read; a field that nobody knows is a slip of the case's author.
fn usable<T>(read: Result<Read<T>, Refused>) -> Result<T, String> {
    let read = read.map_err(|refused| refused.to_string())?;
    let slip = read
        .warnings
        .iter()
        .find(|warning| warning.kind == ProblemKind::UnknownField);
    slip.map_or(Ok(read.value), |slip| Err(slip.to_string()))
}

/// Writes what became of an open action.
fn write(
    actions: &mut [ActionRecord],
    name: &str,
    what: &str,
    day: NaiveDate,
) -> Result<(), String> {
    let (status, until) = outcome(what)?;
    let names = |record: &ActionRecord| {
        let mut names = record.keys.iter().map(|key| told::key(key));
        names.any(|told| {
            told == name
                || told
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with(' '))
        })
    };
    let open: Vec<usize> = (0..actions.len())
        .filter(|index| {
            actions
                .get(*index)
                .is_some_and(|record| record.status.is_open())
        })
        .collect();
    let found: Vec<usize> = open
        .iter()
        .copied()
        .filter(|index| actions.get(*index).is_some_and(names))
        .collect();
    if found.is_empty() {
        let open = open
            .iter()
            .filter_map(|index| actions.get(*index)?.keys.first());
        let open: Vec<String> = open.map(|key| format!("`{}`", told::key(key))).collect();
        return Err(format!(
            "no open action `{name}`; open are: {}",
            open.join(", ")
        ));
    }
    for index in found {
        if let Some(record) = actions.get_mut(index) {
            record.status = status;
            record.at = Some(Moment::Day(day));
            record.snoozed_until = until;
        }
    }
    Ok(())
}

fn outcome(what: &str) -> Result<(ActionStatus, Option<NaiveDate>), String> {
    let way_out = "say accepted, done, failed, dismissed, or snoozed until 2026-07-01";
    if let Some(day) = what.strip_prefix("snoozed until ") {
        let day = day
            .parse()
            .map_err(|_| format!("`{what}` names no day; {way_out}"))?;
        return Ok((ActionStatus::Snoozed, Some(day)));
    }
    match ActionStatus::from_word(what) {
        Some(
            status @ (ActionStatus::Accepted
            | ActionStatus::Done
            | ActionStatus::Failed
            | ActionStatus::Dismissed),
        ) => Ok((status, None)),
        Some(_) | None => Err(format!(
            "`{what}` is nothing that people do to an action; {way_out}"
        )),
    }
}

type Found = (&'static str, Vec<String>, Vec<String>);

fn compare(then: &Then, decision: &Decision) -> Vec<Found> {
    let risk = &decision.risk;
    let mut all = Vec::new();
    let mut one = |what, expected: Option<String>, found: String| {
        all.extend(expected.map(|expected| differ(what, vec![expected], vec![found])));
    };
    one(
        "points",
        then.points.map(|x| x.to_string()),
        risk.points.to_string(),
    );
    one("band", then.band.clone(), risk.band.clone());
    let number = |number: Option<i64>| number.map(|number| number.to_string());
    one(
        "probability_bp",
        number(then.probability_bp),
        risk.probability_bp.to_string(),
    );
    one(
        "coverage_bp",
        number(then.coverage_bp),
        risk.coverage_bp.to_string(),
    );
    let gave = told::rules(decision);
    if let Some(rules) = &then.rules {
        let named = |rule: &String| (rule.clone(), gave.get(rule).copied().unwrap_or(0));
        all.push(differ(
            "rules",
            lines(rules),
            lines(&rules.keys().map(named).collect()),
        ));
    }
    if let Some(rules) = &then.all_rules {
        all.push(differ("all_rules", lines(rules), lines(&gave)));
    }
    let new = decision.actions.iter().filter(|action| action.new);
    let mut list = |what, expected: &Option<Vec<String>>, found: Vec<String>| {
        all.extend(
            expected
                .clone()
                .map(|expected| differ(what, expected, found)),
        );
    };
    list("new", &then.new, new.map(told::action).collect());
    list(
        "actions",
        &then.actions,
        decision.actions.iter().map(told::standing).collect(),
    );
    list(
        "closed",
        &then.closed,
        decision.closed.iter().map(told::closed).collect(),
    );
    all.into_iter().flatten().collect()
}

fn lines(rules: &BTreeMap<String, i64>) -> Vec<String> {
    rules
        .iter()
        .map(|(rule, points)| format!("{rule}: {points:+}"))
        .collect()
}

/// What stands on one side only; nothing where both say the same, in whatever order.
fn differ(what: &'static str, expected: Vec<String>, found: Vec<String>) -> Option<Found> {
    let mut missing = Vec::new();
    let mut more = found;
    for line in expected {
        match more.iter().position(|found| *found == line) {
            Some(index) => {
                more.remove(index);
            }
            None => missing.push(line),
        }
    }
    (!missing.is_empty() || !more.is_empty()).then_some((what, missing, more))
}
