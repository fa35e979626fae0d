//! What is looked at before anything is compiled.

use std::ops::Range;

use tenure_core::plugin::{PluginError, PluginErrorKind};
use wasmparser::{Encoding, Parser, Payload, Validator, WasmFeatures};

use crate::HostOptions;

/// What a component may use.
pub(crate) const FEATURES: WasmFeatures = WasmFeatures::WASM2
    .difference(WasmFeatures::GC_TYPES)
    .union(WasmFeatures::EXTENDED_CONST)
    .union(WasmFeatures::COMPONENT_MODEL);

/// What a component may import, without the version: the log, and the types that cross.
const IMPORTS: [&str; 2] = ["tenure:plugin/host@1.", "tenure:plugin/types@1."];

/// The most functions. A plugin with serde and formatting has a few hundred.
const FUNCTIONS: u32 = 10_000;
/// The longest function, in bytes: compiling takes longer than the function is long.
const FUNCTION_BYTES: usize = 128 << 10;
/// The most locals of a function, parameters left out.
const LOCALS: u64 = 2_000;
/// The most core modules: the plugin's own, and those that join it to its imports.
const MODULES: u32 = 4;
/// The most components within the component.
const COMPONENTS: u32 = 8;

/// What can be told of a component without compiling it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inspected {
    /// Its size, in bytes.
    pub bytes: usize,
    /// What it imports.
    pub imports: Vec<String>,
    /// What it exports.
    pub exports: Vec<String>,
    /// How many core modules it is made of.
    pub modules: u32,
    /// How many functions they define.
    pub functions: u32,
    /// The longest of them, in bytes.
    pub longest_function: usize,
    /// The pages of 64 KiB with which its memory begins.
    pub memory_pages: u64,
    /// The largest number of elements with which a table begins.
    pub table_elements: u64,
    /// How many memories it defines.
    pub memories: u32,
    components: u32,
    locals: u64,
}

/// Looks at a component, by a host's limits.
///
/// # Errors
///
/// [`PluginErrorKind::Refused`] where it is too large, imports what the host does not give, or uses a feature that is
/// off; [`PluginErrorKind::Compile`] where it is no sound component.
pub fn inspect(bytes: &[u8], options: &HostOptions) -> Result<Inspected, PluginError> {
    if bytes.len() > options.component_bytes {
        let (found, most) = (bytes.len(), options.component_bytes);
        return refused(format!(
            "it has {found} bytes; a component has at most {most}"
        ));
    }
    // By size and number first: to validate is work, too.
    let inspected = survey(bytes)?;
    inspected.check(options)?;
    validate(bytes)?;
    Ok(inspected)
}

fn refused<T>(text: String) -> Result<T, PluginError> {
    Err(PluginError::new(PluginErrorKind::Refused, text))
}

fn malformed(error: &wasmparser::BinaryReaderError) -> PluginError {
    PluginError::new(
        PluginErrorKind::Compile,
        format!("it is no sound component: {error}"),
    )
}

fn validate(bytes: &[u8]) -> Result<(), PluginError> {
    let Err(error) = Validator::new_with_features(FEATURES).validate_all(bytes) else {
        return Ok(());
    };
    match Validator::new_with_features(WasmFeatures::all()).validate_all(bytes) {
        Ok(_) => refused(format!("it uses a feature of WASM that is off: {error}")),
        Err(_) => Err(malformed(&error)),
    }
}

fn survey(bytes: &[u8]) -> Result<Inspected, PluginError> {
    let mut inspected = Inspected {
        bytes: bytes.len(),
        ..Inspected::default()
    };
    let mut depth = 0_u32;
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.map_err(|error| malformed(&error))?;
        match &payload {
            Payload::Version {
                encoding: Encoding::Module,
                ..
            } if depth == 0 => {
                return refused(
                    "it is a core module, not a component; `tenure plugin build` makes a component of it".into(),
                );
            }
            Payload::ModuleSection { .. } => {
                (inspected.modules, depth) = (inspected.modules + 1, depth + 1)
            }
            Payload::ComponentSection { .. } => {
                (inspected.components, depth) = (inspected.components + 1, depth + 1);
            }
            Payload::End(_) => depth = depth.saturating_sub(1),
            _ => inspected
                .see(&payload, depth)
                .map_err(|error| malformed(&error))?,
        }
        inspected.check_counts()?;
    }
    Ok(inspected)
}

impl Inspected {
    fn see(&mut self, payload: &Payload<'_>, depth: u32) -> wasmparser::Result<()> {
        match payload {
            Payload::ComponentImportSection(imports) if depth == 0 => {
                for import in imports.clone() {
                    self.imports.push(import?.name.name.to_owned());
                }
            }
            Payload::ComponentExportSection(exports) if depth == 0 => {
                for export in exports.clone() {
                    self.exports.push(export?.name.name.to_owned());
                }
            }
            Payload::MemorySection(memories) => {
                for memory in memories.clone() {
                    self.memories += 1;
                    self.memory_pages = self.memory_pages.max(memory?.initial);
                }
            }
            Payload::TableSection(tables) => {
                for table in tables.clone() {
                    self.table_elements = self.table_elements.max(table?.ty.initial);
                }
            }
            Payload::CodeSectionEntry(body) => {
                self.functions += 1;
                self.longest_function = self.longest_function.max(length(&body.range()));
                for locals in body.get_locals_reader()? {
                    self.locals = self.locals.max(u64::from(locals?.0));
                }
            }
            // Everything else is for the validator.
            _ => {}
        }
        Ok(())
    }

    fn check_counts(&self) -> Result<(), PluginError> {
        let counts = [
            ("functions", u64::from(self.functions), u64::from(FUNCTIONS)),
            ("core modules", u64::from(self.modules), u64::from(MODULES)),
            (
                "inner components",
                u64::from(self.components),
                u64::from(COMPONENTS),
            ),
            ("memories", u64::from(self.memories), 1),
            (
                "bytes in one function",
                self.longest_function as u64,
                FUNCTION_BYTES as u64,
            ),
            ("locals in one function", self.locals, LOCALS),
        ];
        match counts.into_iter().find(|(_, found, most)| found > most) {
            Some((what, found, most)) => refused(format!(
                "it has {found} {what}; the host takes at most {most}"
            )),
            None => Ok(()),
        }
    }

    fn check(&self, options: &HostOptions) -> Result<(), PluginError> {
        let allowed = |name: &str| IMPORTS.iter().any(|known| name.starts_with(known));
        if let Some(name) = self.imports.iter().find(|name| !allowed(name)) {
            let told: String = name.chars().take(200).collect();
            return refused(format!(
                "it imports `{told}`; a plugin imports nothing but `tenure:plugin/host@1.0.0`"
            ));
        }
        let kib = self.memory_pages.saturating_mul(64);
        if kib > options.memory_kib {
            let most = options.memory_kib;
            return refused(format!(
                "its memory begins with {kib} KiB; the host gives at most {most}"
            ));
        }
        if self.table_elements > options.table_elements as u64 {
            let (found, most) = (self.table_elements, options.table_elements);
            return refused(format!(
                "it has a table of {found} elements; the host takes at most {most}"
            ));
        }
        Ok(())
    }
}

fn length(range: &Range<usize>) -> usize {
    range.end.saturating_sub(range.start)
}
