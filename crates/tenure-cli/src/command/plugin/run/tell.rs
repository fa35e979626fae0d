//! What came of a run, told: by account, then what failed, then what it took.

use std::io::{self, Write};

use tenure::plugin::script::FUEL_PER_ROW;
use tenure::plugin::{Description, PluginError, RowVerdict};

use super::Trial;
use crate::plugins::Made;
use crate::render::text::{left, right, thousands};

/// How many different failures are told in full.
const FAILURES: usize = 5;

/// What was used of a limit.
struct Used {
    what: &'static str,
    used: String,
    /// The limit in words, and the share of it that was used.
    most: Option<(String, String)>,
}

impl Trial {
    pub(super) fn write(
        &self,
        description: &Description,
        made: &Made,
        top: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let told = self.sent.iter().zip(&self.verdicts);
        let mut said = told
            .filter_map(|(row, verdict)| Some((self.ids.get(*row as usize)?, verdict)))
            .filter(|(_, verdict)| says_something(verdict));
        let most = if top == 0 { usize::MAX } else { top };
        for (id, verdict) in said.by_ref().take(most) {
            writeln!(out, "{} {}", left(id, 24), words(description, verdict))?;
        }
        let more = said.count();
        if more > 0 {
            writeln!(out, "… and {more} more; --top 0 shows them all")?;
        }
        self.write_sent(description, out)?;
        self.write_failures(out)?;
        writeln!(out, "\n  {}{}of at most", left("", 12), left("used", 28))?;
        for used in self.used(made) {
            write_used(&used, out)?;
        }
        Ok(())
    }

    /// How many were sent, and for want of what others were not.
    fn write_sent(&self, description: &Description, out: &mut dyn Write) -> io::Result<()> {
        let (all, sent) = (self.ids.len(), self.sent.len());
        let spoken = self.verdicts.iter().filter(|row| says_something(row));
        let spoken = spoken.count() - self.failed();
        if spoken + self.failed() > 0 {
            writeln!(out)?;
        }
        writeln!(
            out,
            "{} {}: {sent} of {all} accounts sent; {spoken} with points or a proposal, {} failed",
            description.id,
            description.version,
            self.failed()
        )?;
        let inputs = description.inputs.iter().zip(&self.unknown);
        for (input, unknown) in inputs.filter(|(input, unknown)| input.required && **unknown > 0) {
            writeln!(
                out,
                "  not sent: `{}` is not known of {unknown}",
                input.signal
            )?;
        }
        Ok(())
    }

    /// Each failure once, with its place.
    fn write_failures(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut different: Vec<(&PluginError, usize)> = Vec::new();
        for verdict in &self.verdicts {
            let RowVerdict::Failed(error) = verdict else {
                continue;
            };
            let same = |known: &&mut (&PluginError, usize)| {
                known.0.text() == error.text() && known.0.place() == error.place()
            };
            if let Some((_, count)) = different.iter_mut().find(same) {
                *count += 1;
            } else if different.len() < FAILURES {
                different.push((error, 1));
            }
        }
        for (error, count) in different {
            let place = error.place().map(ToString::to_string).unwrap_or_default();
            let accounts = if count == 1 { "account" } else { "accounts" };
            writeln!(
                out,
                "\nfailed on {count} {accounts}: {}{place}",
                error.text()
            )?;
        }
        Ok(())
    }

    fn used(&self, made: &Made) -> Vec<Used> {
        let rows = self.sent.len().max(1);
        let time = Used {
            what: "time",
            used: format!("{} us a row", self.took.as_micros() / rows as u128),
            most: Some(("no limit".to_owned(), String::new())),
        };
        match made {
            Made::Script { .. } => vec![
                Used {
                    what: "operations",
                    used: format!(
                        "{} a row",
                        thousands((self.usage.fuel / rows as u64).into())
                    ),
                    most: None,
                },
                Used {
                    what: "",
                    used: format!(
                        "{} the costliest row",
                        thousands(self.costliest.fuel.into())
                    ),
                    most: Some(of(
                        self.costliest.fuel,
                        FUEL_PER_ROW * self.costliest.rows as u64,
                        "a row",
                    )),
                },
                time,
            ],
            #[cfg(feature = "wasm")]
            Made::Wasm(_) => self.used_by_wasm(rows as u64, time),
        }
    }

    #[cfg(feature = "wasm")]
    fn used_by_wasm(&self, rows: u64, time: Used) -> Vec<Used> {
        let options = tenure_wasm::HostOptions::default();
        let allowed = options
            .fuel_per_batch
            .saturating_add(options.fuel_per_row * self.costliest.rows as u64);
        let memory = self.usage.memory / 1024;
        vec![
            Used {
                what: "fuel",
                used: format!("{} a row", thousands((self.usage.fuel / rows).into())),
                most: None,
            },
            Used {
                what: "",
                used: format!(
                    "{} the costliest batch",
                    thousands(self.costliest.fuel.into())
                ),
                most: Some(of(
                    self.costliest.fuel,
                    allowed,
                    &format!("a batch of {}", self.costliest.rows),
                )),
            },
            Used {
                what: "memory",
                used: format!("{} KiB", thousands(memory.into())),
                most: Some(of(memory, options.memory_kib, "KiB")),
            },
            time,
        ]
    }
}

/// A limit, and the share of it.
fn of(used: u64, most: u64, unit: &str) -> (String, String) {
    let tenths = u128::from(used) * 1_000 / u128::from(most.max(1));
    (
        format!("{} {unit}", thousands(most.into())),
        format!("{}.{} %", tenths / 10, tenths % 10),
    )
}

fn write_used(used: &Used, out: &mut dyn Write) -> io::Result<()> {
    let nothing = (String::new(), String::new());
    let (most, share) = used.most.as_ref().unwrap_or(&nothing);
    let line = format!(
        "  {}{}{}{}",
        left(used.what, 12),
        left(&used.used, 28),
        left(most, 28),
        right(share, 8)
    );
    writeln!(out, "{}", line.trim_end())
}

fn says_something(verdict: &RowVerdict) -> bool {
    match verdict {
        RowVerdict::Judged { points, actions } => !points.is_empty() || !actions.is_empty(),
        RowVerdict::Failed(_) => true,
    }
}

fn words(description: &Description, verdict: &RowVerdict) -> String {
    let (points, actions) = match verdict {
        RowVerdict::Judged { points, actions } => (points, actions),
        RowVerdict::Failed(error) => return format!("failed: {}", error.text()),
    };
    let reasons = points.iter().filter_map(|(reason, points)| {
        let code = description.reasons.get(usize::from(*reason))?;
        Some(format!("{points:+} {}", code.code))
    });
    let actions = actions.iter().filter_map(|action| {
        let code = description.actions.get(usize::from(*action))?;
        Some(format!("proposes {}", code.code))
    });
    reasons.chain(actions).collect::<Vec<_>>().join(", ")
}
