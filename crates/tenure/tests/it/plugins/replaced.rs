//! Plugins that are replaced while sessions decide.

use std::sync::{Arc, RwLock, mpsc};
use std::thread;

use tenure::Session;
use tenure::model::Tenant;
use tenure::plugin::{NativePlugin, Plugin};

use super::{DAY, LATE, customer, engine, native};
use crate::common::date;

/// A build of the plugin, known by the points that it gives.
fn build(points: i32) -> NativePlugin {
    native(&format!("gives {points}"), move |_, verdict| {
        verdict.points("long", points)
    })
}

/// The points of a decision, and the plugin that it names.
fn decided(session: &mut Session) -> (i64, String) {
    let decision = session.decide(&customer("a", Some(9)), &Tenant::default(), date(DAY));
    let decision = decision.unwrap();
    (
        decision.risk.points,
        decision.provenance.plugins[0].digest.clone(),
    )
}

#[test]
fn each_decision_names_the_plugin_that_made_it_while_plugins_are_replaced() {
    let (old, new) = (build(5), build(6));
    let by_old = (15, old.digest().to_owned());
    let by_new = (16, new.digest().to_owned());
    let first = engine(LATE, old);
    let current = Arc::new(RwLock::new(first.clone()));
    let (begin, begun) = mpsc::channel();
    let deciding: Vec<_> = (0..3)
        .map(|_| {
            let (current, mut begin) = (current.clone(), Some(begin.clone()));
            let (by_old, by_new) = (by_old.clone(), by_new.clone());
            thread::spawn(move || {
                let mut replaced = 0;
                while replaced < 50 {
                    let engine = current.read().unwrap().clone();
                    let mut session = engine.session();
                    for _ in 0..5 {
                        let told = decided(&mut session);
                        replaced += u32::from(told == by_new);
                        assert!(told == by_new || told == by_old, "{told:?}");
                    }
                    if let Some(begin) = begin.take() {
                        begin.send(replaced).unwrap();
                    }
                }
            })
        })
        .collect();
    drop(begin);
    let mut going_on = first.session();
    // All have decided with the old one before it is replaced.
    let before: Vec<u32> = begun.iter().take(3).collect();
    assert_eq!(before, [0; 3]);
    *current.write().unwrap() = engine(LATE, new);
    deciding
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
    // A session goes on with the engine that it was made of.
    assert_eq!(decided(&mut going_on), by_old);
}
