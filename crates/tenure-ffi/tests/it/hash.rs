//! The hash of ten thousand decisions, decided through C.

use std::fs;

use tenure_testkit::hash::{CASES, case, fold, of_case};

use crate::c::{compiled, folder, here, run, there_is};

#[test]
fn one_hash_through_c() {
    if !there_is("cc") {
        return;
    }
    let home = folder("hash");
    for number in 0..CASES {
        let case = case(number);
        let write = |ending: &str, text: &str| {
            fs::write(home.join(format!("{number}{ending}")), text).unwrap()
        };
        write(".name", case.name);
        write(".toml", &case.rulebook);
        write(".tenant.json", &case.tenant);
        write(".jsonl", &(case.accounts.join("\n") + "\n"));
        write(".day", &case.as_of.to_string());
    }
    let source = here().join("tests/c/hash.c");
    let program = compiled(&home, &source, &here().join("include"), &[]);
    let said = run(&program, [home.as_os_str(), CASES.to_string().as_ref()]);
    // Each case ends with an empty line.
    let of_cases: Vec<String> = said
        .split_terminator("\n\n")
        .map(|lines| of_case(lines.lines()))
        .collect();
    assert_eq!(of_cases.len() as u64, CASES);
    let hash = fold(of_cases.iter().map(String::as_str));
    println!("hash\tC\t{hash}");
    let golden = here().join("../tenure-testkit/tests/it/golden/one-hash.txt");
    assert_eq!(hash, fs::read_to_string(golden).unwrap().trim());
}
