//! Handles that are in use, spent or interrupted.

use super::made::{ACCOUNTS, DAY, Made, NTS, decide, explain, made, take};
use crate::config::*;
use crate::decide::*;
use crate::engine::*;
use crate::explain::*;
use crate::facts::*;
use crate::guard::rehearsal::{Place, with_panic};
use crate::handle::Exclusive;
use crate::interrupt::*;
use crate::rulebook::*;
use crate::status::{E_BUSY, E_INTERRUPTED, E_PANIC, E_SPENT, OK};
use crate::summary::*;
use crate::tenant::*;

/// What a call on one of the handles comes to.
type Call = fn(&Made) -> i32;

/// Every function that uses a handle of one thread, in the order of the header.
const EXCLUSIVE: &[(&str, Call)] = &[
    ("tenure_config_set", |made| {
        let (key, value) = (c"limits.depth".as_ptr(), c"9".as_ptr());
        // SAFETY: texts of this file, each ended by a NUL.
        unsafe { tenure_config_set(Some(&made.config), key, NTS, value, NTS, None) }
    }),
    ("tenure_loader_base", |made| {
        let (id, source) = (c"x".as_ptr(), c"y".as_ptr());
        // SAFETY: texts of this file, each ended by a NUL.
        unsafe { tenure_loader_base(Some(&made.loader), id, NTS, source, NTS, None) }
    }),
    ("tenure_loader_load", |made| {
        let (name, source) = (c"ours".as_ptr(), super::made::RULEBOOK.as_ptr());
        status(take(|out, err| {
            // SAFETY: texts of this file, each ended by a NUL.
            unsafe { tenure_loader_load(Some(&made.loader), name, NTS, source, NTS, out, err) }
        }))
    }),
    ("tenure_builder_new", |made| {
        status(take(|out, err| {
            tenure_builder_new(Some(&made.config), out, err)
        }))
    }),
    ("tenure_builder_rulebook", |made| {
        tenure_builder_rulebook(Some(&made.builder), Some(&made.rulebook), None)
    }),
    ("tenure_builder_build", |made| {
        status(take(|out, err| {
            tenure_builder_build(Some(&made.builder), out, err)
        }))
    }),
    // The rulebook binds no such plugin: nothing is built of this builder any more.
    ("tenure_builder_plugin", |made| {
        let (id, script) = (c"unhappy".as_ptr(), super::made::SCRIPT.as_ptr());
        // SAFETY: texts of this file, each ended by a NUL.
        unsafe {
            tenure_builder_plugin(
                Some(&made.builder),
                id,
                NTS,
                id,
                NTS,
                script.cast(),
                NTS,
                None,
            )
        }
    }),
    ("tenure_tenant_parse", |made| {
        status(take(|out, err| {
            // SAFETY: a text of this file, ended by a NUL.
            unsafe { tenure_tenant_parse(Some(&made.config), c"{}".as_ptr(), NTS, out, err) }
        }))
    }),
    ("tenure_accounts_parse", |made| {
        status(take(|out, err| {
            let (config, json) = (Some(&*made.config), ACCOUNTS.as_ptr());
            // SAFETY: a text of this file, ended by a NUL.
            unsafe { crate::accounts::tenure_accounts_parse(config, json, NTS, out, err) }
        }))
    }),
    ("tenure_facts_add", |made| {
        tenure_facts_add(Some(&made.facts), Some(&made.accounts), None)
    }),
    ("tenure_facts_json", |made| {
        status(take(|out, err| {
            tenure_facts_json(Some(&made.facts), out, err)
        }))
    }),
    ("tenure_facts_tenant", |made| {
        status(take(|out, err| {
            tenure_facts_tenant(Some(&made.facts), out, err)
        }))
    }),
    ("tenure_decide", |made| {
        status(decide(&made.session, &made.accounts, &made.tenant))
    }),
    ("tenure_decide_json", |made| {
        let (session, tenant) = (Some(&*made.session), Some(&*made.tenant));
        status(take(|out, err| {
            let (json, day) = (ACCOUNTS.as_ptr(), DAY.as_ptr());
            // SAFETY: texts of this file, each ended by a NUL.
            unsafe { tenure_decide_json(session, json, NTS, tenant, day, NTS, out, err) }
        }))
    }),
    ("tenure_decide_within_capacity", |made| {
        let (session, accounts) = (Some(&*made.session), Some(&*made.accounts));
        let tenant = Some(&*made.tenant);
        status(take(|out, err| {
            let day = DAY.as_ptr();
            // SAFETY: a text of this file, ended by a NUL.
            unsafe { tenure_decide_within_capacity(session, accounts, tenant, day, NTS, out, err) }
        }))
    }),
    ("tenure_decide_tenant", |made| {
        let (session, tenant) = (Some(&*made.session), Some(&*made.tenant));
        status(take(|out, err| {
            // SAFETY: a text of this file, ended by a NUL.
            unsafe { tenure_decide_tenant(session, tenant, DAY.as_ptr(), NTS, out, err) }
        }))
    }),
    ("tenure_tenant_next_actions", |made| {
        let (session, tenant) = (Some(&*made.session), Some(&*made.tenant));
        status(take(|out, err| {
            // SAFETY: a text of this file, ended by a NUL.
            unsafe { tenure_tenant_next_actions(session, tenant, DAY.as_ptr(), NTS, out, err) }
        }))
    }),
    ("tenure_score_batch", |made| super::arrow::score_two(made)),
    ("tenure_explain", |made| {
        status(explain(made, 0, tenure_explain))
    }),
    ("tenure_why_not", |made| {
        let (session, accounts) = (Some(&*made.session), Some(&*made.accounts));
        let tenant = Some(&*made.tenant);
        status(take(|out, err| {
            let (day, name) = (DAY.as_ptr(), c"renewal-t3".as_ptr());
            // SAFETY: texts of this file, each ended by a NUL.
            unsafe { tenure_why_not(session, accounts, 0, tenant, day, NTS, name, NTS, out, err) }
        }))
    }),
    ("tenure_what_would_change", |made| {
        status(explain(made, 0, tenure_what_would_change))
    }),
    ("tenure_next_change", |made| {
        let (session, accounts) = (Some(&*made.session), Some(&*made.accounts));
        let tenant = Some(&*made.tenant);
        status(take(|out, err| {
            let (day, until) = (DAY.as_ptr(), c"2026-07-02".as_ptr());
            // SAFETY: texts of this file, each ended by a NUL.
            unsafe {
                tenure_next_change(session, accounts, 0, tenant, day, NTS, until, NTS, out, err)
            }
        }))
    }),
    ("tenure_summary_add", |made| {
        tenure_summary_add(Some(&made.summary), Some(&made.decisions), None)
    }),
    ("tenure_summary_merge", |made| {
        let bytes = status_and_bytes(made);
        // SAFETY: the bytes and their number.
        unsafe {
            tenure_summary_merge(
                Some(&made.summary),
                bytes.as_ptr().cast(),
                bytes.len(),
                None,
            )
        }
    }),
    ("tenure_summary_bytes", |made| {
        status(take(|out, err| {
            tenure_summary_bytes(Some(&made.summary), out, err)
        }))
    }),
];

