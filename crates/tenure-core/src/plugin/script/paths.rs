//! What a script reads, as arguments of its entry: `a.billing.overdue_days` in `score(a)` becomes the variable
//! `a_billing_overdue_days`. It is as long as what was written, so that places stay what they are.

use std::collections::BTreeMap;

use rhai::{Engine, Position, Token};

use super::FUNCTION;

/// A script whose entry takes what it reads as further arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flat {
    /// Its text.
    pub(super) text: String,
    /// The slots of the further arguments, in their order.
    pub(super) slots: Vec<usize>,
    /// What stands in its text besides.
    pub(super) widened: Widened,
}

/// A line that became longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Widened {
    line: usize,
    /// The column from which on everything stands further to the right.
    column: usize,
    by: usize,
}

impl Widened {
    /// The column of the text as it was written.
    pub(super) fn column(&self, line: usize, column: usize) -> usize {
        if line != self.line || column < self.column {
            column
        } else {
            column.saturating_sub(self.by).max(self.column)
        }
    }
}

/// A token with its place.
type Lexed = (Token, Position);

/// The entry: its parameter, and its body as a range of tokens.
struct Entry<'t> {
    name: &'t str,
    at: Position,
    body: &'t [Lexed],
}

/// A path that is read, and where it begins.
struct Read {
    flat: String,
    slot: usize,
    at: Position,
}

/// Takes the paths out of an entry. `None` where that might change what the script means: it stays as it is then.
pub(super) fn flatten(engine: &Engine, text: &str, slots: &[(&str, &str, usize)]) -> Option<Flat> {
    // In a text with pieces of code, tokens have no place that can be relied on.
    if text.contains('`') {
        return None;
    }
    let inputs = [text];
    let (tokens, _control) = engine.lex(&inputs);
    let tokens: Vec<Lexed> = tokens
        .take_while(|(token, _)| *token != Token::EOF)
        .collect();
    let entry = entry(&tokens)?;
    if is_bound_anew(&entry) {
        return None;
    }
    let reads = reads(&entry, slots);
    let mut arguments: BTreeMap<&str, usize> = BTreeMap::new();
    for read in &reads {
        // Two paths may come to one name.
        if *arguments.entry(&read.flat).or_insert(read.slot) != read.slot {
            return None;
        }
    }
    let is_taken =
        |(token, _): &Lexed| word(token).is_some_and(|word| arguments.contains_key(word));
    if tokens.iter().any(is_taken) {
        return None;
    }
    written(text, &entry, &reads, &arguments)
}

fn word(token: &Token) -> Option<&str> {
    match token {
        Token::Identifier(word) => Some(word),
        _ => None,
    }
}

fn is_dot(token: &Token) -> bool {
    matches!(token, Token::Period | Token::Elvis)
}

/// The entry; `None` where its name is there more than once.
fn entry(tokens: &[Lexed]) -> Option<Entry<'_>> {
    let mut named = tokens.windows(2).enumerate().filter_map(|(place, pair)| {
        let [(before, _), (token, _)] = pair else {
            return None;
        };
        (word(token) == Some(FUNCTION) && !is_dot(before)).then_some((place + 1, before))
    });
    let (place, before) = named.next()?;
    if named.next().is_some() || *before != Token::Fn {
        return None;
    }
    let [
        (Token::LeftParen, _),
        (Token::Identifier(name), at),
        (Token::RightParen, _),
        (Token::LeftBrace, _),
        rest @ ..,
    ] = tokens.get(place + 1..)?
    else {
        return None;
    };
    let mut depth = 1_usize;
    let end = rest.iter().position(|(token, _)| {
        match token {
            Token::LeftBrace | Token::MapStart => depth += 1,
            Token::RightBrace => depth -= 1,
            _ => {}
        }
        depth == 0
    })?;
    let body = rest.get(..end)?;
    let at = *at;
    Some(Entry { name, at, body })
}

/// Whether the parameter's name comes to mean something else, or what it holds is set.
fn is_bound_anew(entry: &Entry<'_>) -> bool {
    let mut is_declared = false;
    entry.body.iter().enumerate().any(|(place, (token, _))| {
        match token {
            Token::Let | Token::Const | Token::For => is_declared = true,
            Token::Equals | Token::In => is_declared = false,
            _ => {}
        }
        let is_set = |(token, _): &Lexed| *token == Token::Equals || token.is_op_assignment();
        let is_path = |(token, _): &Lexed| is_dot(token) || word(token).is_some();
        let mut rest = entry.body.iter().skip(place + 1);
        let mut set = || rest.find(|lexed| !is_path(lexed)).is_some_and(is_set);
        word(token) == Some(entry.name) && (is_declared || set())
    })
}

