//! Mistakes as people make them, each in several ways.

use crate::source::Source;

use super::clean::{Action, Draft, Rule, ladder};

/// Plants a mistake; the entry that it stands in.
type Plant = fn(&mut Draft, &mut Source<'_>) -> String;

/// Every kind, by the code under which it is to be found.
pub(super) const KINDS: [(&str, Plant); 14] = [
    ("unreachable-rule", never_fires),
    ("unreachable-rule", never_due),
    ("never-true", never_a_part),
    ("always-true", always_a_part),
    ("shadowed-bin", bin_without_values),
    ("overlapping-bins", binned_twice),
    ("overlapping-bins", shared_border),
    ("gap", bins_without_an_end),
    ("gap", missed_border),
    ("shadowed-rule", hidden_in_group),
    ("cap-never-binds", generous_cap),
    ("contradictory-actions", sold_to_the_angry),
    ("no-assignee", nobody_does_it),
    ("missing-text", one_language_short),
];

fn planted() -> String {
    "planted".to_owned()
}

/// Conditions that nothing fulfils.
fn impossible(source: &mut Source<'_>) -> String {
    let low = source.between(2, 20);
    let high = low + source.between(0, 20);
    let all = [
        format!("custom.seats > {high} && custom.seats < {low}"),
        format!("custom.seats >= {high} && !(custom.seats > {})", low - 1),
        "complaints.open < 0".to_owned(),
        format!("contact.days_since <= -{low} && custom.vip"),
        "satisfaction.level == \"low\" && satisfaction.level == \"high\"".to_owned(),
        "custom.vip && custom.seats > 3 && !custom.vip".to_owned(),
        format!("satisfaction.internal > 100.0 || satisfaction.score < -{low}.0"),
        format!("(custom.seats < {low} || custom.vip) && custom.seats > {high} && !custom.vip"),
        format!(
            "renewal.months_left in {low}..{} && renewal.months_left in {}..{}",
            low + 2,
            high + 3,
            high + 9
        ),
        "custom.plan in [\"basic\", \"team\"] && custom.plan !in [\"team\", \"basic\"]".to_owned(),
        "is_stale(custom.seats)".to_owned(),
        format!("(custom.aged ?? {low}) > {high} && !is_known(custom.aged)"),
        "custom.seats < custom.aged && custom.aged < custom.seats".to_owned(),
        format!("custom.ratio * 2.0 > {high}.5 && custom.ratio * 2.0 < {low}.0"),
        format!(
            "(switch custom.plan {{ \"basic\" => custom.seats > {high}, _ => false }}) && custom.seats < {low}"
        ),
        "account.industry == \"saas\" && account.industry == \"retail\"".to_owned(),
    ];
    let place = source.below(all.len());
    all.into_iter().nth(place).unwrap_or_default()
}

/// Conditions that nothing known fails.
fn certain(source: &mut Source<'_>) -> String {
    let low = source.between(2, 20);
    let high = low + source.between(1, 20);
    let all = [
        "complaints.open >= 0".to_owned(),
        format!("contact.days_since > -{low}"),
        format!("(custom.seats > {low} || custom.seats < {high})"),
        "(custom.plan != \"basic\" || custom.plan != \"pro\")".to_owned(),
        "satisfaction.internal <= 100.0".to_owned(),
        "!is_stale(custom.seats)".to_owned(),
        "is_applicable(custom.ratio)".to_owned(),
        "(custom.vip || !custom.vip)".to_owned(),
        "satisfaction.level in [\"low\", \"mid\", \"high\"]".to_owned(),
        format!(
            "(custom.aged ?? {high}) * 0 == 0 && !(custom.seats < {low} && custom.seats > {high})"
        ),
    ];
    // The last of them says something besides what is certain.
    let place = source.below(all.len() - 1);
    all.into_iter().nth(place).unwrap_or_default()
}

fn never_fires(draft: &mut Draft, source: &mut Source<'_>) -> String {
    let when = impossible(source);
    if source.chance(30) {
        draft
            .more
            .insert(0, "[[rule]]\nid = \"unused\"\nwhen = 'custom.seats > 900'\npoints = 1\nreason = { en = \"a\", ko = \"b\" }\nenabled = false".to_owned());
    }
    draft.rules.push(Rule::when("planted", when, 7));
    planted()
}

fn never_due(draft: &mut Draft, source: &mut Source<'_>) -> String {
    let when = impossible(source);
    draft
        .actions
        .push(Action::new("planted", when, "owner_todo"));
    planted()
}

fn never_a_part(draft: &mut Draft, source: &mut Source<'_>) -> String {
    let part = impossible(source);
    match source.below(3) {
        0 => {
            let when = format!("owner.departed || ({part})");
            draft.rules.push(Rule::when("planted", when, 7));
            planted()
        }
        1 => {
            let mut action = Action::new("planted", "owner.departed", "owner_todo");
            action.step_when = Some(part);
            draft.actions.push(action);
            planted()
        }
        _ => {
            draft.overlays.push((part, "trouble".to_owned()));
            format!("overlay:{}", draft.overlays.len())
        }
    }
}

fn always_a_part(draft: &mut Draft, source: &mut Source<'_>) -> String {
    let part = certain(source);
    match source.below(3) {
        0 => {
            let when = format!("owner.departed && {part}");
            draft.rules.push(Rule::when("planted", when, 7));
            planted()
        }
        1 => {
            draft.rules.push(Rule::when("planted", part, 7));
            planted()
        }
        _ => {
            draft.overlays.push((part, "trouble".to_owned()));
            format!("overlay:{}", draft.overlays.len())
        }
    }
}

fn bin_without_values(draft: &mut Draft, source: &mut Source<'_>) -> String {
    let mut bins = ladder(source, 3, 4);
    let signal = match source.below(4) {
        0 => {
            bins.insert(0, "{ below = 0, points = 11 }".to_owned());
            "complaints.open"
        }
        1 => {
            bins.insert(bins.len() - 1, "{ below = 101, points = 2 }".to_owned());
            "satisfaction.score"
        }
        2 => {
            bins.push("{ stale = true, points = 2 }".to_owned());
            "custom.seats"
        }
        _ => {
            bins.push("{ not_applicable = true, points = 2 }".to_owned());
            "custom.aged"
        }
    };
    draft.rules.push(Rule::bins("planted", signal, bins));
    planted()
}

fn binned_twice(draft: &mut Draft, source: &mut Source<'_>) -> String {
    let rule = match source.below(3) {
        0 => {
            let first = source.between(5, 60);
            Rule::bins("planted", "contact.days_since", ladder(source, first, 7))
        }
        1 => {
            let bins = ["{ is = \"low\", points = 4 }", "{ points = 0 }"];
            Rule::bins(
                "planted",
                "satisfaction.level",
                bins.map(str::to_owned).to_vec(),
            )
        }
        _ => {
            let bins = [
                "{ is = [\"basic\", \"pro\"], points = 4 }",
                "{ points = 0 }",
            ];
            Rule::bins("planted", "custom.plan", bins.map(str::to_owned).to_vec())
        }
    };
    draft.rules.push(rule);
    planted()
}

fn shared_border(draft: &mut Draft, source: &mut Source<'_>) -> String {
    border(draft, source, ["<=", ">="])
}

fn missed_border(draft: &mut Draft, source: &mut Source<'_>) -> String {
    border(draft, source, ["<", ">"])
}

/// Two rules that meet at a border, each with its comparison.
fn border(draft: &mut Draft, source: &mut Source<'_>, [below, above]: [&str; 2]) -> String {
    let border = source.between(2, 60);
    let signal = [
        "custom.aged",
        "complaints.oldest_days",
        "owner.days_since_change",
    ];
    let signal = source.word(&signal);
    let below = format!("{signal} {below} {border}");
    let above = format!("{signal} {above} {border}");
    draft.rules.push(Rule::when("below", below, 4));
    draft.rules.push(Rule::when("planted", above, 9));
    planted()
}

fn bins_without_an_end(draft: &mut Draft, source: &mut Source<'_>) -> String {
    let first = source.between(2, 30);
    let mut bins = ladder(source, first, 7);
    let rule = match source.below(3) {
        0 => {
            bins.pop();
            Rule::bins("planted", "custom.aged", bins)
        }
        1 => {
            bins.pop();
            Rule::bins("planted", "usage.trend", bins)
        }
        _ => {
            let bins = [
                "{ is = \"critical\", points = 4 }",
                "{ is = \"major\", points = 2 }",
            ];
            let bins = bins.map(str::to_owned).to_vec();
            let mut rule = Rule::bins("planted", "complaint.severity", bins);
            rule.reason.push_str("\nscope = \"complaint\"");
            rule
        }
    };
    draft.rules.push(rule);
    planted()
}

fn hidden_in_group(draft: &mut Draft, source: &mut Source<'_>) -> String {
    let far = source.between(100, 900);
    let when = match source.below(3) {
        0 => format!("billing.days_overdue > {far}"),
        1 => format!("billing.days_overdue > {far} && custom.vip"),
        _ => format!("billing.days_overdue in {far}..{}", far + 30),
    };
    let points = source.between(1, 19);
    draft
        .rules
        .push(Rule::when("planted", when, points).of("strongest"));
    planted()
}

fn generous_cap(draft: &mut Draft, source: &mut Source<'_>) -> String {
    let (one, other) = (source.between(2, 9), source.between(2, 9));
    let mode = ["sum", "max"][source.below(2)];
    let cap = one + other + source.between(0, 20);
    draft.groups.push(("planted".to_owned(), mode, Some(cap)));
    let rule = Rule::when("one", "owner.departed", one);
    draft.rules.push(rule.of("planted"));
    let rule = Rule::when("other", "owner.on_leave", -other);
    draft.rules.push(rule.of("planted"));
    planted()
}

fn sold_to_the_angry(draft: &mut Draft, source: &mut Source<'_>) -> String {
    let seats = source.between(2, 40);
    match source.below(3) {
        0 => {
            let when = format!("custom.seats > {seats}");
            draft
                .actions
                .push(Action::new("planted", when, "cross_sell"));
            planted()
        }
        1 => {
            let when =
                format!("satisfaction.level in [\"low\", \"high\"] && custom.seats < {seats}");
            draft.actions.push(Action::new("planted", when, "upsell"));
            planted()
        }
        _ => {
            let when = format!("custom.vip && custom.seats > {seats}");
            draft
                .actions
                .push(Action::new("planted", when, "owner_todo"));
            let when = format!("custom.vip && custom.aged < {seats}");
            draft
                .actions
                .push(Action::new("other", when, "manager_todo"));
            draft.more.push(
                "[[property]]\nid = \"one-at-a-time\"\nnever_together = [\"planted\", \"other\"]"
                    .to_owned(),
            );
            planted()
        }
    }
}

fn nobody_does_it(draft: &mut Draft, source: &mut Source<'_>) -> String {
    let mut action = Action::new("planted", "custom.vip", "owner_todo");
    // An empty check-list stands where the assignee was.
    let who = [
        "steps = []",
        "assignee = \"\"",
        "assignee = \"ownr\"",
        "assignee = \"suport\"",
    ];
    source.word(&who).clone_into(&mut action.who);
    draft.actions.push(action);
    planted()
}

fn one_language_short(draft: &mut Draft, source: &mut Source<'_>) -> String {
    let texts = [
        "{ en = \"only this\" }",
        "{ ko = \"only this\" }",
        "{ en = \"this\", ko = \" \" }",
        "{ en = \"this\", kr = \"that\" }",
    ];
    let text = source.word(&texts).to_owned();
    if source.chance(50) {
        let mut rule = Rule::when("planted", "owner.departed", 4);
        rule.reason = text;
        draft.rules.push(rule);
    } else {
        let mut action = Action::new("planted", "owner.departed", "owner_todo");
        action.title = text;
        draft.actions.push(action);
    }
    planted()
}
