//! From an example that breaks a property to the smallest that still does.

use serde_json::{Map, Value as Json, json};

use super::example::Example;

/// So many times at most the property is tried while an example is made smaller.
const MOST_TRIES: usize = 1_500;

/// Leaves out records, then fields, and pulls numbers to the nearest round ones, as long as `fails` holds.
pub(crate) fn shrink(example: &Example, fails: &mut dyn FnMut(&Example) -> bool) -> Example {
    let mut shrinker = Shrinker {
        small: example.clone(),
        fails,
        left: MOST_TRIES,
    };
    // What was needed by another may no longer be, so that everything is tried twice.
    for _ in 0..2 {
        shrinker.members(Side::Account);
        shrinker.members(Side::Tenant);
        shrinker.records(Side::Account);
        shrinker.records(Side::Tenant);
        shrinker.fields(Side::Account);
        shrinker.fields(Side::Tenant);
    }
    shrinker.numbers();
    shrinker.small
}

#[derive(Debug, Clone, Copy)]
enum Side {
    Account,
    Tenant,
}

struct Shrinker<'f> {
    small: Example,
    fails: &'f mut dyn FnMut(&Example) -> bool,
    left: usize,
}

impl Side {
    fn of(self, example: &Example) -> &Map<String, Json> {
        match self {
            Self::Account => &example.account,
            Self::Tenant => &example.tenant,
        }
    }

    fn of_mut(self, example: &mut Example) -> &mut Map<String, Json> {
        match self {
            Self::Account => &mut example.account,
            Self::Tenant => &mut example.tenant,
        }
    }
}

impl Shrinker<'_> {
    /// Takes a change if the property still fails.
    fn attempt(&mut self, change: impl FnOnce(&mut Example)) -> bool {
        if self.left == 0 {
            return false;
        }
        let mut changed = self.small.clone();
        change(&mut changed);
        if changed == self.small {
            return false;
        }
        self.left -= 1;
        let fails = (self.fails)(&changed);
        if fails {
            self.small = changed;
        }
        fails
    }

    fn names(&self, side: Side) -> Vec<String> {
        let names = side.of(&self.small).keys();
        names.filter(|name| *name != "id").cloned().collect()
    }

    /// Whole fields and lists, those that tell least first: a list that is empty goes before one that is full.
    fn members(&mut self, side: Side) {
        for name in self.names(side) {
            if !self.attempt(|example| drop(side.of_mut(example).remove(&name))) {
                // Known to be empty is still less than full.
                self.attempt(|example| {
                    if let Some(list @ Json::Array(_)) = side.of_mut(example).get_mut(&name) {
                        *list = json!([]);
                    }
                });
            }
        }
    }

    fn records(&mut self, side: Side) {
        for name in self.names(side) {
            let count = list(side.of(&self.small), &name).map_or(0, Vec::len);
            for place in (0..count).rev() {
                self.attempt(|example| {
                    if let Some(Json::Array(list)) = side.of_mut(example).get_mut(&name) {
                        list.remove(place);
                    }
                });
            }
        }
    }

    fn fields(&mut self, side: Side) {
        for name in self.names(side) {
            let count = list(side.of(&self.small), &name).map_or(0, Vec::len);
            for place in 0..count {
                let record = list(side.of(&self.small), &name).and_then(|list| list.get(place));
                let fields = record.and_then(Json::as_object);
                let fields: Vec<String> = fields
                    .map(|fields| fields.keys().cloned().collect())
                    .unwrap_or_default();
                for field in fields {
                    self.attempt(|example| {
                        let list = side.of_mut(example).get_mut(&name);
                        let record = list.and_then(|list| list.get_mut(place));
                        if let Some(record) = record.and_then(Json::as_object_mut) {
                            record.remove(&field);
                        }
                    });
                }
            }
        }
    }

    /// Numbers that mean nothing become round.
    fn numbers(&mut self) {
        for name in self.names(Side::Account) {
            let count = list(&self.small.account, &name).map_or(0, Vec::len);
            for place in 0..count {
                for (field, round) in [
                    ("score", 0.0),
                    ("score", 50.0),
                    ("score", 100.0),
                    ("value", 0.0),
                    ("value", 100.0),
                ] {
                    self.attempt(|example| {
                        let list = example.account.get_mut(&name);
                        let record = list.and_then(|list| list.get_mut(place));
                        if let Some(number @ Json::Number(_)) =
                            record.and_then(|record| record.get_mut(field))
                        {
                            *number = json!(round);
                        }
                    });
                }
            }
        }
    }
}

fn list<'o>(of: &'o Map<String, Json>, name: &str) -> Option<&'o Vec<Json>> {
    of.get(name).and_then(Json::as_array)
}
