//! Due dates as a calendar file (iCalendar, RFC 5545).
//!
//! Each thing to do is an all-day event on its due date. Its UID is made from its key, so that a calendar that takes the
//! file in again moves the event and does not double it; its stamp is the day that was decided for, and no clock is read.

use std::io::{self, Write};

use chrono::NaiveDate;

use super::work::Item;
use crate::render::table::Teller;

/// A line has at most so many octets.
const LINE: usize = 75;

/// Writes a calendar of what has a due date.
pub(super) fn write(
    out: &mut dyn Write,
    teller: &Teller<'_>,
    items: &[Item],
    as_of: NaiveDate,
) -> io::Result<()> {
    let mut lines = Vec::from(
        [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            concat!(
                "PRODID:-//Tenure//tenure ",
                env!("CARGO_PKG_VERSION"),
                "//EN"
            ),
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
        ]
        .map(str::to_owned),
    );
    for item in items {
        lines.extend(event(teller, item, as_of));
    }
    lines.push("END:VCALENDAR".to_owned());
    lines.iter().try_for_each(|line| fold(out, line))
}

fn event(teller: &Teller<'_>, item: &Item, as_of: NaiveDate) -> Vec<String> {
    let Some((due, next)) = item.action.due.and_then(|due| Some((due, due.succ_opt()?))) else {
        return Vec::new();
    };
    let day = |day: NaiveDate| day.format("%Y%m%d").to_string();
    let key = item.action.keys.first().map_or("", String::as_str);
    let title = item.title(teller, ": ");
    vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@tenure", escape(key)),
        format!("DTSTAMP:{}T000000Z", day(as_of)),
        format!("DTSTART;VALUE=DATE:{}", day(due)),
        format!("DTEND;VALUE=DATE:{}", day(next)),
        format!("SUMMARY:{}", escape(&title)),
        format!("DESCRIPTION:{}", escape(&description(teller, item))),
        format!("CATEGORIES:{}", escape(&item.action.kind)),
        "TRANSP:TRANSPARENT".to_owned(),
        "END:VEVENT".to_owned(),
    ]
}

/// Why, who does it, the check-list, and the key.
fn description(teller: &Teller<'_>, item: &Item) -> String {
    let action = &item.action;
    let reason = teller.language.of(&action.reason).map(str::to_owned);
    let steps = action
        .steps
        .iter()
        .filter_map(|step| teller.language.of(step));
    let mut lines: Vec<String> = reason.into_iter().collect();
    lines.push(teller.action(action));
    lines.extend(steps.map(|step| format!("- {step}")));
    lines.extend(action.keys.first().cloned());
    lines.join("\n")
}

/// A text as a property's value.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\\\"),
            ';' => escaped.push_str("\\;"),
            ',' => escaped.push_str("\\,"),
            '\n' => escaped.push_str("\\n"),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

/// A line in pieces of at most 75 octets, each further one behind a space; no character is torn apart.
fn fold(out: &mut dyn Write, line: &str) -> io::Result<()> {
    let mut rest = line;
    let mut room = LINE;
    while rest.len() > room {
        let mut end = room;
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (piece, other) = rest.split_at(end);
        write!(out, "{piece}\r\n ")?;
        rest = other;
        // The space counts.
        room = LINE - 1;
    }
    write!(out, "{rest}\r\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(line: &str) -> String {
        let mut out = Vec::new();
        fold(&mut out, line).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_long_line_is_folded_and_unfolds_to_itself() {
        for line in [
            "short",
            &"x".repeat(75),
            &"x".repeat(76),
            &"한글 ".repeat(60),
        ] {
            let folded = folded(line);
            for piece in folded.trim_end_matches("\r\n").split("\r\n") {
                assert!(piece.len() <= 75, "{piece}");
            }
            assert_eq!(folded.replace("\r\n ", ""), format!("{line}\r\n"));
        }
    }

    #[test]
    fn what_means_something_is_escaped() {
        assert_eq!(escape("a,b;c\\d\ne\u{7}"), "a\\,b\\;c\\\\d\\ne ");
    }
}
