//! How large, how deep and how wrong an account may be.

use tenure_model::{Limits, MAX_PROBLEMS, Node, ProblemKind, read_account};

#[test]
fn a_text_beyond_the_limit_is_not_read_but_named() {
    let text = format!(r#"{{ "id": "big", "name": "{}" }}"#, "é".repeat(5 << 20));
    let refused = read_account(&text, &Limits::default()).unwrap_err();
    assert_eq!(refused.id.as_deref(), Some("big"));
    assert_eq!(refused.problems.len(), 1);
    assert_eq!(refused.problems[0].kind, ProblemKind::TooLarge);
    assert!(
        refused
            .to_string()
            .contains("more than the limit of 8388608"),
        "{refused}"
    );
    assert!(
        read_account(
            &text,
            &Limits {
                bytes: text.len(),
                depth: 64
            }
        )
        .is_ok()
    );
}

#[test]
fn depth_is_counted_in_levels() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let limits = Limits {
        bytes: 1 << 20,
        depth: 5,
    };
    assert!(Node::parse(&nested(5), &limits).is_ok());
    assert_eq!(
        Node::parse(&nested(6), &limits).unwrap_err().kind,
        ProblemKind::TooLarge
    );
    let boundless = Limits {
        bytes: usize::MAX,
        depth: usize::MAX,
    };
    assert!(Node::parse(&nested(128), &boundless).is_ok());
    assert_eq!(
        Node::parse(&nested(1_000_000), &boundless)
            .unwrap_err()
            .kind,
        ProblemKind::TooLarge
    );
}

#[test]
fn problems_beyond_counting_are_summed_up() {
    let text = format!(
        r#"{{ "id": "a", "name": 1, "tags": [{}1], "colour": 1 }}"#,
        "1,".repeat(MAX_PROBLEMS)
    );
    let refused = read_account(&text, &Limits::default()).unwrap_err();
    assert_eq!(refused.problems.len(), MAX_PROBLEMS + 1);
    let last = refused.problems.last().unwrap();
    assert_eq!(last.kind, ProblemKind::TooMany);
    assert!(
        last.message
            .starts_with("2 more errors and 1 more warnings"),
        "{}",
        last.message
    );
    let warnings = format!(
        r#"{{ "id": "a", "custom": {{ {} "x": [] }} }}"#,
        (0..MAX_PROBLEMS)
            .map(|n| format!("\"k{n}\": [],"))
            .collect::<String>()
    );
    let read = read_account(&warnings, &Limits::default()).unwrap();
    assert_eq!(read.warnings.len(), MAX_PROBLEMS + 1);
}

#[test]
fn a_wide_object_is_read_in_time_with_its_width() {
    let members: String = (0..300_000).map(|n| format!(",\"k{n}\":1")).collect();
    let limits = Limits {
        bytes: 16 << 20,
        depth: 64,
    };
    let read = read_account(&format!(r#"{{ "id": "a"{members} }}"#), &limits).unwrap();
    assert_eq!(read.warnings.len(), MAX_PROBLEMS + 1);
    let contracts: String = (0..50_000)
        .map(|n| {
            format!(
                r#",{{"id":"c{}","start_date":"2026-01-01","predecessor_id":"c{n}"}}"#,
                n + 1
            )
        })
        .collect();
    let text = format!(
        r#"{{"id":"a","contracts":[{{"id":"c0","start_date":"2026-01-01","predecessor_id":"c50000"}}{contracts}]}}"#
    );
    let refused = read_account(&text, &limits).unwrap_err();
    assert_eq!(refused.problems.len(), 1);
    assert_eq!(refused.problems[0].kind, ProblemKind::PredecessorCycle);
    assert!(refused.problems[0].message.len() < 300);
}

#[test]
fn any_cut_of_a_text_is_told_with_its_path() {
    let text = r#"{ "id": "a1", "custom": { "é": [1, { "b": "c\n" }] }, "tickets": [{ "id": "t", "opened_at": "2026-01-01" }] }"#;
    for end in 0..text.len() {
        let Some(cut) = text.get(..end) else { continue };
        let refused = read_account(cut, &Limits::default()).unwrap_err();
        assert_eq!(refused.problems.len(), 1);
        assert_eq!(refused.problems[0].kind, ProblemKind::Syntax);
        assert_eq!(
            refused.id.is_some(),
            end > text.find(',').unwrap() - 1,
            "{cut}"
        );
        if cut.ends_with("c\\n\"") {
            assert_eq!(refused.problems[0].path, "custom.é[1]");
        }
    }
    assert!(read_account(text, &Limits::default()).is_ok());
}
