//! Rulebooks: text, parsed and checked.

use std::ffi::c_char;

use crate::answer::Answer;
use crate::error::Error;
use crate::guard::{fallible, plain};
use crate::handle::{Exclusive, Out, give, given, place};
use crate::text::{LenOut, Shown, show, text};

/// A rulebook, parsed and checked. Any number of threads may use it.
#[derive(Debug)]
pub struct Rulebook {
    pub(crate) inner: tenure::Rulebook,
    digest: Shown,
}

impl From<tenure::Rulebook> for Rulebook {
    fn from(inner: tenure::Rulebook) -> Self {
        Self {
            digest: Shown::new(inner.digest()),
            inner,
        }
    }
}

/// Gathers the rulebooks that another one extends. Used by one thread at a time.
#[derive(Debug)]
pub struct Loader(pub(crate) Exclusive<Vec<(String, String)>>);

/// The shipped rulebook.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_rulebook_default(out: Out<'_, Rulebook>, err: Out<'_, Error>) -> i32 {
    fallible("tenure_rulebook_default", err, || {
        let out = place(out)?;
        give(out, tenure::Rulebook::default_renewal().into());
        Ok(())
    })
}

/// Parses and checks a text, which may extend the shipped rulebook.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_rulebook_parse(
    name: *const c_char,
    name_len: usize,
    source: *const c_char,
    source_len: usize,
    out: Out<'_, Rulebook>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_rulebook_parse", err, || {
        let (name, source) = (text!(name, name_len)?, text!(source, source_len)?);
        let out = place(out)?;
        give(out, tenure::Rulebook::parse(name, source)?.into());
        Ok(())
    })
}

/// What it says, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_rulebook_describe(
    rulebook: Option<&Rulebook>,
    out: Out<'_, Answer>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_rulebook_describe", err, || {
        let rulebook = given(rulebook, "rulebook")?;
        give(place(out)?, Answer::json(&rulebook.inner.describe()));
        Ok(())
    })
}

/// The digest of its texts: 32 hex digits.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_rulebook_digest(
    rulebook: Option<&Rulebook>,
    len: LenOut<'_>,
) -> *const c_char {
    plain("tenure_rulebook_digest", std::ptr::null(), || {
        show(rulebook.map(|rulebook| &rulebook.digest), len)
    })
}

/// Frees it.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_rulebook_free(rulebook: Option<Box<Rulebook>>) {
    plain("tenure_rulebook_free", (), || drop(rulebook));
}

/// A loader that knows the shipped rulebook.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_loader_new(out: Out<'_, Loader>, err: Out<'_, Error>) -> i32 {
    fallible("tenure_loader_new", err, || {
        give(place(out)?, Loader(Exclusive::new(Vec::new())));
        Ok(())
    })
}

/// Adds a text that rulebooks may extend under an id.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_loader_base(
    loader: Option<&Loader>,
    id: *const c_char,
    id_len: usize,
    source: *const c_char,
    source_len: usize,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_loader_base", err, || {
        let loader = given(loader, "loader")?;
        let (id, source) = (text!(id, id_len)?, text!(source, source_len)?);
        loader.0.with("loader", |bases| {
            bases.push((id.to_owned(), source.to_owned()));
            Ok(())
        })
    })
}

/// Parses and checks a text, which may extend what the loader knows.
///
/// # Safety
/// As the header says of text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tenure_loader_load(
    loader: Option<&Loader>,
    name: *const c_char,
    name_len: usize,
    source: *const c_char,
    source_len: usize,
    out: Out<'_, Rulebook>,
    err: Out<'_, Error>,
) -> i32 {
    fallible("tenure_loader_load", err, || {
        let loader = given(loader, "loader")?;
        let (name, source) = (text!(name, name_len)?, text!(source, source_len)?);
        let out = place(out)?;
        let rulebook = loader.0.with("loader", |bases| {
            let bases = bases.iter().map(|(id, text)| (id.as_str(), text.as_str()));
            Ok(tenure::Rulebook::parse_with(name, source, bases)?)
        })?;
        give(out, rulebook.into());
        Ok(())
    })
}

/// Frees it; rulebooks that it loaded stay.
#[unsafe(no_mangle)]
pub extern "C" fn tenure_loader_free(loader: Option<Box<Loader>>) {
    plain("tenure_loader_free", (), || drop(loader));
}
