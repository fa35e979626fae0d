//! Messages in words: templates, filled in with what an action is about. The host sends them.
//!
//! A template is a text in the syntax of Jinja. Its first line is `Subject: …`, the second is empty, the rest is the body.
//! It may ask for
//!
//! - `account.id`, `account.name`;
//! - `contract.id`, `contract.end_date`, `contract.renewal_deadline`, where the action is about a contract;
//! - `owner.id`, `owner.name`: who does the action, else who owns the account, unless that one leaves;
//! - `due`: by when it is to go out.
//!
//! What a record does not tell is not there: a template asks first (`{% if contract.end_date %}`, `account.name or
//! account.id`), and one that prints it all the same is refused, so that no customer gets a mail with a hole in it.

use std::collections::BTreeMap;

use minijinja::value::Kwargs;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use tenure_model::{Account, Id, Owner, OwnerStatus, Tenant};

use crate::decision::Action;
use crate::error::{Error, ErrorKind};

/// The shipped templates: name, language, text.
const SHIPPED: [(&str, &str, &str); 8] = [
    (
        "owner-introduction",
        "en",
        include_str!("../templates/owner-introduction.en.txt"),
    ),
    (
        "owner-introduction",
        "ko",
        include_str!("../templates/owner-introduction.ko.txt"),
    ),
    (
        "reengagement",
        "en",
        include_str!("../templates/reengagement.en.txt"),
    ),
    (
        "reengagement",
        "ko",
        include_str!("../templates/reengagement.ko.txt"),
    ),
    (
        "renewal-reminder",
        "en",
        include_str!("../templates/renewal-reminder.en.txt"),
    ),
    (
        "renewal-reminder",
        "ko",
        include_str!("../templates/renewal-reminder.ko.txt"),
    ),
    (
        "satisfaction-survey",
        "en",
        include_str!("../templates/satisfaction-survey.en.txt"),
    ),
    (
        "satisfaction-survey",
        "ko",
        include_str!("../templates/satisfaction-survey.ko.txt"),
    ),
];

/// The language of last resort.
const FALLBACK: &str = "en";

/// Templates by name and language.
///
/// ```
/// use tenure::mail::Templates;
/// use tenure::model::{Account, Contract, Id, Tenant};
/// use tenure::{Engine, Rulebook};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let account = tenure::model::read_account(
///     r#"{ "id": "acme", "name": "Acme", "contact_prefs": { "email": "granted" },
///          "contracts": [{ "id": "c", "start_date": "2026-01-01", "end_date": "2026-12-31" }] }"#,
///     &Default::default(),
/// )
/// .map_err(|refused| format!("{:?}", refused.problems))?
/// .value;
/// let engine = Engine::builder().rulebook(Rulebook::default_renewal()).build()?;
/// let decision = engine.decide(&account, &Tenant::default(), "2026-12-01".parse()?)?;
///
/// let templates = Templates::shipped();
/// let mail = decision.actions.iter().find(|action| action.kind == "reminder_email");
/// let mail = templates.render(mail.ok_or("no mail")?, &account, &Tenant::default(), "en")?;
/// assert_eq!(mail.subject, "The renewal of your contract, which runs until 2026-12-31");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Templates {
    texts: BTreeMap<(String, String), String>,
}

/// A message, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// The template.
    pub template: String,
    /// The language that it is in.
    pub language: String,
    /// The channel on which it goes out.
    pub channel: Option<String>,
    /// The contact who gets it; absent where the host tells of none.
    pub recipient: Option<String>,
    /// The subject, in one line.
    pub subject: String,
    /// The body, in plain text.
    pub body: String,
}

impl Templates {
    /// No templates.
    pub fn new() -> Self {
        Self::default()
    }

    /// The templates that the shipped rulebook names, in English and Korean.
    pub fn shipped() -> Self {
        let texts = SHIPPED.map(|(name, language, text)| {
            ((name.to_owned(), language.to_owned()), text.to_owned())
        });
        Self {
            texts: texts.into(),
        }
    }

    /// Adds a template, or replaces the one of that name and language.
    ///
    /// # Errors
    /// [`ErrorKind::Template`]: the text does not begin with a subject, or is no template.
    pub fn with(mut self, name: &str, language: &str, text: &str) -> Result<Self, Error> {
        let (subject, body) = split(name, text)?;
        for part in [subject, body] {
            let environment = environment();
            let parsed = environment.template_from_named_str(name, part);
            parsed.map_err(|error| refused(name, &error))?;
        }
        let key = (name.to_owned(), language.to_owned());
        self.texts.insert(key, text.to_owned());
        Ok(self)
    }

