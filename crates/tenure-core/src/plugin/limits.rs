//! What a plugin may use, and what it used.

use super::error::{PluginError, PluginErrorKind};

/// What a rulebook allows a plugin; `None` leaves the host's limit. A limit may only be lowered below the host's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// Fuel (WASM) or operations (scripts) for one row. A WASM batch gets this for each of its rows, and a fixed amount
    /// of the host's besides.
    pub fuel_per_row: Option<u64>,
    /// Memory, in KiB.
    pub memory_kib: Option<u64>,
    /// Time for one batch, in milliseconds, where the host keeps a deadline.
    pub time_ms: Option<u64>,
}

impl Limits {
    /// These limits, with the host's where they say nothing.
    ///
    /// # Errors
    /// [`PluginErrorKind::Limits`]: one is zero or above the host's; the text names it.
    pub fn within(&self, host: &Self) -> Result<Self, PluginError> {
        Ok(Self {
            fuel_per_row: lowered("fuel_per_row", self.fuel_per_row, host.fuel_per_row)?,
            memory_kib: lowered("memory_kib", self.memory_kib, host.memory_kib)?,
            time_ms: lowered("time_ms", self.time_ms, host.time_ms)?,
        })
    }
}

fn lowered(name: &str, asked: Option<u64>, host: Option<u64>) -> Result<Option<u64>, PluginError> {
    let refused = |why: String| Err(PluginError::new(PluginErrorKind::Limits, why));
    match (asked, host) {
        (Some(0), _) => refused(format!(
            "`{name} = 0` leaves the plugin nothing; take it out or raise it"
        )),
        (Some(asked), Some(host)) if asked > host => refused(format!(
            "`{name} = {asked}` is above the host's limit of {host}; a rulebook may only lower it"
        )),
        (Some(asked), _) => Ok(Some(asked)),
        (None, host) => Ok(host),
    }
}

/// What a plugin used for one batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Usage {
    /// Fuel (WASM) or operations (scripts) of the whole batch; 0 where nobody counts.
    pub fuel: u64,
    /// The most memory, in bytes; 0 where nobody counts.
    pub memory: u64,
}

impl Usage {
    /// Two batches taken together: fuel adds up, of memory the larger counts.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            fuel: self.fuel.saturating_add(other.fuel),
            memory: self.memory.max(other.memory),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_lowered_and_never_raised() {
        let host = Limits {
            fuel_per_row: Some(100),
            memory_kib: Some(64),
            time_ms: None,
        };
        let asked = Limits {
            fuel_per_row: Some(10),
            ..Limits::default()
        };
        let both = asked.within(&host).unwrap();
        assert_eq!((both.fuel_per_row, both.memory_kib), (Some(10), Some(64)));
        for (asked, said) in [
            (101, "above the host's limit of 100"),
            (0, "leaves the plugin nothing"),
        ] {
            let asked = Limits {
                fuel_per_row: Some(asked),
                ..Limits::default()
            };
            let error = asked.within(&host).unwrap_err();
            assert_eq!(error.kind(), PluginErrorKind::Limits);
            assert!(error.to_string().contains(said), "{error}");
        }
    }
}
