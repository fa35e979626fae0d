//! The JSON Schema of a rulebook, so that editors complete it.

use serde_json::{Value, json};

use crate::calibration::METHODS;
use crate::dictionary::Scope;

/// The JSON Schema (2020-12) of a rulebook, for TOML and JSON alike.
///
/// It knows keys, types and ranges; that conditions can be read, and that what they name is there, only loading tells.
pub fn rulebook_schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Tenure rulebook",
        "type": "object",
        "additionalProperties": false,
        "required": ["rulebook"],
        "properties": {
            "rulebook": head(),
            "risk": risk(),
            "calibration": calibration(),
            "holdout": holdout(),
            "signal": list("what the host supplies beyond the built-in signals", signal()),
            "derive": list("named expressions, usable below", derive()),
            "rule": list("what gives points", rule()),
            "group": list("rules whose points are added up together", group()),
            "overlay": list("points scaled where a condition holds", overlay()),
            "plugin": list("plugins to bind", plugin()),
            "action": list("what to do, and when", action()),
            "arbitration": arbitration(),
            "property": list("what the rulebook promises of itself; `tenure test` holds it to that", property()),
        },
        "$defs": { "texts": texts(), "id": id(), "condition": condition() },
    })
}

/// A table: its keys, those that must be there, and no others.
fn table(properties: Value, required: &[&str]) -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
    })
}

fn list(description: &str, items: Value) -> Value {
    json!({ "type": "array", "description": description, "items": items })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn int(low: i64, high: i64, description: &str) -> Value {
    json!({ "type": "integer", "minimum": low, "maximum": high, "description": description })
}

fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn truth(description: &str) -> Value {
    json!({ "type": "boolean", "description": description })
}

fn words(words: &[&str], description: &str) -> Value {
    json!({ "enum": words, "description": description })
}

fn only_true(description: &str) -> Value {
    json!({ "const": true, "description": description })
}

fn id() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": 100 })
}

fn condition() -> Value {
    json!({ "type": "string", "maxLength": 16384, "description": "one expression in rhai syntax" })
}

fn texts() -> Value {
    json!({
        "type": "object",
        "description": "texts by language; {signal} stands for its value",
        "propertyNames": { "pattern": "^[a-z][A-Za-z0-9-]{1,11}$" },
        "additionalProperties": { "type": "string" },
    })
}

fn scope() -> Value {
    words(
        &Scope::ALL.map(Scope::as_str),
        "whose rows it is judged on; account unless given",
    )
}

fn points() -> Value {
    int(-1_000_000, 1_000_000, "points; more is riskier")
}

fn head() -> Value {
    let properties = json!({
        "id": reference("id"),
        "version": text("the rulebook's version, by its author"),
        "language": words_of_language(),
        "extends": text("the id of a rulebook to start from; what has the same id replaces it"),
        "currency": { "type": "string", "pattern": "^[A-Z]{3}$", "description": "the currency of amounts (ISO 4217)" },
    });
    table(properties, &["id", "version", "language"])
}

fn words_of_language() -> Value {
    json!({ "const": 1, "description": "version of the condition language's meaning" })
}

fn risk() -> Value {
    let band = table(
        json!({ "name": reference("id"), "below": int(1, 9_999, "basis points; absent in the last band") }),
        &["name"],
    );
    let properties = json!({
        "prior": int(1, 9_999, "basis points of accounts lost over the horizon without any evidence"),
        "horizon_months": int(1, 120, "the horizon"),
        "pdo": int(1, 1_000_000, "points that double the odds"),
        "bands": { "type": "array", "minItems": 2, "maxItems": 20, "items": band },
        "min_coverage": int(0, 10_000, "coverage in basis points under which the band is `insufficient`; 5000 unless given"),
        "hysteresis": int(0, 5_000, "basis points by which a band is kept; 300 unless given"),
    });
    table(properties, &[])
}