/// The bytes of an empty summary, made without the handle that is tested.
fn status_and_bytes(made: &Made) -> Vec<u8> {
    tenure::summary::Summary::new(&made.engine.inner).to_bytes()
}

fn status<T>(taken: Result<T, i32>) -> i32 {
    taken.map_or_else(|status| status, |_| OK)
}

/// Runs something while every handle of one thread is in use.
fn while_in_use(made: &Made, run: impl FnOnce()) {
    fn hold<T>(handle: &Exclusive<T>, run: impl FnOnce()) {
        let held = handle.with("handle", |_| {
            run();
            Ok(())
        });
        assert_eq!(held, Ok(()));
    }
    hold(&made.config.0, || {
        hold(&made.loader.0, || {
            hold(&made.builder.0, || {
                hold(&made.facts.0, || {
                    hold(&made.session.inner, || hold(&made.summary.0, run));
                });
            });
        });
    });
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine of the shipped rulebook in sensible time"
)]
fn a_handle_in_use_is_refused_to_another_thread() {
    let made = made();
    while_in_use(&made, || {
        std::thread::scope(|scope| {
            for (name, call) in EXCLUSIVE {
                let made = &made;
                let other = scope.spawn(move || call(made));
                assert_eq!(other.join().unwrap(), E_BUSY, "{name}");
            }
        });
    });
    for (name, call) in EXCLUSIVE {
        assert_eq!(call(&made), OK, "{name}");
    }
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine of the shipped rulebook in sensible time"
)]
fn a_panic_inside_ends_the_handle_and_nothing_else() {
    for (name, call) in EXCLUSIVE {
        let made = made();
        with_panic(Place::Handle, || assert_eq!(call(&made), E_PANIC, "{name}"));
        assert_eq!(call(&made), E_SPENT, "{name}");
        // Every other kind of handle goes on.
        let spent = |other: &str| {
            let call = EXCLUSIVE.iter().find(|(known, _)| *known == other);
            call.unwrap().1(&made) == E_SPENT
        };
        let one_of_each = [
            "tenure_config_set",
            "tenure_loader_base",
            "tenure_builder_build",
            "tenure_facts_json",
            "tenure_decide",
            "tenure_summary_bytes",
        ];
        let ended = one_of_each.into_iter().filter(|other| spent(other));
        assert_eq!(ended.count(), 1, "{name}");
    }
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine of the shipped rulebook in sensible time"
)]
fn another_session_of_the_engine_goes_on() {
    let made = made();
    with_panic(Place::Handle, || {
        assert_eq!(
            status(decide(&made.session, &made.accounts, &made.tenant)),
            E_PANIC
        );
    });
    let engine = Some(&*made.engine);
    let other = take(|out, err| crate::session::tenure_session_new(engine, out, err)).unwrap();
    assert_eq!(status(decide(&other, &made.accounts, &made.tenant)), OK);
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine of the shipped rulebook in sensible time"
)]
fn an_interrupt_ends_one_call() {
    let made = made();
    assert_eq!(tenure_interrupt_raise(Some(&made.interrupt)), OK);
    let calls: Vec<i32> = (0..2)
        .map(|_| status(decide(&made.session, &made.accounts, &made.tenant)))
        .collect();
    assert_eq!(calls, [E_INTERRUPTED, OK]);
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine of the shipped rulebook in sensible time"
)]
fn an_interrupt_ends_a_call_under_way() {
    let made = made();
    let many = "{\"id\":\"a\"}\n".repeat(20_000);
    let accounts = take(|out, err| {
        // SAFETY: the bytes and their number.
        unsafe {
            crate::accounts::tenure_accounts_parse(None, many.as_ptr().cast(), many.len(), out, err)
        }
    });
    let accounts = accounts.unwrap();
    std::thread::scope(|scope| {
        let call = scope.spawn(|| status(decide(&made.session, &accounts, &made.tenant)));
        // In use, so that it is that call which is ended; over already, it could not be.
        while made.session.inner.with("session", |_| Ok(())).is_ok() && !call.is_finished() {
            std::thread::yield_now();
        }
        assert!(!call.is_finished());
        tenure_interrupt_raise(Some(&made.interrupt));
        assert_eq!(call.join().unwrap(), E_INTERRUPTED);
    });
}

