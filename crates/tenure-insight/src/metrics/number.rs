//! Exact numbers: fractions on the way, ratios of whole numbers at the end.

use serde::Serialize;
use tenure::model::div_half_away;

use crate::error::{Error, ErrorKind};

/// An exact quotient in lowest terms, with a positive denominator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Fraction {
    num: i128,
    den: i128,
}

impl Fraction {
    /// Nothing.
    pub const ZERO: Self = Self { num: 0, den: 1 };

    /// A whole number.
    pub fn whole(number: i64) -> Self {
        Self {
            num: i128::from(number),
            den: 1,
        }
    }

    /// `num / den`; `None` where `den` is 0, or a part goes beyond 128 bits.
    pub fn new(num: i128, den: i128) -> Option<Self> {
        if den == 0 || num == i128::MIN || den == i128::MIN {
            return None;
        }
        let shared = gcd(num.abs(), den.abs()) * den.signum();
        Some(Self {
            num: num / shared,
            den: den / shared,
        })
    }

    /// The sum; `None` beyond 128 bits.
    pub fn plus(self, other: Self) -> Option<Self> {
        let shared = gcd(self.den, other.den);
        let left = self.num.checked_mul(other.den / shared)?;
        let right = other.num.checked_mul(self.den / shared)?;
        let den = self.den.checked_mul(other.den / shared)?;
        Self::new(left.checked_add(right)?, den)
    }

    /// The difference; `None` beyond 128 bits.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self {
            num: -other.num,
            den: other.den,
        })
    }

    /// The product; `None` beyond 128 bits.
    pub fn times(self, other: Self) -> Option<Self> {
        let left = Self::new(self.num, other.den)?;
        let right = Self::new(other.num, self.den)?;
        Self::new(
            left.num.checked_mul(right.num)?,
            left.den.checked_mul(right.den)?,
        )
    }

    /// The quotient; `None` where `other` is 0, or beyond 128 bits.
    pub fn over(self, other: Self) -> Option<Self> {
        self.times(Self::new(other.den, other.num)?)
    }

    /// The smaller of two; where they cannot be compared within 128 bits, the first.
    pub fn least(self, other: Self) -> Self {
        match self.minus(other) {
            Some(rest) if rest.num > 0 => other,
            Some(_) | None => self,
        }
    }

    /// Whether it is above 0.
    pub fn is_positive(self) -> bool {
        self.num > 0
    }

    /// Whether it is below 0.
    pub fn is_negative(self) -> bool {
        self.num < 0
    }

    /// In whole numbers, rounded once, half away from zero; `None` beyond 64 bits.
    pub fn rounded(self) -> Option<i64> {
        i64::try_from(div_half_away(self.num, self.den)?).ok()
    }

    /// As a float, for what is an estimate anyway.
    pub fn to_f64(self) -> f64 {
        self.num as f64 / self.den as f64
    }
}

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

/// A sum that went beyond what the numbers hold.
pub(crate) fn too_large() -> Error {
    Error::new(
        ErrorKind::Input,
        "amounts add up to more than the numbers hold; correct the amounts, which are in minor units",
    )
}

/// The sum of fractions.
pub(crate) fn sum(parts: impl IntoIterator<Item = Fraction>) -> Result<Fraction, Error> {
    parts
        .into_iter()
        .try_fold(Fraction::ZERO, Fraction::plus)
        .ok_or_else(too_large)
}

/// A quotient of whole numbers, as it came out: not in lowest terms, so that both stay readable. `den` is not 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Ratio {
    /// What is counted.
    pub num: i64,
    /// Of how much.
    pub den: i64,
}

impl Ratio {
    /// `num / den`; `None` where `den` is 0.
    pub fn new(num: i64, den: i64) -> Option<Self> {
        (den != 0).then_some(Self { num, den })
    }

    /// Times `scale`, rounded once, half away from zero: 10,000 for basis points.
    pub fn scaled(self, scale: i64) -> i64 {
        let num = i128::from(self.num) * i128::from(scale);
        let scaled = div_half_away(num, i128::from(self.den)).unwrap_or(0);
        i64::try_from(scaled).unwrap_or(if scaled < 0 { i64::MIN } else { i64::MAX })
    }
}
