//! Threads: what may be shared is shared by many at once, and what may not is refused. A sanitizer watches them in the deep
//! run.

use std::sync::Barrier;
use std::thread::scope;

use super::arrow::{many_rows, score_rows, stream_rows};
use super::made::{ACCOUNTS, DAY, Made, NTS, decide, made, read, take, told};
use crate::accounts::tenure_accounts_parse;
use crate::config::{tenure_config_keys, tenure_config_set};
use crate::decide::tenure_decide_json;
use crate::decisions::*;
use crate::engine::{Engine, tenure_engine_provenance};
use crate::facts::{tenure_facts_add, tenure_facts_json};
use crate::interrupt::tenure_interrupt_raise;
use crate::rulebook::{tenure_rulebook_describe, tenure_rulebook_digest};
use crate::session::{Session, tenure_session_new};
use crate::status::{E_BUSY, E_INTERRUPTED, OK};
use crate::summary::{tenure_summary_add, tenure_summary_bytes};

/// So many threads at once, each so many times.
const THREADS: usize = 4;
const TIMES: usize = 6;

/// Runs something in many threads that begin together.
fn at_once(run: impl Fn(usize) + Sync) {
    let start = Barrier::new(THREADS);
    scope(|scope| {
        for thread in 0..THREADS {
            let (run, start) = (&run, &start);
            scope.spawn(move || {
                start.wait();
                run(thread);
            });
        }
    });
}

fn session(engine: &Engine) -> Box<Session> {
    take(|out, err| tenure_session_new(Some(engine), out, err)).unwrap()
}

