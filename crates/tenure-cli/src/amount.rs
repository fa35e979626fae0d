//! Amounts and shares as people write them.

/// What it costs to do something, in major units of a currency that is found out later.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cost {
    /// How much, 0 or more.
    pub(crate) major: f64,
    /// How many digits stand behind the point.
    pub(crate) decimals: usize,
}

impl Cost {
    /// Reads `50000` or `12.50`.
    ///
    /// # Errors
    /// What else stands there, and the form.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let wrong = || {
            "an amount is a number such as 50000 or 12.50, without a currency or thousands apart"
                .to_owned()
        };
        let (_, fraction) = decimal(text).ok_or_else(wrong)?;
        let major: f64 = text.parse().map_err(|_| wrong())?;
        match major.is_finite() {
            true => Ok(Self {
                major,
                decimals: fraction.len(),
            }),
            false => Err("is too large an amount".to_owned()),
        }
    }
}

/// The digits of a decimal number without a sign, before and behind its point; those behind it without zeroes at the end.
pub(crate) fn decimal(text: &str) -> Option<(&str, &str)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let is_one = !whole.is_empty() && digits(whole) && digits(fraction);
    is_one.then(|| (whole, fraction.trim_end_matches('0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_have_decimals_or_none() {
        let cost = |major, decimals| Ok(Cost { major, decimals });
        assert_eq!(Cost::parse("50000"), cost(50_000.0, 0));
        assert_eq!(Cost::parse("12.50"), cost(12.5, 1));
        assert_eq!(Cost::parse("0.125"), cost(0.125, 3));
        for wrong in [
            "", ".5", "-1", "+1", "1,000", "1e3", "12.5.0", "NaN", "KRW 5",
        ] {
            let said = Cost::parse(wrong).unwrap_err();
            assert!(said.contains("such as 50000 or 12.50"), "{wrong}: {said}");
        }
        assert!(Cost::parse(&"9".repeat(400)).is_err());
    }
}
