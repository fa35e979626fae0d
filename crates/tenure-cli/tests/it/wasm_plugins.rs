//! Plugins for WASM: begun, built and looked at.

use crate::run::Place;
#[cfg(feature = "wasm")]
use crate::run::root;

#[cfg(not(feature = "wasm"))]
#[test]
fn without_wasm_the_command_says_how_to_get_it() {
    let place = Place::empty("plugin-without");
    place.file("b.wasm", b"\0asm");
    let every: [&[&str]; 5] = [
        &["new", "--lang", "rust", "late-payer"],
        &["build"],
        &["check", "a.wasm"],
        &["inspect", "a.wasm"],
        &["test"],
    ];
    for arguments in every {
        let said = place.run(&[&["plugin"], arguments].concat());
        assert_eq!(said.code, 2);
        assert!(said.err.contains("--features wasm"), "{}", said.err);
    }
}

#[cfg(feature = "wasm")]
#[test]
fn a_project_is_begun_built_and_checked() {
    let place = Place::empty("plugin-rust");
    let said = place.run(&["plugin", "new", "--lang", "rust", "late-payer"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let inside = place.folder("late-payer");
    let early = inside.run(&["plugin", "check"]);
    assert!(
        early.err.contains("`tenure plugin build` makes one"),
        "{}",
        early.err
    );
    let said = inside.run(&["plugin", "build"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let said = place.run(&["plugin", "check", "late-payer/late-payer.wasm"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.out.contains("late-payer 0.1.0 is sound"),
        "{}",
        said.out
    );
    let said = inside.run(&["plugin", "inspect"]);
    for part in [
        "billing.days_overdue: int, required",
        "pays-late",
        "grace_days",
        "tenure:plugin/host@1.0.0",
    ] {
        assert!(said.out.contains(part), "{part} in\n{}", said.out);
    }
    let said = inside.run(&["plugin", "test"]);
    assert_eq!(said.code, 0, "{}{}", said.out, said.err);
    assert!(
        said.out.contains("kept    two runs agree to the bit"),
        "{}",
        said.out
    );
    let portfolio = root()
        .join("examples/portfolio.jsonl")
        .display()
        .to_string();
    let run = |more: &[&str]| {
        let first = [
            "plugin",
            "run",
            "--input",
            &portfolio,
            "--as-of",
            "2026-06-30",
        ];
        inside.run(&[&first, more].concat())
    };
    let (usual, strict) = (run(&[]), run(&["--set", "grace_days=365"]));
    assert_eq!(usual.code, 0, "{}{}", usual.out, usual.err);
    assert!(usual.out.contains("+12 pays-late"), "{}", usual.out);
    for limit in ["1,880,000 a batch of 44", "32,768 KiB"] {
        assert!(usual.out.contains(limit), "{limit} in\n{}", usual.out);
    }
    assert!(!strict.out.contains("pays-late"), "{}", strict.out);
    let wrong = run(&["--set", "grace_day=3"]);
    assert!(
        wrong.err.contains("did you mean `grace_days`?"),
        "{}",
        wrong.err
    );
    place.file(
        "ours.toml",
        "[rulebook]\nid = \"ours\"\nversion = \"1.0.0\"\nlanguage = 1\nextends = \"default-renewal\"\n\
         [[plugin]]\nid = \"late-payer\"\nfile = \"late-payer/late-payer.wasm\"\nparameters = { grace_days = 10 }\n",
    );
    let explained = place.run(&[
        "explain",
        &portfolio,
        "--account",
        "a-13",
        "--as-of",
        "2026-06-30",
        "--rulebook",
        "ours.toml",
    ]);
    for part in [
        "+12  Bills are overdue by 75 days",
        "plugin:late-payer/pays-late",
    ] {
        assert!(
            explained.out.contains(part),
            "{part} in\n{}{}",
            explained.out,
            explained.err
        );
    }
    let again = place.run(&["plugin", "new", "--lang", "rust", "late-payer"]);
    assert!(again.err.contains("is there already"), "{}", again.err);
}

#[cfg(feature = "wasm")]
#[test]
fn what_is_no_plugin_is_told() {
    let place = Place::empty("plugin-wrong");
    place
        .file("core.wasm", b"\0asm\x01\0\0\0")
        .file("text.wasm", "hello")
        .file("notes.txt", "hello");
    let cases: [(&[&str], &str); 7] = [
        (&["check", "core.wasm"], "is a core module, not a component"),
        (&["check", "text.wasm"], "is no WASM"),
        (&["build", "notes.txt"], "is no WASM"),
        (&["build", "."], "is no project"),
        (&["check", "none.wasm"], "there is no such file"),
        (&["build", "core.wasm"], "no component can be made of it"),
        (&["new", "--lang", "rust", "Late"], "no name of a plugin"),
    ];
    for (arguments, expected) in cases {
        let said = place.run(&[&["plugin"], arguments].concat());
        assert_eq!(said.code, 2);
        assert!(said.err.contains(expected), "{expected} in {}", said.err);
    }
}
