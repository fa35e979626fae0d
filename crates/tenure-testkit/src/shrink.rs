//! A JSON value made smaller for as long as it still shows something.

use serde_json::Value;

/// Leaves out members and items, outermost first; a list or an object that cannot go is tried empty.
///
/// What `fails` says of the whole value is not asked: give it one of which it holds.
pub(crate) fn smaller(json: Value, fails: &mut dyn FnMut(&Value) -> bool) -> Value {
    let mut small = json;
    let mut skip = 0;
    while let Some(without) = changed_nth(&small, skip, remove) {
        if fails(&without) {
            small = without;
            continue;
        }
        let emptied = changed_nth(&small, skip, empty);
        if let Some(emptied) = emptied.filter(|emptied| *emptied != small && fails(emptied)) {
            small = emptied;
        }
        skip += 1;
    }
    small
}

/// The value with its nth member or item changed, counted outermost first; `None` past the last.
fn changed_nth(json: &Value, nth: usize, change: fn(&mut Value, usize)) -> Option<Value> {
    let mut changed = json.clone();
    let mut level: Vec<&mut Value> = vec![&mut changed];
    let mut left = nth;
    while !level.is_empty() {
        let mut next = Vec::new();
        for value in level {
            let count = parts(value);
            if left < count {
                change(value, left);
                return Some(changed);
            }
            left -= count;
            next.extend(children(value));
        }
        level = next;
    }
    None
}

fn parts(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Object(members) => members.len(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

fn remove(value: &mut Value, place: usize) {
    match value {
        Value::Array(items) => {
            items.remove(place);
        }
        Value::Object(members) => {
            let key = members.keys().nth(place).cloned();
            key.and_then(|key| members.remove(&key));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => (),
    }
}

fn empty(value: &mut Value, place: usize) {
    match children(value).into_iter().nth(place) {
        Some(Value::Array(items)) => items.clear(),
        Some(Value::Object(members)) => members.clear(),
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => (),
    }
}

fn children(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Array(items) => items.iter_mut().collect(),
        Value::Object(members) => members.values_mut().collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_needed_stays_and_a_list_that_is_needed_is_emptied() {
        let whole = json!({ "a": [1, { "x": 1, "y": 2 }], "b": [3, 4], "c": 5 });
        let mut asked = 0;
        let small = smaller(whole, &mut |json| {
            asked += 1;
            json.get("b").is_some() && json.pointer("/a/0/y").or(json.pointer("/a/1/y")).is_some()
        });
        assert_eq!(small, json!({ "a": [{ "y": 2 }], "b": [] }));
        assert!(asked < 20, "{asked}");
    }
}