fn calibration() -> Value {
    let knot = table(
        json!({
            "points": int(-20_000_000, 20_000_000, "points of an account"),
            "probability": int(0, 10_000, "basis points of such accounts that were lost"),
        }),
        &["points", "probability"],
    );
    let properties = json!({
        "method": words(&METHODS, "how it was fitted"),
        "knots": {
            "type": "array", "minItems": 2, "maxItems": 1000, "items": knot,
            "description": "from few points to many; between two of them the probability rises in a straight line",
        },
        "data": {
            "type": "string", "pattern": "^[0-9a-f]{32}$",
            "description": "digest of the data that it was fitted to, as `tenure fit` tells it",
        },
        "from": text("the first day on which an account of it was scored"),
        "to": text("the last such day"),
        "accounts": int(1, i64::MAX, "how many accounts it was fitted to"),
        "lost": int(0, i64::MAX, "how many of them were lost"),
        "error": int(0, 10_000, "calibration error in basis points, in accounts that were held out"),
    });
    table(properties, &["method", "knots"])
}

fn holdout() -> Value {
    let properties = json!({
        "share": int(0, 10_000, "basis points of accounts whose actions are computed and not carried out"),
        "salt": text("what the draw depends on besides the account's id; another one draws anew"),
    });
    table(properties, &["share", "salt"])
}

fn signal() -> Value {
    let properties = json!({
        "name": { "type": "string", "pattern": "^custom\\.[A-Za-z_][A-Za-z0-9_]*$" },
        "type": words(&["int", "float", "bool", "text"], "the type of its values"),
        "unit": text("the unit; `money` for minor units of the rulebook's currency"),
        "valid_for_days": int(1, 36_500, "after how many days a value is stale"),
        "words": { "type": "array", "items": { "type": "string" }, "description": "all that a text can be" },
        "control": words(&["none", "up", "down", "both"], "how people can move it"),
        "doc": text("one line"),
    });
    table(properties, &["name", "type"])
}

fn derive() -> Value {
    table(
        json!({ "name": text("the name"), "value": reference("condition") }),
        &["name", "value"],
    )
}

fn rule() -> Value {
    let properties = json!({
        "id": reference("id"),
        "group": text("the group that its points belong to"),
        "scope": scope(),
        "enabled": truth("whether it is judged at all"),
        "when": reference("condition"),
        "points": points(),
        "signal": text("the signal of the bins"),
        "bins": { "type": "array", "minItems": 1, "items": bin() },
        "reason": reference("texts"),
    });
    table(properties, &["id"])
}

fn bin() -> Value {
    let properties = json!({
        "below": { "type": "number", "description": "a known number below this" },
        "is": {
            "description": "a known text that is one of these, or a known bool that is this",
            "anyOf": [
                { "type": ["string", "boolean"] },
                { "type": "array", "minItems": 1, "items": { "type": "string" } },
            ],
        },
        "stale": only_true("a value that is too old"),
        "unknown": only_true("a value that nobody knows"),
        "not_applicable": only_true("a value that there cannot be"),
        "points": points(),
        "reason": reference("texts"),
    });
    table(properties, &["points"])
}

fn group() -> Value {
    let properties = json!({
        "id": reference("id"),
        "mode": words(&["sum", "max"], "sum unless given"),
        "cap": int(0, 1_000_000, "the points are held within plus or minus this"),
    });
    table(properties, &["id"])
}

fn overlay() -> Value {
    let by = json!({
        "anyOf": [{ "type": "string", "pattern": "^ *[0-9]+ *(/ *[0-9]+ *)?$" }, { "type": "integer", "minimum": 0 }],
        "description": "a factor such as \"13/10\"",
    });
    let scale = table(
        json!({ "group": text("a group"), "rule": text("a rule"), "by": by }),
        &["by"],
    );
    table(
        json!({ "when": reference("condition"), "scale": scale }),
        &["when", "scale"],
    )
}

