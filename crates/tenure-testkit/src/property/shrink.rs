//! From an example that breaks a property to the smallest that still does.

use serde_json::{Map, Value as Json, json};

use super::example::Example;
use crate::shrink::smaller;

/// So many times at most the property is tried while an example is made smaller.
const MOST_TRIES: usize = 1_500;

/// Numbers that mean nothing, by field.
const ROUND: [(&str, f64); 5] = [
    ("score", 0.0),
    ("score", 50.0),
    ("score", 100.0),
    ("value", 0.0),
    ("value", 100.0),
];

/// Leaves out records, then fields, and pulls numbers to the nearest round ones, as long as `fails` holds.
pub(crate) fn shrink(example: &Example, fails: &mut dyn FnMut(&Example) -> bool) -> Example {
    let mut left = MOST_TRIES;
    let mut fails = |changed: &Example| {
        let more = left > 0;
        left = left.saturating_sub(1);
        more && fails(changed)
    };
    let mut small = example.clone();
    // What was needed by another may no longer be, so that everything is tried twice.
    for _ in 0..2 {
        for side in [Side::Account, Side::Tenant] {
            small = side.smaller(small, &mut fails);
        }
    }
    rounded(small, &mut fails)
}

#[derive(Debug, Clone, Copy)]
enum Side {
    Account,
    Tenant,
}

impl Side {
    fn of_mut(self, example: &mut Example) -> &mut Map<String, Json> {
        match self {
            Self::Account => &mut example.account,
            Self::Tenant => &mut example.tenant,
        }
    }

    /// The example with this side as it is here; an account keeps its name.
    fn with(self, example: &Example, json: &Json) -> Option<Example> {
        let mut changed = example.clone();
        let side = self.of_mut(&mut changed);
        let members = json.as_object()?;
        if side.contains_key("id") && !members.contains_key("id") {
            return None;
        }
        side.clone_from(members);
        Some(changed)
    }

    fn smaller(self, example: Example, fails: &mut dyn FnMut(&Example) -> bool) -> Example {
        let mut of = example;
        let json = Json::Object(self.of_mut(&mut of).clone());
        let small = smaller(json, &mut |json| {
            self.with(&of, json).is_some_and(|changed| fails(&changed))
        });
        self.with(&of, &small).unwrap_or(of)
    }
}

/// Numbers that mean nothing become round.
fn rounded(example: Example, fails: &mut dyn FnMut(&Example) -> bool) -> Example {
    let mut small = example;
    let lists = small.account.iter();
    let places: Vec<(String, usize)> = lists
        .filter_map(|(name, list)| Some((name, list.as_array()?.len())))
        .flat_map(|(name, count)| (0..count).map(move |place| (name.clone(), place)))
        .collect();
    for (name, place) in &places {
        for (field, round) in ROUND {
            let mut changed = small.clone();
            let list = changed.account.get_mut(name);
            let record = list.and_then(|list| list.get_mut(*place));
            if let Some(number @ Json::Number(_)) = record.and_then(|record| record.get_mut(field))
            {
                *number = json!(round);
            }
            if changed != small && fails(&changed) {
                small = changed;
            }
        }
    }
    small
}
