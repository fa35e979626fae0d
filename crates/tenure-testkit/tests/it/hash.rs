//! Equal inputs give equal bytes: one hash, whatever decides.

use std::path::Path;
use std::process::Command;

use tenure_testkit::hash::{self, CASES, Door, Order, Plant, Way};

/// Of what is tried over many processes there is less.
const FEW: u64 = 40;

fn hashed(cases: u64, way: Way) -> String {
    hash::hash(cases, &way).unwrap_or_else(|why| panic!("{why}"))
}

/// Two ways that have nothing in common.
fn ways(plant: Plant) -> [Way; 2] {
    let one = Way {
        plant,
        threads: 2,
        ..Way::default()
    };
    let other = Way {
        threads: 16,
        split: 7,
        order: Order::Reversed,
        door: Door::Json,
        plant,
    };
    [one, other]
}

#[test]
fn one_hash_over_threads_splits_orders_and_doors() {
    let accounts: usize = (0..CASES)
        .map(|number| hash::case(number).accounts.len())
        .sum();
    assert_eq!(accounts, 10_000);
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/golden/one-hash.txt");
    let [one, other] = ways(Plant::None).map(|way| hashed(CASES, way));
    assert_eq!(one, other);
    if std::env::var_os("TENURE_REGENERATE").is_some() {
        std::fs::write(&golden, format!("{one}\n")).unwrap();
    }
    let golden = std::fs::read_to_string(&golden).unwrap_or_default();
    assert_eq!(one, golden.trim(), "TENURE_REGENERATE=1 writes it anew");
}

#[test]
fn one_hash_over_more_ways() {
    let first = hashed(FEW, Way::default());
    let more = [
        (1, 1, Order::Turned),
        (3, 3, Order::AsIs),
        (5, 19, Order::Turned),
        (8, 20, Order::Reversed),
    ];
    for (threads, split, order) in more {
        for door in [Door::Records, Door::Json] {
            let way = Way {
                threads,
                split,
                order,
                door,
                plant: Plant::None,
            };
            assert_eq!(hashed(FEW, way), first, "{way:?}");
        }
    }
}

/// The hash that a process of its own prints, in a time zone and a locale.
fn elsewhere(zone: &str, locale: &str, plant: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tenure-hash"));
    command
        .args(["--cases", &FEW.to_string()])
        .env("TZ", zone)
        .env("LC_ALL", locale);
    if !plant.is_empty() {
        command.args(["--plant", plant]);
    }
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

#[test]
fn one_hash_over_processes_time_zones_and_locales() {
    let first = hashed(FEW, Way::default());
    for (zone, locale) in [
        ("UTC", "C"),
        ("Asia/Seoul", "ko_KR.UTF-8"),
        ("America/St_Johns", "tr_TR.UTF-8"),
        (":nowhere", "de_DE.UTF-8"),
    ] {
        assert_eq!(
            elsewhere(zone, locale, ""),
            first,
            "TZ={zone} LC_ALL={locale}"
        );
    }
}

#[test]
fn a_difference_is_seen() {
    for plant in [Plant::HashOrder, Plant::FloatFold] {
        let [one, other] = ways(plant).map(|way| hashed(FEW, way));
        assert_ne!(one, other, "{plant:?}");
    }
    assert_ne!(
        elsewhere("UTC", "C", "zone"),
        elsewhere("Asia/Seoul", "C", "zone")
    );
    let pointer = Way {
        plant: Plant::Pointer,
        ..Way::default()
    };
    assert_ne!(hashed(FEW, pointer), hashed(FEW, Way::default()));
}

#[test]
fn what_the_program_is_not_asked_for_is_refused() {
    let output = Command::new(env!("CARGO_BIN_EXE_tenure-hash"))
        .args(["--threds", "2"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("usage: "));
}
