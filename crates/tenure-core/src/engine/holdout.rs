//! The control group: accounts whose actions are computed, and not to be carried out.

use hmac_sha256::Hash;
use tenure_model::Id;

use super::Engine;

impl Engine {
    /// Whether an account is in the rulebook's control group. The draw depends on the salt and the account's id alone:
    /// on no day, no other account and no platform.
    pub(super) fn is_held_out(&self, account: &Id) -> bool {
        let holdout = self.rulebook.holdout.as_ref();
        holdout.is_some_and(|holdout| draw(&holdout.salt, account.as_str()) < holdout.share_bp)
    }
}

/// A number from 0 to 9,999: of the first 64 bits of a SHA-256, their share of all there are.
fn draw(salt: &str, account: &str) -> i64 {
    let mut sha = Hash::new();
    sha.update((salt.len() as u64).to_le_bytes());
    sha.update(salt.as_bytes());
    sha.update(account.as_bytes());
    let bits = sha
        .finalize()
        .iter()
        .take(8)
        .fold(0_u64, |bits, byte| (bits << 8) | u64::from(*byte));
    ((u128::from(bits) * 10_000) >> 64) as i64
}

#[cfg(test)]
mod tests {
    use super::draw;

    #[test]
    fn a_draw_is_the_same_everywhere_and_forever() {
        assert_eq!(draw("2026", "a-01"), 7_604);
        assert_ne!(draw("2027", "a-01"), draw("2026", "a-01"));
        assert_ne!(draw("2026", "a-02"), draw("2026", "a-01"));
    }

    #[test]
    fn draws_are_spread_evenly() {
        let held = (0..10_000)
            .filter(|number| draw("salt", &format!("account-{number}")) < 1_000)
            .count();
        assert!((900..1_100).contains(&held), "{held} of 10,000");
    }
}
