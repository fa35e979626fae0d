//! The fuzz targets, on what the repository has of seeds and on bytes by chance.

use std::fs;
use std::path::Path;

use tenure_testkit::Source;
use tenure_testkit::fuzz::{AccountJson, RulebookText};

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../fuzz/seeds")
        .join(target);
    let mut files: Vec<_> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    assert!(files.len() >= 3, "few seeds in {}", folder.display());
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Bytes that make a generator choose.
fn choices(seed: u64) -> Vec<u8> {
    let mut source = Source::seeded(seed);
    let count = source.below(3_000);
    let mut bytes = vec![1];
    bytes.extend((0..count).map(|_| source.below(256) as u8));
    bytes
}

#[test]
fn rulebook_texts() {
    let target = RulebookText::new().unwrap();
    for input in seeds("rulebook_text")
        .into_iter()
        .chain((0..100).map(choices))
    {
        target
            .run(&input)
            .unwrap_or_else(|difference| panic!("{difference}"));
    }
}

#[test]
fn account_jsons() {
    let target = AccountJson::new().unwrap();
    for input in seeds("account_json")
        .into_iter()
        .chain((0..300).map(choices))
    {
        target
            .run(&input)
            .unwrap_or_else(|difference| panic!("{difference}"));
    }
}
