//! Scripts: those that attack their host, and those that are shipped.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tenure_core::plugin::script::ScriptPlugin;
use tenure_core::plugin::{Code, Description, NativePlugin, Parameters, Plugin};
use tenure_testkit::hostile::{Bounds, Runner, Script};
use tenure_testkit::kit::try_plugin;

const COMMAND: &str = env!("CARGO_BIN_EXE_tenure-hostile-scripts");

fn own(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

#[test]
fn hostile_scripts_are_survived() {
    let bounds = Bounds {
        time: Duration::from_secs(900),
        memory_kib: 8 << 20,
    };
    let none: [(&str, Vec<&str>); 1] = [("scripts", Vec::new())];
    let report = Runner::new(COMMAND, bounds).run(none).unwrap();
    assert_eq!(report.lost, [] as [String; 0]);
    assert!(std::fs::read_dir(own("hostile/scripts")).unwrap().count() >= 150);
}

#[test]
fn a_script_that_ends_otherwise_than_its_file_says_is_told() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile-scripts");
    std::fs::create_dir_all(&folder).unwrap();
    let spin = "// spins\n// ends: ok\nfn score(a) { loop { } }";
    std::fs::write(folder.join("spin.rhai"), spin).unwrap();
    let report = Runner::new(COMMAND, Bounds::default())
        .run([("folder", vec![folder.display().to_string()])])
        .unwrap();
    assert!(
        report.lost[0].contains("spin: ") && report.lost[0].contains("out_of_fuel"),
        "{report}"
    );
}

#[test]
fn repetitions_are_written_out() {
    let script = Script::parse("// a header\n// ends: ok trap\n⟦x№,×3⟧y").unwrap();
    assert_eq!(script.text, "x0,x1,x2,y");
    assert_eq!(script.ends, ["ok", "trap"]);
}

#[test]
fn the_shipped_scripts_keep_every_promise() {
    for name in ["interactions", "seasonal_usage"] {
        let path = own("../../plugins/rhai").join(format!("{name}.rhai"));
        let text = std::fs::read_to_string(path).unwrap();
        let plugin = ScriptPlugin::parse(name, &text).unwrap_or_else(|error| panic!("{error}"));
        let report = try_plugin(&plugin, &Parameters::new(), 1).unwrap();
        assert!(report.is_kept(), "{name}\n{report}");
        assert!(report.spoken > report.rows / 30, "{name}\n{report}");
    }
}

fn broken(say: impl Fn(i32) -> i32 + Send + Sync + 'static) -> NativePlugin {
    let description = Description {
        id: "broken".into(),
        version: "1.0.0".into(),
        dictionary: "^1.0".into(),
        inputs: Vec::new(),
        reads_day: false,
        reasons: vec![Code {
            code: "r".into(),
            texts: [].into(),
        }],
        actions: Vec::new(),
        parameters: Vec::new(),
        max_points: 5,
    };
    let seen = std::sync::atomic::AtomicI32::new(0);
    let plugin = NativePlugin::new(description, "x", move |_, _, verdict| {
        let before = seen.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        verdict.points("r", say(before))
    });
    plugin.unwrap()
}

#[test]
fn a_plugin_that_breaks_a_promise_is_found() {
    let sound = try_plugin(&broken(|_| 3), &Parameters::new(), 1).unwrap();
    assert!(sound.is_kept(), "{sound}");
    let remembers = try_plugin(&broken(|before| before % 5), &Parameters::new(), 1).unwrap();
    let found: Vec<&str> = remembers
        .promises
        .iter()
        .filter(|promise| promise.broken.is_some())
        .map(|promise| promise.promise)
        .collect();
    assert!(
        found.contains(&"the order of the rows changes nothing"),
        "{remembers}"
    );
    let loud = try_plugin(&broken(|_| 6), &Parameters::new(), 1).unwrap();
    assert!(
        loud.to_string()
            .contains("BROKEN  ordinary rows never fail"),
        "{loud}"
    );
    assert_eq!(broken(|_| 1).description().id, "broken");
}
