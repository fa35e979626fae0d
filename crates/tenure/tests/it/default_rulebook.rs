//! What stands in the shipped rulebook, in both languages.

use std::collections::BTreeSet;

use tenure::Rulebook;
use tenure_rules::{Judge, Texts, placeholders};

/// Every rule with its group and the points that it can give.
const RULES: &[(&str, Option<&str>, &[i64])] = &[
    ("satisfaction", Some("satisfaction"), &[30, 0, -25, 5]),
    ("satisfaction-drop", Some("satisfaction"), &[10]),
    ("complaint-minor", Some("complaints"), &[5]),
    ("complaint-major", Some("complaints"), &[15]),
    ("complaint-critical", Some("complaints"), &[25]),
    ("complaint-reopened", Some("complaints"), &[5]),
    ("support-sla-breach", Some("support"), &[8]),
    ("support-slow-response", Some("support"), &[5]),
    ("support-escalated", Some("support"), &[10]),
    ("renewal-far", Some("renewal"), &[0, -5]),
    ("renewal-no-opportunity", Some("renewal"), &[8]),
    ("renewal-undecided", Some("renewal"), &[15]),
    ("renewal-passed", Some("renewal"), &[30]),
    ("renewal-automatic", Some("renewal"), &[-10]),
    ("contact-gap", Some("contact"), &[-5, 0, 8, 12]),
    ("contact-none-before-renewal", Some("contact"), &[15]),
    ("owner-none", Some("owner"), &[15]),
    ("owner-departed", Some("owner"), &[15]),
    ("owner-changed", Some("owner"), &[5]),
    ("owner-changed-open-complaint", Some("owner"), &[10]),
    ("usage-utilisation", Some("usage"), &[15, 5, 0, -10]),
    ("usage-trend", Some("usage"), &[12]),
    ("usage-dormant", Some("usage"), &[20]),
    ("billing-overdue", Some("billing"), &[0, 12, 20]),
    ("billing-fee-dispute", Some("billing"), &[10]),
    ("repeat-purchase", Some("loyalty"), &[-8]),
    ("tenure", Some("loyalty"), &[5, 0, -8]),
    ("previously-churned", Some("loyalty"), &[10]),
    ("movement-downgrade", Some("movement"), &[12]),
    ("movement-pause-requested", Some("movement"), &[15]),
    ("movement-cancellation-notice", Some("movement"), &[60]),
    ("movement-upgrade", Some("movement"), &[-8]),
    ("loss-reason-match", None, &[8]),
    ("onboarding-not-live", Some("adoption"), &[10]),
    ("onboarding-training", Some("adoption"), &[-5]),
    ("referral", None, &[-8]),
    ("vacant-before-renewal", Some("together"), &[10]),
    ("low-with-grave-complaint", Some("together"), &[10]),
    ("high-and-well-used", Some("together"), &[-5]),
];

/// Every action with the kinds of its steps.
const ACTIONS: &[(&str, &[&str])] = &[
    ("renewal-t3", &["owner_alert", "owner_todo"]),
    (
        "low-satisfaction",
        &[
            "assign_csm",
            "immediate_response",
            "regular_feedback",
            "transparent_report",
        ],
    ),
    ("high-satisfaction-offer", &["upsell", "cross_sell"]),
    ("high-satisfaction-talk", &["owner_todo"]),
    ("ask-satisfaction", &["satisfaction_survey", "owner_todo"]),
    ("renewal-t1", &["reminder_email", "owner_todo"]),
    ("renewal-escalation", &["manager_alert"]),
    ("first-contact", &["owner_todo"]),
    ("owner-left", &["handover"]),
    ("owner-new", &["owner_todo", "introduction_email"]),
    ("complaint-critical", &["support_todo"]),
    ("complaint-major", &["support_todo"]),
    ("complaint-minor", &["support_todo"]),
    ("complaint-unresolved", &["assign_csm"]),
    ("absent", &["reengagement_email", "owner_todo"]),
    ("critical-risk", &["assign_csm", "manager_alert"]),
    (
        "loyal",
        &["loyalty_benefit", "feature_briefing", "referral_request"],
    ),
    ("loss-reason", &["loss_reason_todo"]),
    ("loss-reason-again", &["loss_reason_todo"]),
    ("win-reason", &["win_reason_todo"]),
    ("periodic-feedback", &["satisfaction_survey"]),
    ("recovery-offer", &["coupon"]),
    ("benchmark-alarm", &["strategy_review"]),
    ("won-to-renewal", &["create_renewal_opportunity"]),
    ("repeated-cause", &["pattern_alert"]),
];

