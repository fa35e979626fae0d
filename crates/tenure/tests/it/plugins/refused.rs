//! Plugins that do not fit what the rulebook says of them.

use std::collections::BTreeMap;

use tenure::plugin::{Code, Description, InputDef, NativePlugin};
use tenure::signals::SignalType;
use tenure::{Engine, Error, ErrorKind};

use super::{LATE, description, rulebook};

fn refusal(more: &str, given: Option<Description>) -> Error {
    let mut builder = Engine::builder().rulebook(rulebook(more));
    if let Some(description) = given {
        let plugin = NativePlugin::new(description, "x", |_, _, _| Ok(())).unwrap();
        builder = builder.plugin("late", plugin);
    }
    builder.build().unwrap_err()
}

#[test]
fn what_does_not_fit_is_refused_by_its_name() {
    let input = |signal: &str, ty: SignalType| Description {
        inputs: vec![InputDef {
            signal: signal.into(),
            ty,
            required: true,
        }],
        reasons: vec![Code {
            code: "a".into(),
            texts: BTreeMap::new(),
        }],
        ..description()
    };
    let own = || Some(description());
    let cases: [(&str, Option<Description>, &str); 13] = [
        (
            "",
            None,
            "load `late.rhai` and give it to the builder with `plugin(\"late\"",
        ),
        (
            "version = '^2.0'",
            own(),
            "its version is 1.2.0, and the rulebook asks for ^2.0",
        ),
        ("version = 'new'", own(), "`new` requires no version"),
        (
            "digest = '00000000000000000000000000000000'",
            own(),
            "the rulebook asks for 0000",
        ),
        (
            "max_points = 41",
            own(),
            "above the 40 that it gives at most",
        ),
        (
            "parameters = { grace = 1 }",
            own(),
            "no parameter `grace`, nor any other",
        ),
        (
            "actions = ['phon']",
            own(),
            "no action `phon`; did you mean `phone`?",
        ),
        (
            "[plugin.limits]\nfuel_per_row = 1",
            own(),
            "nothing is counted of a native plugin",
        ),
        (
            "",
            Some(input("satisfaction.scores", SignalType::Int)),
            "`satisfaction.scores`, which is not there; did its author mean `satisfaction.score`?",
        ),
        (
            "",
            Some(input("satisfaction.score", SignalType::Text)),
            "as text, which is of type float",
        ),
        (
            "",
            Some(input("contract.annual_value", SignalType::Int)),
            "tells of one contract",
        ),
        (
            "",
            Some(input("risk.points", SignalType::Int)),
            "known only once the points are",
        ),
        (
            "",
            Some(Description {
                dictionary: "^9.0".into(),
                ..description()
            }),
            "the signal dictionary ^9.0",
        ),
    ];
    for (more, given, said) in cases {
        let error = refusal(&format!("{LATE}{more}\n"), given);
        assert_eq!(error.kind(), ErrorKind::Plugin);
        assert!(error.to_string().contains(said), "{error}\nsays: {said}");
        assert!(error.to_string().contains("`late`"), "{error}");
    }
    let error = refusal("", own());
    assert!(
        error.to_string().contains("binds no plugin `late`"),
        "{error}"
    );
    let off = rulebook(&format!("{LATE}enabled = false\n"));
    assert!(Engine::builder().rulebook(off).build().is_ok());
}
