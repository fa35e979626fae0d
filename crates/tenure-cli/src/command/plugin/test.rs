//! `tenure plugin test`: what every plugin promises, tried.

use std::io::Write;

use tenure_testkit::kit::try_plugin;

use super::{check, find, settings};
use crate::args::PluginTestArgs;
use crate::command::{Outcome, stdout};
use crate::failure::Failure;
use crate::plugins;

pub(super) fn run(args: &PluginTestArgs) -> Result<Outcome, Failure> {
    let path = find::plugin(&args.file)?;
    let opened = plugins::open(&path)?;
    check::inputs_are_there(&opened, &path)?;
    let plugin = opened.plugin;
    let description = plugin.description();
    let parameters = settings::given(description, &args.set)?;
    let report = try_plugin(&*plugin, &parameters, args.seed)
        .map_err(|error| Failure::Refused(error.to_string()))?;
    let mut out = stdout();
    writeln!(
        out,
        "{} {}, seed {}\n\n{report}",
        description.id, description.version, args.seed
    )?;
    if report.is_kept() && report.spoken == 0 {
        writeln!(
            out,
            "it had nothing to say of any of them, which proves little; another --seed or a --set may make it speak"
        )?;
    }
    out.flush()?;
    Ok(if report.is_kept() {
        Outcome::Fine
    } else {
        Outcome::CasesFailed
    })
}