fn decided(made: &Made, session: &Session) -> Result<String, i32> {
    let decisions = decide(session, &made.accounts, &made.tenant)?;
    Ok(read(tenure_decisions_jsonl(Some(&decisions), None)).to_owned())
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn sessions_of_one_engine_decide_side_by_side() {
    let made = made();
    let expected = decided(&made, &made.session).unwrap();
    at_once(|_| {
        let mine = session(&made.engine);
        for _ in 0..TIMES {
            assert_eq!(decided(&made, &mine).unwrap(), expected);
        }
    });
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn sessions_outlive_the_engine_that_another_thread_frees() {
    let mut made = made();
    let expected = decided(&made, &made.session).unwrap();
    let sessions: Vec<Box<Session>> = (0..THREADS).map(|_| session(&made.engine)).collect();
    let other = super::made::made();
    let engine = std::mem::replace(&mut made.engine, other.engine);
    let (made, start) = (&made, &Barrier::new(THREADS + 1));
    scope(|scope| {
        for mine in sessions {
            let expected = &expected;
            scope.spawn(move || {
                start.wait();
                assert_eq!(&decided(made, &mine).unwrap(), expected);
            });
        }
        scope.spawn(move || {
            start.wait();
            crate::engine::tenure_engine_free(Some(engine));
        });
    });
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn what_was_decided_is_read_by_many() {
    let made = made();
    let decisions = decide(&made.session, &made.accounts, &made.tenant).unwrap();
    let all = Some(&*decisions);
    let expected = read(tenure_decisions_jsonl(Some(&made.decisions), None));
    // Texts are made when they are first asked for, and kept.
    at_once(|thread| {
        for round in 0..TIMES {
            let row = (thread + round) % 3;
            assert_eq!(read(tenure_decisions_jsonl(all, None)), expected);
            assert!(!read(tenure_decisions_json(all, None)).is_empty());
            assert!(!read(tenure_decisions_row_json(all, row, None)).is_empty());
            let id = read(tenure_decisions_account_id(all, row, None));
            assert_eq!(id, ["acme", "bolt", "core"][row]);
            assert_eq!(tenure_decisions_points(all, 0), 30);
        }
    });
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn what_is_frozen_is_read_by_many() {
    let made = made();
    at_once(|_| {
        for _ in 0..TIMES {
            assert!(!read(tenure_engine_provenance(Some(&made.engine), None)).is_empty());
            assert!(!read(tenure_rulebook_digest(Some(&made.rulebook), None)).is_empty());
            let described =
                take(|out, err| tenure_rulebook_describe(Some(&made.rulebook), out, err));
            assert!(!told(&described.unwrap()).is_empty());
            let keys = take(|out, err| tenure_config_keys(out, err));
            assert!(!told(&keys.unwrap()).is_empty());
            // SAFETY: a text of this file, ended by a NUL.
            let parsed = take(|out, err| unsafe {
                tenure_accounts_parse(None, ACCOUNTS.as_ptr(), NTS, out, err)
            });
            assert!(parsed.is_ok());
        }
    });
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn one_session_serves_one_thread_at_a_time() {
    let made = made();
    let expected = decided(&made, &made.session).unwrap();
    at_once(|_| {
        for _ in 0..TIMES {
            match decided(&made, &made.session) {
                Ok(text) => assert_eq!(text, expected),
                Err(status) => assert_eq!(status, E_BUSY),
            }
            let (session, tenant) = (Some(&*made.session), Some(&*made.tenant));
            let (json, day) = (ACCOUNTS.as_ptr(), DAY.as_ptr());
            // SAFETY: texts of this file, each ended by a NUL.
            let decisions = take(|out, err| unsafe {
                tenure_decide_json(session, json, NTS, tenant, day, NTS, out, err)
            });
            assert!(decisions.is_ok() || decisions.is_err_and(|status| status == E_BUSY));
        }
    });
    // It goes on as if nothing had been.
    assert_eq!(decided(&made, &made.session).unwrap(), expected);
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn what_one_thread_uses_at_a_time_takes_each_call_whole_or_not_at_all() {
    let made = made();
    let taken = std::sync::atomic::AtomicUsize::new(0);
    let fits = |status| {
        assert!(status == OK || status == E_BUSY, "{status}");
        status == OK
    };
    at_once(|_| {
        for _ in 0..TIMES {
            let (key, value) = (c"limits.depth".as_ptr(), c"9".as_ptr());
            // SAFETY: texts of this file, each ended by a NUL.
            fits(unsafe { tenure_config_set(Some(&made.config), key, NTS, value, NTS, None) });
            fits(tenure_facts_add(
                Some(&made.facts),
                Some(&made.accounts),
                None,
            ));
            let facts = take(|out, err| tenure_facts_json(Some(&made.facts), out, err));
            fits(facts.map_or_else(|status| status, |_| OK));
            if fits(tenure_summary_add(
                Some(&made.summary),
                Some(&made.decisions),
                None,
            )) {
                taken.fetch_add(2, std::sync::atomic::Ordering::SeqCst);
            }
        }
    });
    let bytes = take(|out, err| tenure_summary_bytes(Some(&made.summary), out, err)).unwrap();
    let count = format!(r#""accounts":{}"#, taken.into_inner());
    assert!(told(&bytes).contains(&count), "{count} of {}", told(&bytes));
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn an_interrupt_comes_from_any_thread() {
    let made = made();
    at_once(|thread| {
        for _ in 0..TIMES {
            if thread == 0 {
                let outcome = decided(&made, &made.session).map_or_else(|status| status, |_| OK);
                assert!(outcome == OK || outcome == E_INTERRUPTED, "{outcome}");
            } else {
                assert_eq!(tenure_interrupt_raise(Some(&made.interrupt)), OK);
            }
        }
    });
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn columns_are_scored_side_by_side() {
    let bench = super::arrow::bench();
    let expected = score_rows(&bench, 20).unwrap();
    assert_eq!(expected.len(), 20);
    at_once(|thread| {
        for round in 0..TIMES {
            // A stream has a session of its own; the bench's is shared, and so refused to all but one.
            if (thread + round) % 2 == 0 {
                assert_eq!(stream_rows(&bench, 20), expected);
            } else {
                match score_rows(&bench, 20) {
                    Ok(rows) => assert_eq!(rows, expected),
                    Err((status, _)) => assert_eq!(status, E_BUSY),
                }
            }
        }
    });
}

#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn a_stream_goes_from_thread_to_thread() {
    let bench = super::arrow::bench();
    let expected = score_rows(&bench, 6).unwrap();
    let tables = (0..THREADS).map(|_| Some(many_rows(6))).collect();
    let batches = super::arrow::across_threads(&bench, tables);
    assert_eq!(batches, vec![expected; THREADS]);
}

/// A race that is planted in the lock of every handle of one thread. Built and run for the sanitizer alone, which must
/// find it.
#[cfg(thread_sanitizer)]
#[test]
#[cfg_attr(
    miri,
    ignore = "Miri builds no engine for each batch in sensible time; `whole_door` goes the same way once"
)]
fn planted_race() {
    let made = made();
    at_once(|_| {
        crate::guard::rehearsal::plant_race();
        for _ in 0..200 {
            let (key, value) = (c"limits.depth".as_ptr(), c"9".as_ptr());
            // SAFETY: texts of this file, each ended by a NUL.
            unsafe { tenure_config_set(Some(&made.config), key, NTS, value, NTS, None) };
        }
    });
}
