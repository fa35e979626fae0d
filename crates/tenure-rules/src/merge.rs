//! One rulebook on top of another: what has the same id replaces it, in its place.

use crate::node::{Entry, Node, Table, Value};
use crate::source::Loc;

/// Lists whose entries are known by a key.
const LISTS: [(&str, &str); 7] = [
    ("signal", "name"),
    ("derive", "name"),
    ("rule", "id"),
    ("group", "id"),
    ("plugin", "id"),
    ("action", "id"),
    ("property", "id"),
];

/// Puts a rulebook over its base.
pub(crate) fn merge(base: Table, mut over: Table) -> Table {
    // A calibration tells what the points of one text meant, and is handed down to no other.
    let handed_down = base
        .entries
        .into_iter()
        .filter(|entry| entry.key != "calibration");
    for below in handed_down {
        let known = LISTS.iter().find(|(list, _)| *list == below.key);
        let entry = match (over.take(&below.key), known) {
            (Some(entry), Some((_, key))) => merge_lists(below, entry, key),
            (Some(entry), None) => merge_other(below, entry),
            (None, _) => below,
        };
        over.entries.push(entry);
    }
    over
}

fn merge_other(below: Entry, over: Entry) -> Entry {
    match over.key.as_str() {
        "risk" | "rulebook" | "arbitration" => merge_tables(below, over),
        "overlay" => append(below, over),
        _ => over,
    }
}

/// Keys override singly; of the rulebook's own table only the currency is handed down.
fn merge_tables(below: Entry, over: Entry) -> Entry {
    let (Value::Table(mut table), Value::Table(keys)) = (below.node.value, over.node.value.clone())
    else {
        return over;
    };
    if over.key == "rulebook" {
        table.entries.retain(|entry| entry.key == "currency");
    }
    table.entries.retain(|entry| keys.get(&entry.key).is_none());
    table.entries.extend(keys.entries);
    let node = Node {
        value: Value::Table(table),
        loc: over.node.loc,
    };
    Entry { node, ..over }
}

fn append(below: Entry, over: Entry) -> Entry {
    match (below.node.value, over.node.value.clone()) {
        (Value::List(mut list), Value::List(more)) => {
            list.extend(more);
            with_list(over, list)
        }
        _ => over,
    }
}

fn merge_lists(below: Entry, over: Entry, key: &str) -> Entry {
    let (Value::List(mut list), Value::List(entries)) = (below.node.value, over.node.value.clone())
    else {
        return over;
    };
    let base_length = list.len();
    let places: std::collections::HashMap<String, usize> = list
        .iter()
        .enumerate()
        .filter_map(|(index, node)| Some((name_of(node, key)?.to_owned(), index)))
        .collect();
    let mut taken = vec![false; base_length];
    for entry in entries {
        let place = name_of(&entry, key)
            .and_then(|name| places.get(name))
            .copied();
        let free = place.filter(|place| taken.get(*place) == Some(&false));
        match free.and_then(|place| Some((place, list.get_mut(place)?))) {
            Some((place, slot)) => {
                *slot = replaced(slot, entry);
                if let Some(flag) = taken.get_mut(place) {
                    *flag = true;
                }
            }
            None => list.push(entry),
        }
    }
    with_list(over, list)
}

/// An entry that gives `id` and `enabled` alone switches the base's entry on or off.
fn replaced(below: &Node, over: Node) -> Node {
    let (Value::Table(base), Value::Table(keys)) = (&below.value, &over.value) else {
        return over;
    };
    let is_switch = keys.entries.len() == 2 && keys.get("id").is_some();
    match keys.get("enabled").filter(|_| is_switch) {
        None => over,
        Some(enabled) => {
            let mut table = base.clone();
            table.take("enabled");
            table.entries.push(enabled.clone());
            Node {
                value: Value::Table(table),
                loc: over.loc,
            }
        }
    }
}

fn name_of<'n>(node: &'n Node, key: &str) -> Option<&'n str> {
    match &node.value {
        Value::Table(table) => table.text(key),
        _ => None,
    }
}

fn with_list(over: Entry, list: Vec<Node>) -> Entry {
    let loc: Loc = over.node.loc;
    Entry {
        node: Node {
            value: Value::List(list),
            loc,
        },
        ..over
    }
}
