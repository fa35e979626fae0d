//! Money: whole minor units of one currency.

use std::fmt;

use serde::Serialize;

use crate::record::{FieldInfo, Record, RecordInfo, Shape};

/// An ISO 4217 code: three capital letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency of a three-letter code, if it has the form of one.
    pub fn new(code: &str) -> Option<Self> {
        let letters: [u8; 3] = code.as_bytes().try_into().ok()?;
        letters
            .iter()
            .all(u8::is_ascii_uppercase)
            .then_some(Self(letters))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many decimal digits of the major unit the minor unit stands for (ISO 4217): 0 for KRW, 2 for USD, 3 for KWD.
    pub fn exponent(&self) -> u32 {
        match &self.0 {
            b"BIF" | b"CLP" | b"DJF" | b"GNF" | b"ISK" | b"JPY" | b"KMF" | b"KRW" | b"PYG"
            | b"RWF" | b"UGX" | b"UYI" | b"VND" | b"VUV" | b"XAF" | b"XOF" | b"XPF" => 0,
            b"BHD" | b"IQD" | b"JOD" | b"KWD" | b"LYD" | b"OMR" | b"TND" => 3,
            b"CLF" | b"UYW" => 4,
            _ => 2,
        }
    }
}

impl Default for Currency {
    /// `XXX`, ISO 4217's code for no currency.
    fn default() -> Self {
        Self(*b"XXX")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// An amount in minor units (cents, won) of one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Money {
    /// Minor units: 1,050 is 10.50 USD, or 1,050 KRW.
    pub minor: i64,
    /// The ISO 4217 code.
    pub currency: Currency,
}

impl Record for Money {
    const INFO: RecordInfo = RecordInfo {
        name: "Money",
        doc: "An amount in minor units (cents, won) of one currency.\n",
        fields: &[
            FieldInfo {
                name: "minor",
                shape: Shape::Int,
                required: true,
                doc: "Minor units: 1,050 is 10.50 USD, or 1,050 KRW.\n",
            },
            FieldInfo {
                name: "currency",
                shape: Shape::Currency,
                required: true,
                doc: "The ISO 4217 code.\n",
            },
        ],
    };
}
