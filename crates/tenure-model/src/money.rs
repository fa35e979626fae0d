//! Money: whole minor units of one currency.

use std::fmt;

use serde::Serialize;

use crate::record::{FieldInfo, Record, RecordInfo, Shape};
use crate::tenant::Rate;

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

impl Money {
    /// The sum of two amounts; `None` where their currencies differ or the sum goes beyond 64 bits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let minor = self.minor.checked_add(other.minor)?;
        (self.currency == other.currency).then_some(Self { minor, ..self })
    }

    /// The amount times `num / den`, rounded once, half away from zero; `None` where `den` is 0 or the result goes beyond
    /// 64 bits.
    pub fn scaled(self, num: i64, den: i64) -> Option<Self> {
        let product = i128::from(self.minor) * i128::from(num);
        let minor = i64::try_from(div_half_away(product, i128::from(den))?).ok()?;
        Some(Self { minor, ..self })
    }

    /// The amount in the rate's other currency, in whole minor units, rounded once, half away from zero.
    ///
    /// A rate is between major units; the minor units of both currencies are looked after here. `None` where the amount
    /// is not in the rate's currency, `den` is 0, or the result goes beyond 64 bits.
    ///
    /// ```
    /// use tenure_model::{Currency, Money, Rate};
    /// let (usd, krw) = (Currency::new("USD").unwrap(), Currency::new("KRW").unwrap());
    /// let rate = Rate { from: usd, to: krw, num: 1_385, den: 1 };
    /// let price = Money { minor: 10_50, currency: usd };
    /// assert_eq!(price.convert(&rate), Some(Money { minor: 14_543, currency: krw }));
    /// ```
    pub fn convert(self, rate: &Rate) -> Option<Self> {
        if self.currency != rate.from {
            return None;
        }
        let (from, to) = (rate.from.exponent(), rate.to.exponent());
        // Where the product goes beyond 128 bits, the quotient goes beyond 64.
        let num = i128::from(self.minor)
            .checked_mul(i128::from(rate.num))?
            .checked_mul(10_i128.pow(to.saturating_sub(from)))?;
        let den = i128::from(rate.den) * 10_i128.pow(from.saturating_sub(to));
        let minor = i64::try_from(div_half_away(num, den)?).ok()?;
        Some(Self {
            minor,
            currency: rate.to,
        })
    }
}

impl Rate {
    /// The rate of the other direction.
    pub fn inverse(&self) -> Self {
        Self {
            from: self.to,
            to: self.from,
            num: self.den,
            den: self.num,
        }
    }
}

/// `num / den` rounded half away from zero; `None` where `den` is 0 or the quotient goes beyond 128 bits.
pub fn div_half_away(num: i128, den: i128) -> Option<i128> {
    let quotient = num.checked_div(den)?;
    let rest = num.checked_rem(den)?.unsigned_abs();
    if rest == 0 || rest < den.unsigned_abs() - rest {
        return Some(quotient);
    }
    quotient.checked_add(num.signum() * den.signum())
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
