//! A source of choices: from a seed, or from bytes that a fuzzer or proptest makes up.

/// Answers one choice after another.
///
/// From a seed the choices are pseudo-random and never end. From bytes each choice takes some of them, and once they
/// are used up every choice is the first: generators put what is small and harmless first, so fewer bytes make smaller
/// cases, and a fuzzer or proptest that shortens its bytes shrinks the case.
#[derive(Debug, Clone)]
pub struct Source<'a> {
    kind: Kind<'a>,
}

#[derive(Debug, Clone)]
enum Kind<'a> {
    Seed(u64),
    Bytes(&'a [u8]),
}

impl<'a> Source<'a> {
    /// Choices from a seed: equal seeds give equal choices on every machine.
    pub fn seeded(seed: u64) -> Source<'static> {
        Source {
            kind: Kind::Seed(seed),
        }
    }

    /// Choices from bytes.
    pub fn from_bytes(bytes: &'a [u8]) -> Self {
        Self {
            kind: Kind::Bytes(bytes),
        }
    }

    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        match &mut self.kind {
            Kind::Seed(state) => split_mix(state),
            Kind::Bytes(bytes) => take(bytes, 8),
        }
    }

    /// A number below `limit`; 0 where `limit` is 0 or 1.
    pub fn below(&mut self, limit: usize) -> usize {
        self.below_wide(limit as u64) as usize
    }

    /// The same on every platform, whatever the width of its pointers.
    fn below_wide(&mut self, limit: u64) -> u64 {
        let limit = limit.max(1);
        let bits = match &mut self.kind {
            Kind::Seed(state) => split_mix(state) >> 16,
            Kind::Bytes(bytes) if limit <= 256 => take(bytes, 1),
            Kind::Bytes(bytes) => take(bytes, 4),
        };
        bits % limit
    }

    /// True in so many of 100 cases; false once bytes are used up.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent.min(100)
    }

    /// An int from `low` to `high`, both included; `low` where there is none.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.saturating_sub(low).max(0).unsigned_abs();
        low + self.below_wide(span + 1) as i64
    }

    /// One of several; `None` where there is none.
    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        from.get(self.below(from.len()))
    }

    /// One of several words.
    pub fn word<'t>(&mut self, from: &[&'t str]) -> &'t str {
        self.pick(from).copied().unwrap_or("")
    }

    /// A value, or `None` in so many of 100 cases.
    pub fn maybe<T>(
        &mut self,
        percent_none: usize,
        value: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        // Drawn so that exhausted bytes give none.
        let some = self.chance(100 - percent_none.min(100));
        some.then(|| value(self))
    }
}

/// The first bytes as a number; zeros once they are used up.
fn take(bytes: &mut &[u8], count: usize) -> u64 {
    let mut value = 0;
    for _ in 0..count {
        let Some((first, rest)) = bytes.split_first() else {
            break;
        };
        value = value << 8 | u64::from(*first);
        *bytes = rest;
    }
    value
}

/// Sebastiano Vigna's SplitMix64.
fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
