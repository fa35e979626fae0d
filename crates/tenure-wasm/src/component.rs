//! Components from core modules.

use tenure_core::plugin::{PluginError, PluginErrorKind};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

/// The WIT package, as plugin authors of any language need it.
pub const WIT: &str = include_str!("../../tenure-plugin/wit/plugin.wit");

/// The section in which a compiler of bindings leaves what a module is made for.
const SECTION: &[u8] = b"component-type";

/// Makes a component of what a compiler made: a core module that exports `tenure:plugin/scoring@1.0.0#score` and the
/// like. Where no tool has left in it what it is made for, that is added.
///
/// # Errors
///
/// [`PluginErrorKind::Compile`] where it is no module, or lacks what a plugin exports; the text tells what.
pub fn component_of(module: &[u8]) -> Result<Vec<u8>, PluginError> {
    let fails = |error: &dyn std::fmt::Display| {
        PluginError::new(
            PluginErrorKind::Compile,
            format!("no component can be made of it: {error}"),
        )
    };
    let mut module = module.to_vec();
    if !module
        .windows(SECTION.len())
        .any(|window| window == SECTION)
    {
        let mut resolve = Resolve::default();
        let package = resolve
            .push_str("plugin.wit", WIT)
            .map_err(|error| fails(&format!("{error:#}")))?;
        let world = resolve
            .select_world(&[package], Some("plugin"))
            .map_err(|error| fails(&format!("{error:#}")))?;
        embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)
            .map_err(|error| fails(&format!("{error:#}")))?;
    }
    let encoder = ComponentEncoder::default().validate(true).module(&module);
    encoder
        .and_then(|mut encoder| encoder.encode())
        .map_err(|error| fails(&format!("{error:#}")))
}