fn plugin() -> Value {
    let count = |doc: &str| json!({ "type": "integer", "minimum": 1, "description": doc });
    let limits = table(
        json!({
            "fuel_per_row": count("fuel or operations for each row"),
            "memory_kib": count("memory, in KiB"),
            "time_ms": count("milliseconds for a batch"),
        }),
        &[],
    );
    let properties = json!({
        "id": reference("id"),
        "file": text("its file, beside the rulebook"),
        "enabled": truth("whether it is run at all"),
        "digest": { "type": "string", "pattern": "^[0-9a-f]{32}$", "description": "the digest that it must have" },
        "version": text("what is required of its version, such as ^1.0"),
        "group": text("the group that its points belong to"),
        "max_points": { "type": "integer", "minimum": 1, "maximum": 100_000, "description": "the most that the absolute points of a row add up to" },
        "parameters": { "type": "object", "description": "what it is given of its parameters" },
        "on_failure": words(&["skip", "fail-batch", "disable"], "what happens when it fails on a row; skip unless given"),
        "disable_after": count("for disable: after so many failures of a session; 10 unless given"),
        "back_off": count("for disable: for so many batches; 100 unless given"),
        "actions": { "type": "array", "items": { "type": "string" }, "description": "its proposals that action rules may read as plugin.<id>.<action>" },
        "limits": limits,
    });
    table(properties, &["id", "file"])
}

fn action() -> Value {
    let properties = json!({
        "id": reference("id"),
        "scope": scope(),
        "enabled": truth("whether it is judged at all"),
        "when": reference("condition"),
        "key": {
            "type": "string",
            "pattern": "^(anchor|term|row|quarter|episode:.+|period:[0-9]+)$",
            "description": "what makes it happen once; anchor for contracts and row for other rows unless given",
        },
        "mandatory": truth("whether it bypasses arbitration"),
        "value": reference("condition"),
        "propensity": factors("bp", 10_000, "how likely it is to work, in basis points: of rows the first that holds; 10000 unless given"),
        "context": factors("percent", 10_000, "how much it matters right now, in percent: of rows the first that holds; 100 unless given"),
        "absorbs": { "type": "array", "items": { "type": "string" }, "description": "actions that it takes in" },
        "cooldown": days("for how long the same thing is not proposed anew"),
        "expires": days("after how long a proposal that nobody took on runs out"),
        "reason": reference("texts"),
        "do": { "type": "array", "minItems": 1, "items": step() },
    });
    table(properties, &["id"])
}

fn factors(amount: &str, most: i64, description: &str) -> Value {
    let row = table(
        json!({ "when": reference("condition"), amount: int(0, most, "the factor where the condition holds") }),
        &[amount],
    );
    json!({
        "description": description,
        "anyOf": [
            { "type": "integer", "minimum": 0, "maximum": most },
            { "type": "array", "items": row },
        ],
    })
}

fn arbitration() -> Value {
    let names = |description: &str| json!({ "type": "array", "items": { "type": "string" }, "description": description });
    let channels = json!({ "enum": crate::check::keys::CHANNELS });
    let limit = table(
        json!({
            "max": int(0, 1_000, "so many of an account's actions are newly proposed on one day, mandatory ones counted and never held back"),
            "actions": names("of these actions; of any unless given"),
            "kinds": names("of these kinds of steps; of any unless given"),
            "channels": { "type": "array", "items": channels, "description": "of messages on these channels; whatever they go by unless given" },
        }),
        &["max"],
    );
    let properties = json!({
        "levers": {
            "type": "object",
            "description": "percent by which the business scales priorities, by action or kind of step; 100 unless given",
            "additionalProperties": { "type": "integer", "minimum": 0, "maximum": 10_000 },
        },
        "limits": { "type": "array", "items": limit, "description": "how much is proposed at once" },
    });
    table(properties, &[])
}

