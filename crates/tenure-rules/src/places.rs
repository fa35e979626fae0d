//! Where in its texts the entries of a rulebook stand.

use crate::node::{Node, Table, Value};
use crate::read;
use crate::report::Report;
use crate::rulebook::Rulebook;
use crate::source::{Loc, Source, raw_offset};

/// The texts of a rulebook, read again for their places.
#[derive(Debug)]
pub struct Places {
    /// Those that stand on top of others first.
    texts: Vec<(Source, Table)>,
}

impl Rulebook {
    /// Where its entries stand.
    pub fn places(&self) -> Places {
        let sources = self.provenance.sources.iter().rev();
        let texts = sources.filter_map(|(name, text)| {
            let mut report = Report::default();
            let (_, table) = read::read(&mut report, name, text);
            Some((report.sources.pop()?, table))
        });
        Places {
            texts: texts.collect(),
        }
    }
}

impl Places {
    /// The file and the line, from 1, of an entry of a list (`rule`, `action`), by its id; or of what stands in it: keys,
    /// and numbers from 0 in lists. `byte` counts from the start of a text that stands there.
    pub fn of(&self, list: &str, id: &str, path: &[&str], byte: u32) -> Option<(&str, u32)> {
        self.texts.iter().find_map(|(source, table)| {
            let entries = entries(table, list);
            let own = |node: &&Node| matches!(&node.value, Value::Table(table) if table.text("id") == Some(id));
            line(source, entries.iter().find(own)?, path, byte)
        })
    }

    /// The same of the overlay of this number, from 0: those of a rulebook come after those of its base.
    pub fn of_overlay(&self, number: usize, path: &[&str], byte: u32) -> Option<(&str, u32)> {
        let texts = self.texts.iter().rev();
        let mut overlays = texts.flat_map(|(source, table)| {
            let entries = entries(table, "overlay").iter();
            entries.map(move |node| (source, node))
        });
        let (source, node) = overlays.nth(number)?;
        line(source, node, path, byte)
    }
}

fn entries<'t>(table: &'t Table, list: &str) -> &'t [Node] {
    match table.get(list).map(|entry| &entry.node.value) {
        Some(Value::List(entries)) => entries,
        _ => &[],
    }
}

fn line<'s>(source: &'s Source, entry: &Node, path: &[&str], byte: u32) -> Option<(&'s str, u32)> {
    let mut node = entry;
    for key in path {
        node = match &node.value {
            Value::Table(table) => &table.get(key)?.node,
            Value::List(list) => list.get(key.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    let (start, end) = (node.loc.start as usize, node.loc.end as usize);
    let inside = match &node.value {
        Value::Text(value) => {
            let literal = source.text.get(start..end).unwrap_or("");
            raw_offset(literal, value, byte as usize)
        }
        _ => 0,
    };
    let place = source.place(Loc::new(node.loc.source, start + inside, end));
    Some((&source.name, place.line))
}
