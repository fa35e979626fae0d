//! The JSON Schema of a decision.

use serde_json::{Map, Value, json};
use tenure_model::Channel;

/// A field: its name, whether it is always there, its schema, and what it tells.
type Field = (&'static str, bool, Value, &'static str);

/// The JSON Schema (draft 2020-12) of a [`Decision`](super::Decision)'s JSON.
pub fn decision_schema() -> Value {
    let mut schema = object("The answer for one account on one day.", decision());
    if let Value::Object(members) = &mut schema {
        members.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        members.insert("title".to_owned(), json!("Decision"));
    }
    schema
}

fn object(doc: &str, fields: Vec<Field>) -> Value {
    let required: Vec<&str> = fields
        .iter()
        .filter(|field| field.1)
        .map(|field| field.0)
        .collect();
    let mut properties = Map::new();
    for (name, _, mut schema, doc) in fields.iter().cloned() {
        if let Value::Object(members) = &mut schema {
            members.insert("description".to_owned(), json!(doc));
        }
        properties.insert(name.to_owned(), schema);
    }
    json!({ "type": "object", "description": doc, "properties": properties, "required": required, "additionalProperties": false })
}

fn list(items: Value) -> Value {
    json!({ "type": "array", "items": items })
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn int() -> Value {
    json!({ "type": "integer" })
}

fn basis_points() -> Value {
    json!({ "type": "integer", "minimum": 0, "maximum": 10_000 })
}

fn date() -> Value {
    json!({ "type": "string", "format": "date" })
}

fn digest() -> Value {
    json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" })
}

fn texts() -> Value {
    json!({ "type": "object", "additionalProperties": { "type": "string" } })
}

fn or_null(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}

fn decision() -> Vec<Field> {
    vec![
        ("account_id", true, text(), "The account."),
        (
            "as_of",
            true,
            date(),
            "The day: its end, in the tenant's time zone.",
        ),
        (
            "risk",
            true,
            object(
                "How likely the account is to leave. Higher is riskier.",
                risk(),
            ),
            "How likely the account is to leave. Higher is riskier.",
        ),
        (
            "contributions",
            true,
            list(object("What gave points.", contribution())),
            "Why: what gave points, in the order of the rulebook, then caps, then the clamp. They add up to the points.",
        ),
        (
            "unknown",
            true,
            list(object("A rule that could not be judged.", unjudged())),
            "What could not be judged, in the order of the rulebook.",
        ),
        (
            "most_informative",
            false,
            text(),
            "The record kind whose rules leave the widest range of points; absent where nothing is unknown.",
        ),
        (
            "actions",
            true,
            list(object("One thing to do.", action())),
            "What to do: mandatory actions first, then the more valuable.",
        ),
        (
            "closed",
            false,
            list(object(
                "A key that came in open and has nothing left to be done for.",
                closed(),
            )),
            "Keys that came in open and are to be closed; absent where there are none.",
        ),
        (
            "waiting",
            false,
            list(object(
                "A proposal that came in open and stays so, with nothing to be done about it today.",
                waiting(),
            )),
            "Proposals that came in open and stay so, with nothing to be done about them today; absent where there are none.",
        ),
        (
            "holdout",
            false,
            json!({ "const": true }),
            "Whether the account is in the control group: its actions are computed, and not to be carried out.",
        ),
        (
            "digest",
            true,
            digest(),
            "The digest of all this without the day and the provenance: the first 32 hex digits of a SHA-256.",
        ),
        (
            "provenance",
            true,
            object("From what the decision was made.", provenance()),
            "From what the decision was made.",
        ),
    ]
}

fn risk() -> Vec<Field> {
    vec![
        ("points", true, int(), "Points."),
        (
            "probability_bp",
            true,
            basis_points(),
            "Probability of leaving over the horizon, in basis points.",
        ),
        ("horizon_months", true, int(), "The horizon, in months."),
        (
            "calibrated",
            true,
            json!({ "type": "boolean" }),
            "Whether the probability was fitted to known outcomes, among which there were so many points; if not, it ranks and does not predict.",
        ),
        (
            "band",
            true,
            text(),
            "The band, by the rulebook's name, or `insufficient`.",
        ),
        (
            "coverage_bp",
            true,
            basis_points(),
            "The share of the applicable weight of rules that could be judged, in basis points.",
        ),
        (
            "points_low",
            true,
            int(),
            "The least points for any completion of the unknowns.",
        ),
        (
            "points_high",
            true,
            int(),
            "The most points for any completion of the unknowns.",
        ),
    ]
}

fn contribution() -> Vec<Field> {
    vec![
        ("rule", true, text(), "The rule, `cap:<group>`, or `clamp`."),
        ("group", true, or_null(text()), "The group, if it has one."),
        (
            "entity",
            false,
            text(),
            "The contract, complaint, opportunity or offer judged, for rules of such a scope.",
        ),
        ("points", true, int(), "The points, after overlays."),
        ("reason", true, texts(), "Why, by language."),
        (
            "evidence",
            true,
            json!({ "type": "object", "additionalProperties": evidence() }),
            "The values that the rule saw, by signal.",
        ),
    ]
}

fn evidence() -> Value {
    let words = ["unknown", "stale", "not_applicable", "withheld"];
    let missing = json!({ "type": "object", "properties": { "missing": { "enum": words } }, "required": ["missing"], "additionalProperties": false });
    json!({ "anyOf": [{ "type": ["number", "boolean", "string"] }, missing] })
}

fn unjudged() -> Vec<Field> {
    vec![
        ("rule", true, text(), "The rule, or `overlay:<number>`."),
        (
            "entity",
            false,
            text(),
            "The contract, complaint, opportunity or offer, for rules of such a scope.",
        ),
        (
            "missing",
            true,
            list(text()),
            "The base signals that are missing, sorted.",
        ),
        (
            "error",
            false,
            text(),
            "The error that an operator or function ran into, if that is the cause.",
        ),
    ]
}

fn action() -> Vec<Field> {
    vec![
        (
            "keys",
            true,
            list(text()),
            "The keys that the proposal carries, its own first.",
        ),
        ("action", true, text(), "The action rule."),
        ("kind", true, text(), "The kind of thing to do."),
        (
            "contract_id",
            true,
            or_null(text()),
            "The contract that it is about.",
        ),
        (
            "entity",
            false,
            text(),
            "The product offered, the complaint answered, the opportunity, where the rule's scope is such.",
        ),
        (
            "state",
            true,
            json!({ "enum": ["proposed", "accepted"] }),
            "`proposed`, or what the host said since.",
        ),
        (
            "new",
            true,
            json!({ "type": "boolean" }),
            "Whether it is proposed for the first time: somebody is to be told.",
        ),
        (
            "assignee",
            true,
            or_null(object("Who does something.", assignee())),
            "Who does it; null for what the system does.",
        ),
        (
            "channel",
            false,
            json!({ "enum": Channel::WORDS }),
            "The channel of a message.",
        ),
        (
            "to",
            false,
            text(),
            "The role of the contact who gets a message.",
        ),
        (
            "recipient",
            false,
            text(),
            "The contact who gets a message; absent where the host tells of none.",
        ),
        ("template", false, text(), "The template of a message."),
        ("due", true, or_null(date()), "By when."),
        ("title", true, texts(), "What people read, by language."),
        (
            "steps",
            false,
            list(texts()),
            "The steps of a check-list, by language.",
        ),
        (
            "references",
            false,
            list(object("A record to look at.", reference())),
            "The records that somebody who takes the account over has to look at, for a handover.",
        ),
        ("reason", true, texts(), "Why, by language."),
        (
            "priority",
            true,
            object("What it is ranked by.", priority()),
            "What it is ranked by: value × propensity × context × lever, after what is mandatory.",
        ),
    ]
}

fn priority() -> Vec<Field> {
    vec![
        (
            "mandatory",
            true,
            json!({ "type": "boolean" }),
            "Whether it comes before what is not mandatory, and is never held back for want of room.",
        ),
        (
            "amount",
            false,
            int(),
            "The product in the unit of the value, rounded half away from zero; absent where the value is not known.",
        ),
        (
            "value",
            false,
            int(),
            "What it is worth, usually in minor units; absent where nobody knows or the rulebook does not say.",
        ),
        (
            "propensity_bp",
            true,
            basis_points(),
            "How likely it is to work, in basis points.",
        ),
        (
            "context_percent",
            true,
            int(),
            "How much it matters right now, in percent.",
        ),
        (
            "lever_percent",
            true,
            int(),
            "By how much the business scales it, in percent.",
        ),
    ]
}

fn reference() -> Vec<Field> {
    let words = [
        "contract",
        "complaint",
        "note",
        "meeting",
        "quote",
        "action",
    ];
    vec![
        ("record", true, json!({ "enum": words }), "What it is."),
        (
            "id",
            false,
            text(),
            "Its id, if the host has one; of an action its first key.",
        ),
        (
            "on",
            false,
            date(),
            "A contract's anchor, the day of a complaint or an interaction, by when an action is due.",
        ),
    ]
}

fn closed() -> Vec<Field> {
    vec![
        ("key", true, text(), "The key."),
        (
            "state",
            true,
            json!({ "enum": ["moved", "auto_closed", "expired"] }),
            "`auto_closed` where its condition cleared, or its term is over; `moved` where its anchor moved; `expired` where nobody took it on in time.",
        ),
    ]
}

fn waiting() -> Vec<Field> {
    vec![
        ("keys", true, list(text()), "Its keys."),
        (
            "state",
            true,
            json!({ "enum": ["proposed", "accepted", "snoozed"] }),
            "Where it stands, as the host said.",
        ),
        ("stage", true, text(), "Where it stopped."),
        ("why", false, text(), "Why no message may go out."),
        (
            "until",
            false,
            date(),
            "Until when it waits, where a day is known.",
        ),
    ]
}

fn assignee() -> Vec<Field> {
    vec![
        ("role", true, text(), "The role asked for."),
        (
            "owner_id",
            true,
            or_null(text()),
            "The person, if one could be found.",
        ),
    ]
}

fn provenance() -> Vec<Field> {
    vec![
        (
            "rulebook",
            true,
            text(),
            "`id@version`, a space, then the digest of the rulebook's texts.",
        ),
        (
            "tenant",
            true,
            digest(),
            "The digest of the tenant, facts included.",
        ),
        (
            "input",
            true,
            digest(),
            "The digest of the account, in canonical order.",
        ),
        ("engine", true, text(), "The engine's version."),
        (
            "plugins",
            false,
            list(object("A plugin that was asked.", plugin())),
            "The plugins that were asked, in the order of the rulebook; absent where there are none.",
        ),
    ]
}

fn plugin() -> Vec<Field> {
    vec![
        ("id", true, text(), "Its name in the rulebook."),
        ("plugin", true, text(), "`id@version` of the plugin itself."),
        ("digest", true, digest(), "The digest of its bytes."),
    ]
}
