//! The difference of points between two standpoints, split.

use tenure::change::{Movement, Standpoint, movement};
use tenure::model::{Account, Tenant};
use tenure::{Engine, ErrorKind, PreparedTenant};

use crate::common::{TENANT, account, date, engine, engine_of, portfolio, tenant};

fn ready(tenant: &Tenant) -> PreparedTenant {
    PreparedTenant::new(tenant.clone()).unwrap()
}

fn moved(engines: [&Engine; 2], accounts: [&Account; 2], days: [&str; 2]) -> Movement {
    let tenant = ready(&tenant(TENANT));
    let at = |side: usize| Standpoint {
        engine: engines[side],
        account: accounts[side],
        tenant: &tenant,
        as_of: date(days[side]),
    };
    movement(&at(0), &at(1)).unwrap()
}

#[test]
fn the_parts_add_up_for_every_account_of_the_example() {
    let (old, new) = (
        engine(),
        engine_of("[[rule]]\nid = \"r\"\nwhen = 'contact.days_since > 20'\npoints = 7\n"),
    );
    let mut parts = [0; 3];
    for account in portfolio() {
        let moved = moved(
            [&old, &new],
            [&account, &account],
            ["2026-03-31", "2026-06-30"],
        );
        let sums = [&moved.time, &moved.data, &moved.rules];
        let total: i64 = sums.iter().map(|part| part.points).sum();
        assert_eq!(total, moved.points.to - moved.points.from, "{}", account.id);
        for (part, count) in sums.iter().zip(&mut parts) {
            assert_eq!(
                part.by_rule.values().sum::<i64>(),
                part.points,
                "{}",
                account.id
            );
            *count += i64::from(part.points != 0);
        }
    }
    assert!(parts.iter().all(|count| *count > 5), "{parts:?}");
}

const QUIET: &str =
    r#"{ "id": "a", "interactions": [ { "id": "i", "kind": "call", "at": "2026-05-01" } ] }"#;

#[test]
fn each_part_holds_what_belongs_to_it() {
    let old = engine_of("[[rule]]\nid = \"quiet\"\nwhen = 'contact.days_since > 20'\npoints = 7\n");
    let new = engine_of("[[rule]]\nid = \"quiet\"\nwhen = 'contact.days_since > 20'\npoints = 9\n");
    let before = account(QUIET);

    let time = moved(
        [&old, &old],
        [&before, &before],
        ["2026-05-10", "2026-06-10"],
    );
    assert_eq!(
        (time.time.points, time.data.points, time.rules.points),
        (7, 0, 0)
    );
    assert_eq!(time.time.by_rule["quiet"], 7);

    let called = account(
        r#"{ "id": "a", "interactions": [ { "id": "i", "kind": "call", "at": "2026-05-01" },
                                          { "id": "j", "kind": "call", "at": "2026-06-01" } ] }"#,
    );
    let data = moved(
        [&old, &old],
        [&before, &called],
        ["2026-05-10", "2026-06-10"],
    );
    assert_eq!(
        (data.time.points, data.data.points, data.rules.points),
        (7, -7, 0)
    );
    // A record dated after the first day was not known then, wherever it stands.
    let same = moved(
        [&old, &old],
        [&called, &called],
        ["2026-05-10", "2026-06-10"],
    );
    assert_eq!(
        (same.time.points, same.data.points, same.rules.points),
        (7, -7, 0)
    );

    let rules = moved(
        [&old, &new],
        [&before, &before],
        ["2026-06-10", "2026-06-10"],
    );
    assert_eq!(
        (rules.time.points, rules.data.points, rules.rules.points),
        (0, 0, 2)
    );
}

#[test]
fn days_go_forward() {
    let (engine, account, tenant) = (engine(), account(QUIET), ready(&Tenant::default()));
    let on = |day: &str| Standpoint {
        engine: &engine,
        account: &account,
        tenant: &tenant,
        as_of: date(day),
    };
    let error = movement(&on("2026-06-30"), &on("2026-06-29")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Day);
}
