//! Text in columns, where a Korean character is two wide.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How wide everything is held, so that a file looks as a terminal does.
pub(crate) const WIDTH: usize = 100;

/// A text without control characters, which could move a terminal's cursor.
pub(crate) fn clean(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// A text that is at most so wide, ending in `…` where it was cut.
pub(crate) fn cut(text: &str, width: usize) -> String {
    let text = clean(text);
    if text.width() <= width {
        return text;
    }
    let mut kept = String::new();
    let mut used = 1;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used > width {
            break;
        }
        kept.push(c);
    }
    kept.push('…');
    kept
}

/// A text at the left of a column.
pub(crate) fn left(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let rest = width.saturating_sub(text.width());
    format!("{text}{:rest$}", "")
}

/// A text at the right of a column.
pub(crate) fn right(text: &str, width: usize) -> String {
    let text = cut(text, width);
    let rest = width.saturating_sub(text.width());
    format!("{:rest$}{text}", "")
}

/// A text in lines of at most so many columns, broken between words; a longer word stands alone.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in clean(text).split_whitespace() {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A number with its thousands apart: `1,234,567`.
pub(crate) fn thousands(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0 { format!("-{text}") } else { text }
}

/// A count with its thousands apart.
pub(crate) fn count(number: usize) -> String {
    thousands(number as i128)
}

/// So many things: `1 account`, `2 accounts`.
pub(crate) fn counted(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {thing}{plural}", count(number))
}

/// Minor units as whole major units, rounded half away from zero.
pub(crate) fn major(minor: i128, exponent: u32) -> String {
    thousands(rounded(minor, 10_i128.pow(exponent)))
}

/// A quotient by a positive divisor, rounded half away from zero.
pub(crate) fn rounded(number: i128, divisor: i128) -> i128 {
    (number.abs() + divisor / 2) / divisor * number.signum()
}

/// Basis points as percents with one decimal: `61.0 %`.
pub(crate) fn percent(bp: i64) -> String {
    let tenths = rounded(i128::from(bp), 10);
    format!("{}.{} %", tenths / 10, (tenths % 10).abs())
}

/// A share of 1 as percents with one decimal.
pub(crate) fn share(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(left("한빛", 6), "한빛  ");
        assert_eq!(right("한빛식품", 6), " 한빛…");
        assert_eq!(cut("한빛식품", 5), "한빛…");
        assert_eq!(cut("a\u{1b}[31mb", 20), "a [31mb");
        assert_eq!(
            wrap("만족도가 낮음 (22점)", 10),
            ["만족도가", "낮음", "(22점)"]
        );
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(thousands(-1_234_567), "-1,234,567");
        assert_eq!(thousands(100), "100");
        assert_eq!(major(123_456, 2), "1,235");
        assert_eq!(major(-150, 2), "-2");
        assert_eq!(percent(6103), "61.0 %");
        assert_eq!(percent(995), "10.0 %");
        assert_eq!(share(0.1234), "12.3 %");
        assert_eq!(counted(1, "account"), "1 account");
        assert_eq!(counted(1_234, "account"), "1,234 accounts");
    }
}
