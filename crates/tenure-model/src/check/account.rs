//! What must hold between the records of an account.

use chrono::NaiveDate;

use crate::account::{Account, EMPLOYEE_COUNTS};
use crate::json::shorten;
use crate::problem::ProblemKind;
use crate::records::Contract;
use crate::values::Id;

use super::chain::{Link, circles, name_circle};
use super::duplicates::Duplicates;
use super::known::Known;
use super::{Checker, Failed, bad_zone};

pub(crate) fn check(account: &Account, checker: &mut Checker<'_>) {
    checker.within("employee_count", account.employee_count, EMPLOYEE_COUNTS);
    if let Some(zone) = &account.timezone
        && zone.parse::<chrono_tz::Tz>().is_err()
    {
        checker.warning("timezone", ProblemKind::BadValue, bad_zone(zone));
    }
    let failed = checker.failed_items();
    account.visit_lists(&mut Duplicates {
        checker,
        failed: &failed,
    });
    if let Some(contracts) = &account.contracts {
        let known = Known::of(contracts);
        check_circles(contracts, &known, checker);
        check_contract_references(account, contracts, &known, checker);
        check_usage(account, contracts, &known, &failed, checker);
    }
    check_contact_references(account, checker);
}

fn check_circles(contracts: &[Contract], known: &Known<'_>, checker: &mut Checker<'_>) {
    let mut links = Vec::new();
    for (_, index) in &known.by_id {
        let Some(contract) = contracts.get(*index) else {
            continue;
        };
        if let Some(before) = contract
            .predecessor_id
            .as_ref()
            .and_then(|id| known.find(id))
        {
            let place = (*index, "predecessor_id");
            links.push(Link {
                from: *index,
                to: before,
                place,
            });
        }
        if let Some(after) = contract.successor_id.as_ref().and_then(|id| known.find(id)) {
            let place = (*index, "successor_id");
            links.push(Link {
                from: after,
                to: *index,
                place,
            });
        }
    }
    let name = |index: usize| contracts.get(index).map_or("", |c| c.id.as_str());
    for ((index, field), circle) in circles(contracts.len(), &links) {
        let message = format!(
            "contracts follow each other in a circle, {}; remove one of the references",
            name_circle(&circle, name)
        );
        checker.error_at(
            ("contracts", index, field),
            ProblemKind::PredecessorCycle,
            message,
        );
    }
}

fn check_contract_references(
    account: &Account,
    contracts: &[Contract],
    known: &Known<'_>,
    checker: &mut Checker<'_>,
) {
    for (index, contract) in contracts.iter().enumerate() {
        for (field, id) in [
            ("predecessor_id", &contract.predecessor_id),
            ("successor_id", &contract.successor_id),
        ] {
            known.check(
                ("contracts", index, field),
                id.as_ref(),
                "contract",
                checker,
            );
        }
    }
    macro_rules! check_lists {
        ($($list:ident),+) => { $(
            for (index, record) in account.$list.iter().flatten().enumerate() {
                let place = (stringify!($list), index, "contract_id");
                known.check(place, record.contract_id.as_ref(), "contract", checker);
            }
        )+ };
    }
    check_lists!(
        contract_events,
        opportunities,
        usage,
        invoices,
        interactions
    );
}

fn check_contact_references(account: &Account, checker: &mut Checker<'_>) {
    let (Some(contacts), Some(surveys)) = (&account.contacts, &account.surveys) else {
        return;
    };
    let known = Known::of(contacts);
    for (index, response) in surveys.iter().enumerate() {
        let place = ("surveys", index, "contact_id");
        known.check(place, response.contact_id.as_ref(), "contact", checker);
    }
}

fn check_usage(
    account: &Account,
    contracts: &[Contract],
    known: &Known<'_>,
    failed: &Failed,
    checker: &mut Checker<'_>,
) {
    let start_of = |id: &Id| -> Option<NaiveDate> {
        let index = known
            .find(id)
            .filter(|index| !failed.has("contracts", *index))?;
        contracts.get(index).map(|contract| contract.start_date)
    };
    for (index, sample) in account.usage.iter().flatten().enumerate() {
        let Some(id) = &sample.contract_id else {
            continue;
        };
        if let Some(start) = start_of(id).filter(|start| sample.window_end < *start)
            && !failed.has("usage", index)
        {
            let message = format!(
                "{} lies before contract `{}` began, on {start}; correct the date, or the contract",
                sample.window_end,
                shorten(id.as_str())
            );
            let place = ("usage", index, "window_end");
            checker.warning_at(place, ProblemKind::UsageBeforeContract, message);
        }
    }
}