/// The functions whose first or only handle is one of those that one thread uses, by the header.
#[test]
fn the_table_has_every_function_of_such_a_handle() {
    let header = include_str!("../../include/tenure.h");
    let exclusive = ["config", "loader", "builder", "facts", "session", "summary"];
    let mut expected = Vec::new();
    for declared in super::every::declarations(header) {
        let uses = exclusive
            .iter()
            .any(|kind| declared.contains(&format!("tenure_{kind} *")));
        let name = super::every::name(&declared);
        // A handle to free must not be in use at all, and an interrupt is made while its session is.
        if uses && !name.ends_with("_free") && name != "tenure_interrupt_new" {
            expected.push(name.to_owned());
        }
    }
    // Those that only make such a handle use none.
    let makes = [
        "tenure_config_new",
        "tenure_loader_new",
        "tenure_facts_new",
        "tenure_session_new",
        "tenure_summary_new",
    ];
    expected.retain(|name| !makes.contains(&name.as_str()));
    let tested: Vec<&str> = EXCLUSIVE.iter().map(|(name, _)| *name).collect();
    let missing: Vec<&String> = expected
        .iter()
        .filter(|name| !tested.contains(&name.as_str()))
        .collect();
    assert_eq!(missing, Vec::<&String>::new());
    assert_eq!(tested.len(), expected.len());
}
