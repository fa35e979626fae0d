//! Errors of wasmtime, by kind.

use tenure_core::plugin::{PluginError, PluginErrorKind};
use wasmtime::{Error, Trap};

use crate::store::State;

/// What went wrong in a call, with what the plugin noted before.
pub(crate) fn of_call(error: &Error, state: &State) -> PluginError {
    let trap = error.downcast_ref::<Trap>().copied();
    let kind = match trap {
        Some(Trap::OutOfFuel) => PluginErrorKind::OutOfFuel,
        Some(Trap::Interrupt) => PluginErrorKind::Deadline,
        Some(Trap::StackOverflow) => PluginErrorKind::StackOverflow,
        Some(Trap::AllocationTooLarge) => PluginErrorKind::OutOfMemory,
        // A plugin that is denied memory mostly ends itself.
        Some(_) | None if state.denied => PluginErrorKind::OutOfMemory,
        Some(_) => PluginErrorKind::Trap,
        // What it says or asks for does not keep to the interface: a text or list that is none.
        None => PluginErrorKind::BadOutput,
    };
    let mut text = match trap {
        Some(Trap::OutOfFuel) => "the fuel of the call is used up".to_owned(),
        Some(Trap::Interrupt) => "the time of the call is over".to_owned(),
        Some(Trap::StackOverflow) => "the stack is full".to_owned(),
        Some(trap) => trap.to_string(),
        None => format!("{error:#}"),
    };
    let log = state.log.trim();
    if !log.is_empty() {
        text = format!("{text}; it noted: {log}");
    }
    PluginError::new(kind, text)
}

/// What went wrong while the host did what has nothing to do with the plugin's code.
pub(crate) fn internal(error: &Error) -> PluginError {
    PluginError::new(PluginErrorKind::Internal, format!("{error:#}"))
}

/// What went wrong while an instance was made: by its own start, or because it may not be so large.
pub(crate) fn of_start(error: &Error, state: &State) -> PluginError {
    if error.downcast_ref::<Trap>().is_some() || state.denied {
        return of_call(error, state);
    }
    let text = format!("it cannot be started: {error:#}");
    PluginError::new(PluginErrorKind::Refused, text)
}