#[test]
fn the_linter_has_nothing_to_say() {
    let rulebook = Rulebook::default_renewal();
    let warnings: Vec<String> = rulebook
        .warnings()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(warnings, [""; 0]);
}

#[test]
fn each_finding_has_its_rule_and_its_points() {
    let rulebook = Rulebook::default_renewal();
    let stands: Vec<(&str, Option<&str>, Vec<i64>)> = rulebook
        .checked()
        .rules
        .iter()
        .map(|rule| (rule.id.as_str(), rule.group.as_deref(), points(&rule.judge)))
        .collect();
    let wanted: Vec<_> = RULES
        .iter()
        .map(|(id, group, points)| (*id, *group, points.to_vec()))
        .collect();
    assert_eq!(stands, wanted);
    assert!(rulebook.checked().rules.iter().all(|rule| rule.enabled));
}

#[test]
fn each_action_has_its_steps() {
    let rulebook = Rulebook::default_renewal();
    let stands: Vec<(&str, Vec<&str>)> = rulebook
        .checked()
        .actions
        .iter()
        .map(|action| {
            let kinds = action.steps.iter().map(|step| step.kind.as_str());
            (action.id.as_str(), kinds.collect())
        })
        .collect();
    let wanted: Vec<_> = ACTIONS
        .iter()
        .map(|(id, kinds)| (*id, kinds.to_vec()))
        .collect();
    assert_eq!(stands, wanted);
    let off = rulebook.checked().actions.iter().filter(|a| !a.enabled);
    assert_eq!(
        off.map(|a| a.id.as_str()).collect::<Vec<_>>(),
        ["recovery-offer"]
    );
}

#[test]
fn date_driven_actions_cannot_be_crowded_out() {
    let rulebook = Rulebook::default_renewal();
    let mandatory: Vec<&str> = rulebook
        .checked()
        .actions
        .iter()
        .filter(|action| action.mandatory)
        .map(|action| action.id.as_str())
        .collect();
    assert_eq!(
        mandatory,
        [
            "renewal-t3",
            "renewal-t1",
            "owner-left",
            "owner-new",
            "complaint-critical",
            "complaint-major",
            "complaint-minor",
            "complaint-unresolved",
            "loss-reason",
        ]
    );
}

#[test]
fn every_text_is_there_in_english_and_in_korean() {
    let texts = all_texts();
    assert!(texts.len() > 70, "{} texts", texts.len());
    for (place, texts) in texts {
        assert_eq!(texts.keys().collect::<Vec<_>>(), ["en", "ko"], "{place}");
        let (english, korean) = (&texts["en"], &texts["ko"]);
        assert!(
            has_letters(english) && !has_hangul(english),
            "{place}: {english}"
        );
        assert!(has_hangul(korean), "{place}: {korean}");
    }
}

#[test]
fn both_languages_tell_the_same_values_and_each_is_a_signal() {
    let rulebook = Rulebook::default_renewal();
    let mut told = 0;
    for (place, texts) in all_texts() {
        let english = signals(&texts["en"]);
        assert_eq!(english, signals(&texts["ko"]), "{place}");
        for name in &english {
            assert!(
                rulebook.checked().dictionary.find(name).is_some(),
                "{place}: `{name}`"
            );
        }
        told += english.len();
    }
    assert!(told > 30, "{told} values");
}

fn points(judge: &Judge) -> Vec<i64> {
    match judge {
        Judge::When { points, .. } => vec![*points],
        Judge::Bins { bins, .. } => bins.iter().map(|bin| bin.points).collect(),
    }
}

/// Every text of the rulebook that people read, with its place.
fn all_texts() -> Vec<(String, Texts)> {
    let rulebook = Rulebook::default_renewal();
    let mut texts = Vec::new();
    for rule in &rulebook.checked().rules {
        texts.push((format!("rule {}", rule.id), rule.reason.clone()));
        if let Judge::Bins { bins, .. } = &rule.judge {
            let reasons = bins.iter().filter_map(|bin| bin.reason.clone());
            texts.extend(reasons.map(|reason| (format!("bin of {}", rule.id), reason)));
        }
    }
    for action in &rulebook.checked().actions {
        texts.push((format!("action {}", action.id), action.reason.clone()));
        for step in &action.steps {
            let place = format!("{} of {}", step.kind, action.id);
            texts.push((place.clone(), step.title.clone()));
            texts.extend(
                step.checklist
                    .iter()
                    .map(|text| (place.clone(), text.clone())),
            );
        }
    }
    texts
}

fn has_letters(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_alphabetic())
}

fn has_hangul(text: &str) -> bool {
    text.chars().any(|c| ('가'..='힣').contains(&c))
}

fn signals(text: &str) -> BTreeSet<&str> {
    placeholders(text).into_iter().collect()
}
