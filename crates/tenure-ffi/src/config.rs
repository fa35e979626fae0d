//! Settings by name, so that no layout can drift.

use std::ffi::c_char;

use serde::Serialize;
use tenure::model::Limits;

use crate::answer::Answer;
use crate::error::Error;
use crate::failure::{Failure, Outcome};
use crate::guard::fallible;
use crate::guard::plain;
use crate::handle::{Exclusive, Out, give, given, place};
use crate::status;
use crate::text::text;

/// Settings, used by one thread at a time.
#[derive(Debug)]
pub struct Config(pub(crate) Exclusive<Settings>);

/// What is set.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    /// How large and deep an account or a tenant may be.
    pub(crate) limits: Limits,
    /// So many accounts are decided between two looks at whether to stop.
    pub(crate) batch: usize,
}

/// A setting: its name, its least, usual and largest value, what it does, and where it is kept.
#[derive(Serialize)]
struct Key {
    key: &'static str,
    #[serde(rename = "type")]
    ty: &'static str,
    least: usize,
    default: usize,
    most: usize,
    help: &'static str,
    #[serde(skip)]
    slot: fn(&mut Settings) -> &mut usize,
}

const KEYS: [Key; 3] = [
    Key {
        key: "limits.bytes",
        ty: "int",
        least: 1,
        default: 8 << 20,
        most: 1 << 30,
        help: "bytes of JSON that an account or a tenant may have",
        slot: |settings| &mut settings.limits.bytes,
    },
    Key {
        key: "limits.depth",
        ty: "int",
        least: 1,
        default: 64,
        most: 128,
        help: "levels of nesting that an account or a tenant may have",
        slot: |settings| &mut settings.limits.depth,
    },
    Key {
        key: "interrupt.accounts",
        ty: "int",
        least: 1,
        default: 256,
        most: 65_536,
        help: "accounts that are decided between two looks at whether to stop",
        slot: |settings| &mut settings.batch,
    },
];

impl Default for Settings {
    fn default() -> Self {
        let mut settings = Self {
            limits: Limits::default(),
            batch: 0,
        };
        for key in &KEYS {
            *(key.slot)(&mut settings) = key.default;
        }
        settings
    }
}

impl Settings {
    fn set(&mut self, key: &str, value: &str) -> Outcome<()> {
        let found = KEYS.iter().find(|known| known.key == key);
        let found = found.ok_or_else(|| {
            let names: Vec<&str> = KEYS.iter().map(|known| known.key).collect();
            refused(format!(
                "there is no setting `{key}`; there are {}",
                names.join(", ")
            ))
        })?;
        let within = |number: &usize| (found.least..=found.most).contains(number);
        let number = value.parse::<usize>().ok().filter(within);
        *(found.slot)(self) = number.ok_or_else(|| {
            refused(format!(
                "`{key}` cannot be `{value}`; it is a whole number from {} to {}",
                found.least, found.most
            ))
        })?;
        Ok(())
    }
}

fn refused(message: String) -> Failure {
    Failure::new(status::E_CONFIG, message)
}

/// What is set, or the usual values where the host has no settings.
pub(crate) fn settings(config: Option<&Config>) -> Outcome<Settings> {
    match config {
        Some(config) => config.0.with("config", |settings| Ok(*settings)),
        None => Ok(Settings::default()),
    }
}

/// The usual settings.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_config_new(out: Out<'_, Config>, err: Out<'_, Error>) -> i32 {
    fallible("tenure_config_new", err, || {
        give(place(out)?, Config(Exclusive::new(Settings::default())));
        Ok(())
    })
}

/// Sets one.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_config_set(
    config: Option<&Config>,
    key: *const c_char,
    key_len: usize,
    value: *const c_char,
    value_len: usize,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_config_set", err, || {
        let config = given(config, "config")?;
        let (key, value) = (text!(key, key_len)?, text!(value, value_len)?);
        config.0.with("config", |settings| settings.set(key, value))
    })
}

/// Every setting that there is, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_config_keys(out: Out<'_, Answer>, err: Out<'_, Error>) -> i32 {
    fallible("tenure_config_keys", err, || {
        give(place(out)?, Answer::json(&KEYS));
        Ok(())
    })
}

/// Frees them.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_config_free(config: Option<Box<Config>>) {
    plain("tenure_config_free", (), || drop(config));
}
