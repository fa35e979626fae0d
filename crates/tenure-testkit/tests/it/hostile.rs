//! Plugins that attack their host: a short run. The command `tenure-hostile` runs them all.

use std::path::Path;
use std::time::Duration;

use tenure_core::plugin::PluginErrorKind;
use tenure_testkit::hostile::wasm::{Ending, Fragment, generated, negatives, sound, trial};
use tenure_testkit::hostile::{Bounds, Runner};

const COMMAND: &str = env!("CARGO_BIN_EXE_tenure-hostile");

fn text(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("hostile/wasm")
        .join(name);
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn the_corpus_is_survived() {
    let bounds = Bounds {
        time: Duration::from_secs(600),
        memory_kib: 8 << 20,
    };
    let report = Runner::new(COMMAND, bounds)
        .run([("corpus", vec!["corpus"])])
        .unwrap();
    assert_eq!(report.lost, [] as [String; 0]);
}

#[test]
fn a_host_that_dies_is_told() {
    let bounds = Bounds {
        time: Duration::from_millis(300),
        memory_kib: 1 << 20,
    };
    // A shell ends by a signal, fails, and does not end in time.
    let members = [
        ("dies", "kill -ABRT $$"),
        ("fails", "exit 3"),
        ("sleeps", "exec sleep 30"),
        ("lives", "echo 7168 ran=2 failed=1"),
        ("lives, too", "echo 1 ran=40"),
        ("miscounts", "echo 1 ran=40 failed=none"),
    ];
    let members = members.map(|(name, script)| (name, vec!["-c", script]));
    let report = Runner::new("/bin/sh", bounds).run(members).unwrap();
    assert_eq!((report.tried, report.survived), (6, 2));
    assert!(report.lost[0].starts_with("dies: signal"), "{report}");
    assert!(report.lost[1].starts_with("fails: exit"), "{report}");
    assert!(report.lost[2].ends_with("did not end in time"), "{report}");
    assert!(
        report.lost[3].starts_with("miscounts: what it counted"),
        "{report}"
    );
    assert_eq!(report.largest, (7168, "lives".to_owned()));
    assert!(
        report
            .to_string()
            .contains("failed 1, ran 42, processes tried 6, survived 2;"),
        "{report}"
    );
}

#[test]
fn what_ends_otherwise_than_its_file_says_is_told() {
    let component = Fragment::parse(&text("spin-in-score.wat"))
        .unwrap()
        .component()
        .unwrap();
    let trial = trial(&component).unwrap();
    assert_eq!(trial.ending.word(), "out_of_fuel");
    assert!(trial.neighbour_kept);
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wrong.wat");
    std::fs::write(
        &file,
        text("spin-in-score.wat").replace("out_of_fuel", "ok"),
    )
    .unwrap();
    let one = vec!["one".to_owned(), file.display().to_string()];
    let report = Runner::new(COMMAND, Bounds::default())
        .run([("wrong", one)])
        .unwrap();
    assert!(
        report.lost[0].contains("ended otherwise than expected"),
        "{report}"
    );
}

#[test]
fn a_sound_plugin_keeps_to_the_contract() {
    let trial = trial(&sound().unwrap()).unwrap();
    assert_eq!(trial.ending, Ending::Ok);
}

#[test]
fn what_the_specification_refuses_is_refused() {
    let taken = negatives::try_all().unwrap();
    assert_eq!(taken.taken, [] as [String; 0]);
    assert!(taken.handed > 1_000, "{} of {}", taken.handed, taken.all);
}

#[test]
fn generated_modules_run_and_are_survived() {
    let tally = generated::try_some(1, 100).unwrap();
    assert_eq!(tally.made, 100);
    // A run in which nothing came to run has shown nothing.
    assert!(
        tally.ran + tally.failed + tally.out_of_fuel > 20,
        "{tally:?}"
    );
}

#[test]
fn a_small_stack_of_the_caller_is_no_harm() {
    let component = Fragment::parse(&text("recurse.wat"))
        .unwrap()
        .component()
        .unwrap();
    let small = std::thread::Builder::new().stack_size(192 << 10);
    let ended = small
        .spawn(move || trial(&component))
        .unwrap()
        .join()
        .unwrap()
        .unwrap();
    let Ending::Failed(kind, text) = ended.ending else {
        panic!("it recursed to its end")
    };
    assert_eq!(kind, PluginErrorKind::StackOverflow, "{text}");
    assert!(ended.neighbour_kept);
}
