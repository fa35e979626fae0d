//! The properties of a rulebook, and accounts that broke one once.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tenure_testkit::property::{Kit, KitError, Options, Report, Verdict, Witness};

use crate::args::TestArgs;
use crate::facade::{Plugin, Rulebook, read_rulebook};
use crate::failure::Failure;
use crate::plugins;

impl From<KitError> for Failure {
    fn from(error: KitError) -> Self {
        Self::Refused(error.to_string())
    }
}

/// A rulebook, and the file that it stands in if it is not the shipped one.
pub(super) struct Given {
    rulebook: Rulebook,
    path: Option<PathBuf>,
}

impl Given {
    pub(super) fn read(path: Option<&Path>) -> Result<Self, Failure> {
        Ok(Self {
            rulebook: match path {
                Some(path) => read_rulebook(path)?,
                None => Rulebook::default_renewal(),
            },
            path: path.map(Path::to_owned),
        })
    }

    /// The rulebook.
    pub(super) fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// The plugins that it binds, from the files beside it.
    pub(super) fn plugins(&self) -> Result<BTreeMap<String, Arc<dyn Plugin>>, Failure> {
        Ok(match &self.path {
            Some(path) => plugins::of_rulebook(&self.rulebook, path)?
                .into_iter()
                .collect(),
            None => BTreeMap::new(),
        })
    }

    /// The kit for it, with its plugins and the rulebooks beside it that it is held against.
    pub(super) fn kit(&self, args: &TestArgs) -> Result<Kit<'_>, Failure> {
        let mut kit = Kit::new(&self.rulebook).options(Options {
            cases: args.cases.unwrap_or(0),
            seed: args.seed.unwrap_or(1),
            only: args.only.clone(),
            until_broken: false,
        });
        kit = kit.plugins(self.plugins()?);
        let folder = self.path.as_deref().and_then(Path::parent);
        for name in self.rulebook.checked().held_against() {
            let file = folder.unwrap_or(Path::new("")).join(name);
            if file.is_file() {
                kit = kit.against(name, read_rulebook(&file)?);
            }
        }
        Ok(kit)
    }
}

/// Writes each account that broke a property into a folder; what to say of each.
pub(super) fn keep(report: &Report, folder: &Path) -> Result<Vec<String>, Failure> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| Failure::file(&path, &error)
    };
    let mut said = Vec::new();
    for finding in &report.findings {
        let Verdict::Failed(found) = &finding.verdict else {
            continue;
        };
        let Some(witness) = Witness::of(found) else {
            said.push(format!(
                "not kept: `{}` is about all accounts together; one by itself breaks nothing",
                finding.property
            ));
            continue;
        };
        fs::create_dir_all(folder).map_err(failed(folder))?;
        let file = folder.join(format!("{}.property.json", finding.property));
        fs::write(&file, witness.to_text()).map_err(failed(&file))?;
        said.push(format!("kept: {}", file.display()));
    }
    Ok(said)
}
