//! Where one account of a batch ends and the next begins.

use crate::failure::{Failure, Outcome};
use crate::status;

/// The texts of the accounts: the elements of a JSON array, or else every line that is not blank.
pub(crate) fn split(text: &str) -> Outcome<Vec<&str>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match text.trim_start().strip_prefix('[') {
        Some(inside) => elements(inside),
        None => Ok(lines(text)),
    }
}

fn lines(text: &str) -> Vec<&str> {
    let lines = text.split('\n');
    lines.filter(|line| !line.trim().is_empty()).collect()
}

/// The elements of an array whose opening bracket was read. What an element is made of is for its reader to judge.
fn elements(inside: &str) -> Outcome<Vec<&str>> {
    let mut found = Vec::new();
    let (mut begin, mut depth, mut quoted, mut escaped) = (0, 0_usize, false, false);
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            _ if quoted => {}
            b'[' | b'{' => depth += 1,
            b']' if depth == 0 => {
                let last = inside.get(begin..at).unwrap_or_default();
                let rest = inside.get(at + 1..).unwrap_or_default();
                return finish(found, last, rest);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth == 0 => {
                found.push(element(inside.get(begin..at).unwrap_or_default())?);
                begin = at + 1;
            }
            _ => {}
        }
    }
    Err(no_array(
        "the text ends before the array of accounts does; close it with `]`",
    ))
}

fn finish<'t>(mut found: Vec<&'t str>, last: &'t str, rest: &str) -> Outcome<Vec<&'t str>> {
    if !rest.trim().is_empty() {
        return Err(no_array(
            "something follows the array of accounts; write one array and nothing after it",
        ));
    }
    if !found.is_empty() || !last.trim().is_empty() {
        found.push(element(last)?);
    }
    Ok(found)
}

fn element(text: &str) -> Outcome<&str> {
    match text.trim() {
        "" => Err(no_array(
            "an element of the array of accounts is empty; a comma is too many",
        )),
        _ => Ok(text),
    }
}

fn no_array(message: &str) -> Failure {
    Failure::new(status::E_JSON, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_arrays_are_told_apart() {
        assert_eq!(
            split("{\"a\":1}\r\n\n {} \n").unwrap(),
            ["{\"a\":1}\r", " {} "]
        );
        assert_eq!(
            split("\u{feff} [ {\"a\":[1,2]} , {}]\n").unwrap(),
            [" {\"a\":[1,2]} ", " {}"]
        );
        assert_eq!(split(" [ ] ").unwrap(), [""; 0]);
        assert_eq!(split("").unwrap(), [""; 0]);
    }

    #[test]
    fn what_stands_in_quotes_parts_nothing() {
        let text = r#"[{"a":"],[{\"},"},{"b\\":"\\"}]"#;
        assert_eq!(
            split(text).unwrap(),
            [r#"{"a":"],[{\"},"}"#, r#"{"b\\":"\\"}"#]
        );
    }

    #[test]
    fn an_array_that_is_none_is_refused_whole() {
        for text in [
            "[", "[{}", "[{},]", "[,{}]", "[{},,{}]", "[{}] x", "[\"", "[{}}, {}",
        ] {
            assert_eq!(split(text).unwrap_err().status, status::E_JSON, "{text}");
        }
    }

    #[test]
    fn what_is_wrong_inside_an_element_is_its_own() {
        assert_eq!(split("[{]}, 1]").unwrap(), ["{]}", " 1"]);
    }
}
