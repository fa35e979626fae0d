//! Messages in words: the shipped templates, and those of a house.

use std::collections::BTreeSet;

use tenure::decision::Action;
use tenure::mail::Templates;
use tenure::model::{Account, Tenant};
use tenure::{ErrorKind, Rulebook};

use crate::common::{PORTFOLIO, TENANT, account, date, engine, portfolio, tenant};

fn customer() -> Account {
    account(
        r#"{ "id": "acme", "name": "Acme & Sons", "owner_id": "kim",
             "contacts": [{ "id": "k2", "role": "economic_buyer", "consent": { "email": "denied" } },
                          { "id": "k3", "role": "economic_buyer", "consent": { "email": "granted" } },
                          { "id": "k1", "role": "user", "consent": { "email": "granted" } }],
             "contracts": [{ "id": "c", "start_date": "2026-01-01", "end_date": "2026-12-31" }] }"#,
    )
}

fn owners(json: &str) -> Tenant {
    tenant(&format!(r#"{{ "owners": [{json}] }}"#))
}

fn reminder(account: &Account, tenant: &Tenant) -> Action {
    let decision = engine()
        .decide(account, tenant, date("2026-12-01"))
        .unwrap();
    let mut actions = decision.actions.into_iter();
    actions
        .find(|action| action.kind == "reminder_email")
        .unwrap()
}

#[test]
fn every_template_that_the_shipped_rulebook_names_is_there_in_both_languages() {
    let templates = Templates::shipped();
    let shipped: BTreeSet<(&str, &str)> = templates.names().collect();
    let rulebook = Rulebook::default_renewal();
    let steps = rulebook
        .checked()
        .actions
        .iter()
        .flat_map(|rule| &rule.steps);
    let named: BTreeSet<&str> = steps.filter_map(|step| step.template.as_deref()).collect();
    assert!(named.len() > 1);
    for name in named {
        for language in ["en", "ko"] {
            assert!(shipped.contains(&(name, language)), "{name} in {language}");
        }
    }
}

#[test]
fn every_message_of_the_example_can_be_put_into_words() {
    let (templates, tenant) = (Templates::shipped(), tenant(TENANT));
    let mut written = 0;
    for account in portfolio() {
        let decision = engine()
            .decide(&account, &tenant, date("2026-06-30"))
            .unwrap();
        for action in decision
            .actions
            .iter()
            .filter(|action| action.template.is_some())
        {
            for language in ["en", "ko"] {
                let message = templates
                    .render(action, &account, &tenant, language)
                    .unwrap();
                assert_eq!(message.language, language);
                assert!(!message.subject.contains(['{', '\n']) && !message.subject.is_empty());
                assert!(!message.body.contains('{') && message.body.len() > 80);
                assert!(message.body.contains(account.name.as_deref().unwrap()));
                assert_eq!(message.recipient, action.recipient);
                written += 1;
            }
        }
    }
    assert!(
        written > 5,
        "{written} of {} accounts",
        PORTFOLIO.lines().count()
    );
}

#[test]
fn a_message_says_what_is_known_and_leaves_out_what_is_not() {
    let tenant = owners(r#"{ "id": "kim", "role": "sales", "name": "Kim Jihye" }"#);
    let mail = reminder(&customer(), &tenant);
    assert_eq!(
        (mail.channel.as_deref(), mail.recipient.as_deref()),
        (Some("email"), Some("k3"))
    );
    let templates = Templates::shipped();
    let known = templates.render(&mail, &customer(), &tenant, "en").unwrap();
    assert_eq!(
        known.subject,
        "The renewal of your contract, which runs until 2026-12-31"
    );
    assert!(
        known.body.starts_with("Dear colleagues at Acme & Sons,\n"),
        "{}",
        known.body
    );
    assert!(
        known.body.ends_with("Kind regards\nKim Jihye"),
        "{}",
        known.body
    );
    assert!(!known.body.contains("let us know by"), "{}", known.body);
    let gone = owners(
        r#"{ "id": "kim", "role": "sales", "name": "Kim Jihye", "departed_on": "2026-11-01" }"#,
    );
    let unknown = templates.render(&mail, &customer(), &gone, "ko").unwrap();
    assert!(!unknown.body.contains("Kim"), "{}", unknown.body);
}

#[test]
fn a_house_writes_its_own() {
    let tenant = Tenant {
        locale: Some("ko".to_owned()),
        ..Tenant::default()
    };
    let mail = reminder(&customer(), &tenant);
    let house = Templates::new()
        .with(
            "renewal-reminder",
            "ko",
            "Subject: 갱신 {{ contract.id }}\n\n{{ account.id }} {{ due }}\n",
        )
        .unwrap();
    let message = house.render(&mail, &customer(), &tenant, "fr").unwrap();
    assert_eq!(
        (message.language.as_str(), message.subject.as_str()),
        ("ko", "갱신 c")
    );
    assert_eq!(message.body, "acme 2026-12-01");
}

#[test]
fn what_nobody_knows_is_never_printed() {
    let mail = reminder(&customer(), &Tenant::default());
    let house = Templates::new()
        .with(
            "renewal-reminder",
            "en",
            "Subject: x\n\nUntil {{ contract.renewal_deadline }}.",
        )
        .unwrap();
    let error = house
        .render(&mail, &customer(), &Tenant::default(), "en")
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Template);
    assert!(error.to_string().contains("renewal-reminder"), "{error}");
    let none = Templates::new()
        .render(&mail, &customer(), &Tenant::default(), "en")
        .unwrap_err();
    assert!(
        none.to_string().contains("no template `renewal-reminder`"),
        "{none}"
    );
}

#[test]
fn a_text_that_is_no_template_is_refused() {
    for text in [
        "",
        "Hello",
        "Subject: \n\nx",
        "Subject: x\nno empty line",
        "Subject: x\n\n{% if %}",
        "Subject: {{\n\nx",
    ] {
        let error = Templates::new().with("t", "en", text).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Template, "{text}");
        assert!(error.to_string().contains("the template `t`"), "{error}");
    }
}
