//! The kinds of columns, by the format texts of the Arrow C data interface.

/// The unit of a timestamp, as parts of a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PerSecond(pub(crate) i64);

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// Nothing but nulls.
    Null,
    /// Bits.
    Bool,
    /// Whole numbers of so many bytes.
    Int { bytes: usize, signed: bool },
    /// Floats of 4 or 8 bytes.
    Float { bytes: usize },
    /// Whole numbers of so many bytes, with so many of their digits behind the point.
    Decimal { bytes: usize, scale: i32 },
    /// Texts by offsets of so many bytes.
    Text { bytes: usize },
    /// Texts by views.
    View,
    /// Days since 1970-01-01.
    Days,
    /// Milliseconds since then.
    Millis,
    /// Moments, or, without a zone, times on the wall.
    Stamp { unit: PerSecond, zoned: bool },
}

impl Format {
    /// The format of a text; where it is not taken, the way out.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let int = |bytes, signed| Ok(Self::Int { bytes, signed });
        match text {
            "n" => Ok(Self::Null),
            "b" => Ok(Self::Bool),
            "c" => int(1, true),
            "C" => int(1, false),
            "s" => int(2, true),
            "S" => int(2, false),
            "i" => int(4, true),
            "I" => int(4, false),
            "l" => int(8, true),
            "L" => int(8, false),
            "f" => Ok(Self::Float { bytes: 4 }),
            "g" => Ok(Self::Float { bytes: 8 }),
            "u" => Ok(Self::Text { bytes: 4 }),
            "U" => Ok(Self::Text { bytes: 8 }),
            "vu" => Ok(Self::View),
            "tdD" => Ok(Self::Days),
            "tdm" => Ok(Self::Millis),
            _ => longer(text).ok_or_else(|| way_out(text)),
        }
    }

    /// How many bytes a value has, where all have the same and more than a bit.
    pub(crate) fn width(self) -> Option<usize> {
        match self {
            Self::Int { bytes, .. } | Self::Float { bytes } | Self::Decimal { bytes, .. } => {
                Some(bytes)
            }
            Self::Days => Some(4),
            Self::Millis | Self::Stamp { .. } => Some(8),
            Self::View => Some(16),
            Self::Null | Self::Bool | Self::Text { .. } => None,
        }
    }
}

/// Formats with parameters.
fn longer(text: &str) -> Option<Format> {
    if let Some(rest) = text.strip_prefix("d:") {
        return decimal(rest);
    }
    let (unit, zone) = text.strip_prefix("ts")?.split_once(':')?;
    let unit = PerSecond(match unit {
        "s" => 1,
        "m" => 1_000,
        "u" => 1_000_000,
        "n" => 1_000_000_000,
        _ => return None,
    });
    let zoned = !zone.is_empty();
    Some(Format::Stamp { unit, zoned })
}

/// `precision,scale` or `precision,scale,bits`.
fn decimal(text: &str) -> Option<Format> {
    let mut parts = text.split(',');
    let _precision: u32 = parts.next()?.parse().ok()?;
    let scale: i32 = parts.next()?.parse().ok()?;
    let bytes = match parts.next() {
        None | Some("128") => 16,
        Some("32") => 4,
        Some("64") => 8,
        Some("256") => 32,
        Some(_) => return None,
    };
    let ends = parts.next().is_none() && (-76..=76).contains(&scale);
    ends.then_some(Format::Decimal { bytes, scale })
}

/// What to do about a format that is not taken.
fn way_out(text: &str) -> &'static str {
    match text.as_bytes() {
        b"e" => "cast it to float32",
        b"z" | b"Z" | b"vz" | [b'w', b':', ..] => "cast it to text",
        [b't', b't', ..] => "a time of day gives no signal; leave it out",
        [b't', b'D' | b'i', ..] => "cast it to a whole number, such as days",
        b"+r" => "decode its runs first",
        [b'+', ..] => "hand in a column for each of its values",
        _ => "cast it to an int, a float, a bool, a text, a date or a timestamp",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_of_the_page_is_known_or_has_a_way_out() {
        let known = [
            "n",
            "b",
            "c",
            "C",
            "s",
            "S",
            "i",
            "I",
            "l",
            "L",
            "f",
            "g",
            "u",
            "U",
            "vu",
            "tdD",
            "tdm",
            "tss:",
            "tsm:UTC",
            "tsu:Asia/Seoul",
            "tsn:+09:00",
            "d:38,10",
            "d:9,2,32",
            "d:18,2,64",
            "d:38,-2,128",
            "d:76,5,256",
        ];
        for text in known {
            assert!(Format::parse(text).is_ok(), "{text}");
        }
        let unknown = [
            "",
            "e",
            "z",
            "Z",
            "vz",
            "w:16",
            "tts",
            "ttn",
            "tDs",
            "tiM",
            "+l",
            "+L",
            "+s",
            "+m",
            "+r",
            "+w:3",
            "+ud:0",
            "ts:",
            "tsx:",
            "tss",
            "d:",
            "d:1",
            "d:1,2,3",
            "d:1,2,128,4",
            "d:1,99",
            "q",
            "é",
        ];
        for text in unknown {
            assert!(Format::parse(text).is_err(), "{text}");
        }
        assert_eq!(Format::parse("e"), Err("cast it to float32"));
    }
}
