//! Plugins, from what a host has of their files.

use std::fmt;
use std::sync::Arc;

use tenure::plugin::{Plugin, ScriptPlugin};

use crate::failure::{Failure, Outcome};
use crate::status;

/// The plugins of a builder, by the ids under which a rulebook binds them.
#[derive(Default)]
pub(crate) struct Plugins {
    bound: Vec<(String, Arc<dyn Plugin>)>,
    #[cfg(feature = "wasm")]
    host: Option<tenure::wasm::WasmHost>,
}

impl Plugins {
    /// Adds a plugin; its bytes tell whether it is a script or WASM.
    pub(crate) fn add(&mut self, id: &str, name: &str, bytes: &[u8]) -> Outcome<()> {
        let plugin = match bytes.starts_with(b"\0asm") {
            true => self.component(name, bytes)?,
            false => script(name, bytes)?,
        };
        self.bound.push((id.to_owned(), plugin));
        Ok(())
    }

    /// All of them; of those under one id the last.
    pub(crate) fn bind(&self, mut builder: tenure::EngineBuilder) -> tenure::EngineBuilder {
        for (id, plugin) in &self.bound {
            builder = builder.shared_plugin(id.clone(), Arc::clone(plugin));
        }
        builder
    }

    /// All components of a builder share one host, and its room.
    #[cfg(feature = "wasm")]
    fn component(&mut self, name: &str, bytes: &[u8]) -> Outcome<Arc<dyn Plugin>> {
        use tenure::wasm::{HostOptions, WasmHost};

        let refused = |error| refused(name, &error);
        if self.host.is_none() {
            self.host = Some(WasmHost::new(HostOptions::default()).map_err(refused)?);
        }
        let host = self.host.as_ref().ok_or_else(|| Failure::null("host"))?;
        Ok(Arc::new(host.load(bytes).map_err(refused)?))
    }

    #[cfg(not(feature = "wasm"))]
    fn component(&mut self, name: &str, _: &[u8]) -> Outcome<Arc<dyn Plugin>> {
        Err(Failure::new(
            status::E_PLUGIN,
            format!(
                "{name}: this library was built without WASM plugins; build it with them: \
                 `cargo build --release --package tenure-ffi --features wasm`"
            ),
        ))
    }
}

fn script(name: &str, bytes: &[u8]) -> Outcome<Arc<dyn Plugin>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let from = error.valid_up_to();
        let text = format!("{name} is neither WASM nor a script: no UTF-8 from byte {from} on");
        Failure::new(status::E_UTF8, text)
    })?;
    let script = ScriptPlugin::parse(name, text).map_err(|error| refused(name, &error))?;
    Ok(Arc::new(script))
}

fn refused(name: &str, error: &tenure::plugin::PluginError) -> Failure {
    let text = match error.place() {
        Some(_) => error.to_string(),
        None => format!("{name}: {error}"),
    };
    Failure::new(status::E_PLUGIN, text)
}

impl fmt::Debug for Plugins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.bound.iter().map(|(id, _)| id);
        f.debug_list().entries(ids).finish()
    }
}
