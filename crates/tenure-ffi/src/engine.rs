//! Engines: a rulebook, compiled.

use std::ffi::{c_char, c_void};

use crate::config::{Config, Settings, settings};
use crate::error::Error;
use crate::guard::{fallible, plain};
use crate::handle::{Exclusive, Out, give, given, place};
use crate::plugins::Plugins;
use crate::rulebook::Rulebook;
use crate::text::{LenOut, Shown, bytes, show, text};

/// Gathers what an engine is made of. Used by one thread at a time.
#[derive(Debug)]
pub struct Builder(pub(crate) Exclusive<Parts>);

#[derive(Debug)]
pub(crate) struct Parts {
    settings: Settings,
    rulebook: Option<tenure::Rulebook>,
    plugins: Plugins,
}

impl Parts {
    fn build(&self) -> Result<Engine, tenure::Error> {
        let builder = tenure::Engine::builder();
        let builder = match &self.rulebook {
            Some(rulebook) => builder.rulebook(rulebook.clone()),
            None => builder,
        };
        let inner = self.plugins.bind(builder).build()?;
        Ok(Engine {
            provenance: Shown::new(inner.provenance()),
            settings: self.settings,
            inner,
        })
    }
}

/// A rulebook, compiled. Any number of threads may use it.
#[derive(Debug)]
pub struct Engine {
    pub(crate) inner: tenure::Engine,
    pub(crate) settings: Settings,
    provenance: Shown,
}

/// A builder with settings, or with the usual ones.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_builder_new(
    config: Option<&Config>,
    out: Out<'_, Builder>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_builder_new", err, || {
        let out = place(out)?;
        let parts = Parts {
            settings: settings(config)?,
            rulebook: None,
            plugins: Plugins::default(),
        };
        give(out, Builder(Exclusive::new(parts)));
        Ok(())
    })
}

/// The rulebook to decide by.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_builder_rulebook(
    builder: Option<&Builder>,
    rulebook: Option<&Rulebook>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_builder_rulebook", err, || {
        let builder = given(builder, "builder")?;
        let rulebook = given(rulebook, "rulebook")?;
        builder.0.with("builder", |parts| {
            parts.rulebook = Some(rulebook.inner.clone());
            Ok(())
        })
    })
}

/// A plugin that the rulebook binds by an id: a script's text, or a WASM component.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_builder_plugin(
    builder: Option<&Builder>,
    id: *const c_char,
    id_len: usize,
    name: *const c_char,
    name_len: usize,
    plugin: *const c_void,
    plugin_len: usize,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_builder_plugin", err, || {
        let builder = given(builder, "builder")?;
        let (id, name) = (text!(id, id_len)?, text!(name, name_len)?);
        let plugin = bytes!(plugin, plugin_len)?;
        let add = |parts: &mut Parts| parts.plugins.add(id, name, plugin);
        builder.0.with("builder", add)
    })
}

/// Compiles an engine; the builder stays as it is.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_builder_build(
    builder: Option<&Builder>,
    out: Out<'_, Engine>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_builder_build", err, || {
        let builder = given(builder, "builder")?;
        let out = place(out)?;
        give(out, builder.0.with("builder", |parts| Ok(parts.build()?))?);
        Ok(())
    })
}

/// Frees it; engines that it built stay.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_builder_free(builder: Option<Box<Builder>>) {
    plain("tenure_builder_free", (), || drop(builder));
}

/// The rulebook as decisions name it: `id@version`, a space, then its digest.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_engine_provenance(
    engine: Option<&Engine>,
    len: LenOut<'_>,
) -> *const c_char {
    plain("tenure_engine_provenance", std::ptr::null(), || {
        show(engine.map(|engine| &engine.provenance), len)
    })
}

/// Frees it; sessions of it stay.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_engine_free(engine: Option<Box<Engine>>) {
    plain("tenure_engine_free", (), || drop(engine));
}
