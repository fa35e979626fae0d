//! Ids, scopes and fractions.

use crate::dictionary::Scope;
use crate::nearest::nearest;
use crate::report::Report;
use crate::source::Loc;

use super::fields::Fields;

/// How many names a message lists.
const SHOWN: usize = 20;
/// Hex digits of a digest.
const DIGITS: usize = 32;
/// The longest id, in characters.
const LONGEST_ID: usize = 100;
/// The largest numerator and denominator of a factor: many of them are multiplied.
const LARGEST_PART: i64 = 10_000;

impl Report {
    /// A required id, checked.
    pub(super) fn id<'t>(&mut self, fields: &Fields<'t>, key: &str) -> Option<(&'t str, Loc)> {
        let (id, loc) = self.required_text(fields, key)?;
        let help = "an id has 1 to 100 letters, digits, `-`, `_` and `.`";
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if id.is_empty() {
            self.error_help("bad-id", loc, format!("this {key} is empty"), help);
        } else if id.chars().count() > LONGEST_ID {
            self.error_help("bad-id", loc, format!("this {key} is too long"), help);
        } else if let Some(c) = id.chars().find(|c| !fits(*c)) {
            let message = format!("`{}` has no place in an {key}", c.escape_debug());
            self.error_help("bad-id", loc, message, help);
        } else {
            return Some((id, loc));
        }
        None
    }

    /// A digest, of the form that all of them have; `help` says who tells it.
    pub(super) fn digest(&mut self, fields: &Fields<'_>, key: &str, help: &str) -> Option<String> {
        let (digest, loc) = self.text(fields, key)?;
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if digest.len() == DIGITS && digest.bytes().all(is_hex) {
            return Some(digest.to_owned());
        }
        let message = "this is no digest: one has 32 hex digits in small letters";
        self.error_help("bad-digest", loc, message, help);
        None
    }

    pub(super) fn scope(&mut self, fields: &Fields<'_>) -> Scope {
        let Some((name, loc)) = self.text(fields, "scope") else {
            return Scope::default();
        };
        match Scope::ALL.into_iter().find(|scope| scope.as_str() == name) {
            Some(scope) => scope,
            None => {
                let names = Scope::ALL.map(Scope::as_str);
                let help = choices(name, &names);
                self.error_help(
                    "unknown-scope",
                    loc,
                    format!("there is no scope `{name}`"),
                    help,
                );
                Scope::default()
            }
        }
    }

    /// A factor that is not negative, such as `13/10` or `2`.
    pub(super) fn fraction(&mut self, text: &str, loc: Loc) -> Option<(i64, i64)> {
        let (num, den) = text.split_once('/').unwrap_or((text, "1"));
        let parts = (whole(num), whole(den));
        if let (Some(num), Some(den @ 1..)) = parts {
            return Some((num, den));
        }
        let message = format!("`{text}` is no factor");
        let help = "write a fraction that is not negative, of numbers up to 10,000: \"13/10\"";
        self.error_help("bad-factor", loc, message, help);
        None
    }
}

fn whole(digits: &str) -> Option<i64> {
    let digits = digits.trim();
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let int: i64 = digits.parse().ok().filter(|_| plain)?;
    (int <= LARGEST_PART).then_some(int)
}

/// "did you mean …?", or all there are.
pub(super) fn choices(name: &str, names: &[&str]) -> String {
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None if names.is_empty() => "there are none".to_owned(),
        None if names.len() > SHOWN => format!(
            "there is {} and others",
            names
                .iter()
                .take(SHOWN)
                .copied()
                .collect::<Vec<_>>()
                .join(", ")
        ),
        None => format!("there is {}", names.join(", ")),
    }
}