/// The declared paths that are read of the parameter.
fn reads(entry: &Entry<'_>, slots: &[(&str, &str, usize)]) -> Vec<Read> {
    let path = |(place, window): (usize, &[Lexed])| {
        let [first, (Token::Period, _), second, (Token::Period, _), third] = window else {
            return None;
        };
        let before = place
            .checked_sub(1)
            .and_then(|before| entry.body.get(before));
        let is_part = before.is_some_and(|(token, _)| is_dot(token));
        let (name, space, signal) = (word(&first.0)?, word(&second.0)?, word(&third.0)?);
        let slot = slots
            .iter()
            .find(|slot| slot.0 == space && slot.1 == signal)?;
        let flat = format!("{name}_{space}_{signal}");
        let is_close = first.1.line() == third.1.line()
            && first.1.position()? + flat.len() - signal.len() == third.1.position()?;
        let found = Read {
            flat,
            slot: slot.2,
            at: first.1,
        };
        (name == entry.name && !is_part && is_close).then_some(found)
    };
    entry.body.windows(5).enumerate().filter_map(path).collect()
}

/// The script with the paths as variables, and the variables as arguments.
fn written(
    text: &str,
    entry: &Entry<'_>,
    reads: &[Read],
    arguments: &BTreeMap<&str, usize>,
) -> Option<Flat> {
    let mut text = text.to_owned();
    for read in reads {
        let from = byte_of(&text, read.at)?;
        let range = from..from + read.flat.len();
        text.get(range.clone())?;
        text.replace_range(range, &read.flat);
    }
    let added: String = arguments.keys().map(|name| format!(",{name}")).collect();
    text.insert_str(byte_of(&text, entry.at)? + entry.name.len(), &added);
    let widened = Widened {
        line: entry.at.line()?,
        column: entry.at.position()? + entry.name.len(),
        by: added.len(),
    };
    let slots = arguments.values().copied().collect();
    Some(Flat {
        text,
        slots,
        widened,
    })
}

/// Where a place is in a text.
fn byte_of(text: &str, at: Position) -> Option<usize> {
    let before = text.split_inclusive('\n').take(at.line()? - 1);
    let start: usize = before.map(str::len).sum();
    let line = text.get(start..)?;
    let (byte, _) = line.char_indices().nth(at.position()?.checked_sub(1)?)?;
    Some(start + byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SLOTS: [(&str, &str, usize); 3] = [("x", "y", 0), ("x", "z", 1), ("x", "score", 2)];

    fn flat(text: &str) -> Option<Flat> {
        flatten(&Engine::new_raw(), text, &SLOTS)
    }

    #[test]
    fn paths_become_arguments_and_places_stay() {
        let script = "fn f(a) { a.x.y }\n\n  fn score(a) { /* é */ a.x.z + a.x.y;\n a.x.z + a.x.q + b.a.x.y + a .x.y; f(a) }";
        let flat = flat(script).unwrap();
        assert_eq!(
            flat.text,
            "fn f(a) { a.x.y }\n\n  fn score(a,a_x_y,a_x_z) { /* é */ a_x_z + a_x_y;\n a_x_z + a.x.q + b.a.x.y + a .x.y; f(a) }"
        );
        assert_eq!(flat.slots, [0, 1]);
        let place = |line: usize, word: &str, text: &str| {
            let line = text.lines().nth(line - 1).unwrap();
            line.chars().take(line.find(word).unwrap()).count()
        };
        let (old, new) = (place(3, "+", script), place(3, "+", &flat.text));
        assert_eq!(flat.widened.column(3, new), old);
        assert_eq!(flat.widened.column(4, new), new);
        assert_eq!(flat.widened.column(3, 5), 5);
    }

    #[test]
    fn what_might_mean_something_else_stays_as_it_is() {
        let kept = [
            "fn score(a) { let a = 1; a.x.y }",
            "fn score(a) { for a in [1] { a.x.y } }",
            "fn score(a) { for (i, a) in [1] { a.x.y } }",
            "fn score(a) { a = 1; a.x.y }",
            "fn score(a) { a += 1; a.x.y }",
            "fn score(a) { a.x.y = 1; a.x.y }",
            "fn score(a) { a.x.y += 1; a.x.y }",
            "fn score(a) { let a_x_y = 1; a.x.y }",
            "fn score(a) { a.x.y } fn score(a, b) { }",
            "fn score(a) { score(a.x.y) }",
            "fn score(a) { `${a.x.y}` }",
            "fn other(a) { }",
        ];
        for script in kept {
            assert_eq!(flat(script), None, "{script}");
        }
        let flat_of_score = flat("fn score(a) { a.x.score }").unwrap();
        assert_eq!(flat_of_score.text, "fn score(a,a_x_score) { a_x_score }");
        // Nothing is read.
        assert_eq!(flat("fn score(a) { }").unwrap().slots, [0; 0]);
        let both = [("x", "y_z", 0), ("x_y", "z", 1)];
        let script = "fn score(a) { a.x.y_z + a.x_y.z }";
        assert_eq!(flatten(&Engine::new_raw(), script, &both), None);
    }
}