    /// The names of the templates with their languages, sorted.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .keys()
            .map(|(name, language)| (name.as_str(), language.as_str()))
    }

    /// The message of an action, in a language; where its template is not there in that one, in the tenant's, else in
    /// English.
    ///
    /// # Errors
    /// [`ErrorKind::Template`]: the action names no template, there is none of that name, or it asks for something that
    /// nobody knows.
    pub fn render(
        &self,
        action: &Action,
        account: &Account,
        tenant: &Tenant,
        language: &str,
    ) -> Result<Message, Error> {
        let name = action.template.as_deref().ok_or_else(|| {
            let message = format!(
                "`{}` of `{}` names no template; give its step the key `template`",
                action.kind, action.action
            );
            Error::new(ErrorKind::Template, message)
        })?;
        let (language, text) = self.find(name, language, tenant)?;
        let (subject, body) = split(name, text)?;
        let values = values(action, account, tenant);
        let fill = |part: &str| {
            let filled = environment().render_named_str(name, part, values.clone());
            filled.map_err(|error| refused(name, &error))
        };
        Ok(Message {
            template: name.to_owned(),
            language: language.to_owned(),
            channel: action.channel.clone(),
            recipient: action.recipient.clone(),
            subject: fill(subject)?.trim().to_owned(),
            body: fill(body)?,
        })
    }

    fn find<'t>(
        &'t self,
        name: &str,
        language: &'t str,
        tenant: &'t Tenant,
    ) -> Result<(&'t str, &'t str), Error> {
        let asked = [Some(language), tenant.locale.as_deref(), Some(FALLBACK)];
        let found = asked.into_iter().flatten().find_map(|language| {
            let text = self.texts.get(&(name.to_owned(), language.to_owned()))?;
            Some((language, text.as_str()))
        });
        found.ok_or_else(|| {
            let known: Vec<&str> = self.names().map(|(name, _)| name).collect();
            let message = format!(
                "there is no template `{name}` in `{language}` or `{FALLBACK}`; there is {}",
                known.join(", ")
            );
            Error::new(ErrorKind::Template, message)
        })
    }
}

/// Plain text, in which what is not there cannot be printed.
fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    environment
}

/// The subject and the body of a text.
fn split<'t>(name: &str, text: &'t str) -> Result<(&'t str, &'t str), Error> {
    let parts = text.split_once('\n').and_then(|(first, rest)| {
        let body = rest
            .strip_prefix('\n')
            .or_else(|| rest.strip_prefix("\r\n"))?;
        Some((first.strip_prefix("Subject:")?.trim(), body))
    });
    parts.filter(|(subject, _)| !subject.is_empty()).ok_or_else(|| {
        let message = format!(
            "the template `{name}` does not begin with `Subject: …` and an empty line; write both above its body"
        );
        Error::new(ErrorKind::Template, message)
    })
}

fn refused(name: &str, error: &minijinja::Error) -> Error {
    let line = error
        .line()
        .map_or_else(String::new, |line| format!(", line {line}"));
    let what = error
        .detail()
        .map_or_else(|| error.kind().to_string(), str::to_owned);
    Error::new(
        ErrorKind::Template,
        format!(
            "the template `{name}`{line}: {what}; ask first whether the value is there (`{{% if … %}}`)"
        ),
    )
}

/// What a template may ask for. What is not known is not there.
fn values(action: &Action, account: &Account, tenant: &Tenant) -> Value {
    let contracts = account.contracts.as_deref().unwrap_or_default();
    let about = action.contract_id.as_deref();
    let contract = contracts
        .iter()
        .find(|contract| Some(contract.id.as_str()) == about);
    let date = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string());
    table([
        (
            "account",
            Some(table([
                ("id", Some(Value::from(account.id.as_str()))),
                ("name", account.name.as_deref().map(Value::from)),
            ])),
        ),
        (
            "contract",
            Some(table([
                ("id", about.map(Value::from)),
                (
                    "end_date",
                    contract.and_then(|c| date(c.end_date)).map(Value::from),
                ),
                (
                    "renewal_deadline",
                    contract
                        .and_then(|c| date(c.renewal_deadline))
                        .map(Value::from),
                ),
            ])),
        ),
        ("owner", Some(owner(action, account, tenant))),
        ("due", date(action.due).map(Value::from)),
    ])
}

fn owner(action: &Action, account: &Account, tenant: &Tenant) -> Value {
    let assigned = action.assignee.as_ref().and_then(|a| a.owner_id.as_deref());
    let id = assigned.or(account.owner_id.as_ref().map(Id::as_str));
    let owners = tenant.owners.as_deref().unwrap_or_default();
    let found = owners.iter().find(|owner| Some(owner.id.as_str()) == id);
    if found.is_some_and(leaves) {
        return table([]);
    }
    table([
        ("id", id.map(Value::from)),
        (
            "name",
            found
                .and_then(|owner| owner.name.as_deref())
                .map(Value::from),
        ),
    ])
}

/// Nobody who left or is about to signs a message.
fn leaves(owner: &Owner) -> bool {
    owner.departed_on.is_some() || owner.status == Some(OwnerStatus::Departed)
}

fn table<const N: usize>(entries: [(&'static str, Option<Value>); N]) -> Value {
    let known = entries
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)));
    known.collect::<Kwargs>().into()
}
