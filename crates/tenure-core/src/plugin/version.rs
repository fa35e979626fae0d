//! Versions, and what is required of them.

use std::fmt;
use std::str::FromStr;

/// A version: three numbers, as in `1.4.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// What breaks.
    pub major: u32,
    /// What is added.
    pub minor: u32,
    /// What is mended.
    pub patch: u32,
}

/// What is required of a version: `^1.2` (also written `1.2`: this or newer within what does not break), `~1.2` (this or
/// newer with the same minor), `>=1.2` or `=1.2.0`. A number left out is 0.
///
/// ```
/// use tenure_core::plugin::{Requirement, Version};
///
/// let required: Requirement = "^1.2".parse().expect("a requirement");
/// let version: Version = "1.4.0".parse().expect("a version");
/// assert!(required.allows(version));
/// assert!(!required.allows("2.0.0".parse().expect("a version")));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Requirement {
    operator: Operator,
    version: Version,
    /// How many of the three numbers were written.
    written: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Operator {
    Caret,
    Tilde,
    AtLeast,
    Exactly,
}

impl Operator {
    const ALL: [(&'static str, Self); 4] = [
        ("^", Self::Caret),
        ("~", Self::Tilde),
        (">=", Self::AtLeast),
        ("=", Self::Exactly),
    ];

    fn sign(self) -> &'static str {
        match self {
            Self::Caret => "^",
            Self::Tilde => "~",
            Self::AtLeast => ">=",
            Self::Exactly => "=",
        }
    }
}

impl Requirement {
    /// Whether a version meets it.
    pub fn allows(&self, version: Version) -> bool {
        let least = self.version;
        match self.operator {
            Operator::AtLeast => version >= least,
            Operator::Exactly => self.agrees(version),
            Operator::Tilde => version >= least && self.same_minor(version),
            Operator::Caret => version >= least && self.is_compatible(version),
        }
    }

    /// Whether the numbers that were written are the same.
    fn agrees(&self, version: Version) -> bool {
        let own = [self.version.major, self.version.minor, self.version.patch];
        let other = [version.major, version.minor, version.patch];
        own.iter()
            .zip(other)
            .take(self.written)
            .all(|(own, other)| *own == other)
    }

    fn same_minor(&self, version: Version) -> bool {
        version.major == self.version.major
            && (self.written < 2 || version.minor == self.version.minor)
    }

    /// The first number that is not zero is the same.
    fn is_compatible(&self, version: Version) -> bool {
        let least = self.version;
        let same_major = version.major == least.major;
        if least.major > 0 || self.written == 1 {
            return same_major;
        }
        let same_minor = same_major && version.minor == least.minor;
        if least.minor > 0 || self.written == 2 {
            return same_minor;
        }
        same_minor && version.patch == least.patch
    }
}

/// The numbers of a version, and how many there are.
fn numbers(text: &str) -> Option<(Version, usize)> {
    let parts: Vec<&str> = text.split('.').collect();
    let mut three = [0_u32; 3];
    if parts.len() > three.len() {
        return None;
    }
    for (number, part) in three.iter_mut().zip(&parts) {
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        let leads = part.len() > 1 && part.starts_with('0');
        *number = part.parse().ok().filter(|_| is_number && !leads)?;
    }
    let [major, minor, patch] = three;
    Some((
        Version {
            major,
            minor,
            patch,
        },
        parts.len(),
    ))
}

impl FromStr for Version {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match numbers(text) {
            Some((version, 3)) => Ok(version),
            Some(_) | None => Err(format!(
                "`{text}` is no version: write three numbers, such as `1.0.0`"
            )),
        }
    }
}

impl FromStr for Requirement {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let trimmed = text.trim();
        let signed = Operator::ALL
            .into_iter()
            .find_map(|(sign, operator)| Some((operator, trimmed.strip_prefix(sign)?)));
        let (operator, rest) = signed.unwrap_or((Operator::Caret, trimmed));
        let (version, written) = numbers(rest.trim()).ok_or_else(|| {
            format!("`{text}` requires no version: write `^1.2`, `~1.2`, `>=1.2` or `=1.2.0`")
        })?;
        Ok(Self {
            operator,
            version,
            written,
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Version {
            major,
            minor,
            patch,
        } = self.version;
        write!(f, "{}{major}", self.operator.sign())?;
        let rest = [minor, patch];
        rest.iter()
            .take(self.written.saturating_sub(1))
            .try_for_each(|number| write!(f, ".{number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_requirement_allows_what_semantic_versions_allow() {
        let cases = [
            ("^1.2", "1.2.0", true),
            ("^1.2", "1.9.3", true),
            ("^1.2", "1.1.9", false),
            ("^1.2", "2.0.0", false),
            ("1.2.3", "1.2.2", false),
            ("^0.2", "0.2.7", true),
            ("^0.2", "0.3.0", false),
            ("^0.0.3", "0.0.4", false),
            ("^0", "0.9.0", true),
            ("^0.0", "0.0.7", true),
            ("~1.2", "1.2.9", true),
            ("~1.2", "1.3.0", false),
            ("~1", "1.3.0", true),
            (">=1.2", "7.0.0", true),
            (">= 1.2", "1.1.0", false),
            ("=1.2", "1.2.5", true),
            ("=1.2.0", "1.2.5", false),
        ];
        for (required, version, expected) in cases {
            let requirement: Requirement = required.parse().unwrap();
            let allowed = requirement.allows(version.parse().unwrap());
            assert_eq!(allowed, expected, "{required} and {version}");
        }
    }

    #[test]
    fn what_is_no_version_is_refused_with_the_way_out() {
        for text in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "1.2.x",
            "01.2.3",
            "+1.2.3",
            "1.2.99999999999",
        ] {
            let error = text.parse::<Version>().unwrap_err();
            assert!(error.contains("such as `1.0.0`"), "{text}: {error}");
        }
        for text in ["", "^", "^1.2.3.4", "<2", "1 || 2", "*"] {
            assert!(text.parse::<Requirement>().is_err(), "{text}");
        }
    }

    #[test]
    fn requirements_are_told_as_they_were_written() {
        for text in ["^1.2", "~1", ">=1.2.3", "=0.1"] {
            assert_eq!(text.parse::<Requirement>().unwrap().to_string(), text);
        }
    }
}