fn property() -> Value {
    let names = |least: i64, description: &str| json!({ "type": "array", "minItems": least, "items": { "type": "string" }, "description": description });
    let properties = json!({
        "id": reference("id"),
        "enabled": truth("whether it is tried at all"),
        "monotone": text("a signal: as it goes up, the points do not do what `points` says"),
        "points": words(&["never_up", "never_down"], "with `monotone`: what the points never do"),
        "protected": names(1, "signals, or the fields name, parent_id, tags and timezone: neither points nor actions hang on them"),
        "no_cliff": text("a signal of which one unit more or less never jumps over a band"),
        "max_moved": int(0, 100, "at most so many percent of the accounts are in another band than by `against`"),
        "against": text("with `max_moved`: a shipped rulebook, or a file beside this one"),
        "never_together": names(2, "actions of which at most one is to be done for an account on a day"),
    });
    let mut property = table(properties, &["id"]);
    let promises = [
        "monotone",
        "protected",
        "no_cliff",
        "max_moved",
        "never_together",
    ];
    let one_of = promises.map(|promise| json!({ "required": [promise] }));
    // A switch of an inherited one has none.
    let switch = json!({ "required": ["enabled"], "maxProperties": 2 });
    property["oneOf"] = one_of.into_iter().chain([switch]).collect();
    property
}

fn days(doc: &str) -> Value {
    json!({ "type": "string", "pattern": "^[0-9]+ days?$", "description": doc })
}

fn step() -> Value {
    let properties = json!({
        "kind": reference("id"),
        "assignee": text("who does it, by role"),
        "channel": words(&crate::check::keys::CHANNELS, "the channel of a message; email unless given or told by the kind"),
        "to": text("who gets it, by contact role"),
        "template": text("the template of a message"),
        "due": {
            "type": "string",
            "pattern": "^[0-9]+ (days?|business days?|hours?)$",
            "description": "by when",
        },
        "title": reference("texts"),
        "steps": { "type": "array", "items": reference("texts"), "description": "a check-list" },
        "when": reference("condition"),
    });
    table(properties, &["kind"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::keys as accepted;

    fn keys(schema: &Value) -> Vec<&str> {
        let properties = schema["properties"].as_object().expect("it is a table");
        properties.keys().map(String::as_str).collect()
    }

    #[test]
    fn schema_and_checker_know_the_same_keys() {
        let schema = rulebook_schema();
        let of = |path: &str| {
            schema
                .pointer(path)
                .unwrap_or_else(|| panic!("{path} is there"))
        };
        for (path, known) in [
            ("", accepted::SECTIONS.as_slice()),
            ("/properties/rulebook", accepted::HEAD.as_slice()),
            ("/properties/risk", accepted::RISK.as_slice()),
            ("/properties/calibration", accepted::CALIBRATION.as_slice()),
            (
                "/properties/calibration/properties/knots/items",
                accepted::KNOT.as_slice(),
            ),
            ("/properties/holdout", accepted::HOLDOUT.as_slice()),
            (
                "/properties/risk/properties/bands/items",
                accepted::BAND.as_slice(),
            ),
            ("/properties/signal/items", accepted::SIGNAL.as_slice()),
            ("/properties/derive/items", accepted::DERIVE.as_slice()),
            ("/properties/rule/items", accepted::RULE.as_slice()),
            (
                "/properties/rule/items/properties/bins/items",
                accepted::BIN.as_slice(),
            ),
            ("/properties/group/items", accepted::GROUP.as_slice()),
            ("/properties/overlay/items", accepted::OVERLAY.as_slice()),
            (
                "/properties/overlay/items/properties/scale",
                accepted::SCALE.as_slice(),
            ),
            ("/properties/action/items", accepted::ACTION.as_slice()),
            ("/properties/arbitration", accepted::ARBITRATION.as_slice()),
            ("/properties/property/items", accepted::PROPERTY.as_slice()),
            (
                "/properties/arbitration/properties/limits/items",
                accepted::LIMIT.as_slice(),
            ),
            (
                "/properties/action/items/properties/propensity/anyOf/1/items",
                accepted::PROPENSITY.as_slice(),
            ),
            (
                "/properties/action/items/properties/context/anyOf/1/items",
                accepted::CONTEXT.as_slice(),
            ),
            (
                "/properties/action/items/properties/do/items",
                accepted::STEP.as_slice(),
            ),
        ] {
            let (mut schema, mut checker) = (keys(of(path)), known.to_vec());
            schema.sort_unstable();
            checker.sort_unstable();
            assert_eq!(schema, checker, "at {path}");
        }
    }
}
