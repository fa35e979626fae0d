//! rhai's engine, hardened: nothing in it but what is put there, and every limit set.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rhai::{AST, Dynamic, Engine, OptimizationLevel, ParseError, Token};

use super::FUNCTION;
use super::error::Source;
use super::limits::{
    CALLS, DEEPEST, FUNCTIONS, LARGEST_MAP, LONGEST_LIST, LONGEST_TEXT, VARIABLES,
};
use crate::plugin::error::{PluginError, PluginErrorKind};

/// Words that a script does not have: what runs other text, reaches out of it, holds functions as values, prints, or (the
/// power of floats) is not the same on every machine.
const REFUSED: [&str; 15] = [
    "eval",
    "Fn",
    "call",
    "curry",
    "is_shared",
    "import",
    "export",
    "print",
    "debug",
    "try",
    "catch",
    "**",
    "**=",
    "global",
    "type_of",
];

/// The operations of a script: those of the row, and those of all.
#[derive(Debug, Default)]
pub(super) struct Meter {
    seen: AtomicU64,
    row: AtomicU64,
}

impl Meter {
    /// A row begins.
    pub(super) fn begin_row(&self) {
        self.row
            .store(self.seen.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// rhai counts anew.
    pub(super) fn restart(&self) {
        self.seen.store(0, Ordering::Relaxed);
        self.row.store(0, Ordering::Relaxed);
    }

    /// The operations of the row.
    pub(super) fn of_row(&self) -> u64 {
        self.seen
            .load(Ordering::Relaxed)
            .saturating_sub(self.row.load(Ordering::Relaxed))
    }
}

/// An engine with every limit and no function.
pub(super) fn bare() -> Engine {
    let mut engine = Engine::new_raw();
    engine
        .set_optimization_level(OptimizationLevel::None)
        .set_max_expr_depths(DEEPEST, DEEPEST)
        .set_max_call_levels(CALLS)
        .set_max_variables(VARIABLES)
        .set_max_functions(FUNCTIONS)
        .set_max_modules(0)
        .set_max_string_size(LONGEST_TEXT)
        .set_max_array_size(LONGEST_LIST)
        .set_max_map_size(LARGEST_MAP)
        .set_max_strings_interned(0)
        .set_allow_anonymous_fn(false)
        .set_strict_variables(true)
        .set_fail_on_invalid_map_property(true);
    for word in REFUSED {
        engine.disable_symbol(word);
    }
    engine
}

/// Stops the script when a row has used up its operations.
pub(super) fn meter(engine: &mut Engine, meter: Arc<Meter>, fuel: u64) {
    engine.on_progress(move |operations| {
        meter.seen.store(operations, Ordering::Relaxed);
        let used = operations.saturating_sub(meter.row.load(Ordering::Relaxed));
        (used > fuel).then_some(Dynamic::UNIT)
    });
}

/// Parses a script without its header.
pub(super) fn parse(source: &Source, body: &str) -> Result<AST, PluginError> {
    let ast = compile(body).map_err(|error| source.unreadable(&error))?;
    unchanged(source, body)?;
    let refused = |why: &str| Err(PluginError::new(PluginErrorKind::Compile, why));
    if !ast.statements().is_empty() {
        return refused(
            "a script holds functions and nothing besides; put the statements outside of them into `fn score(a)`",
        );
    }
    let is_entry = |function: rhai::ScriptFnMetadata<'_>| {
        function.name == FUNCTION && function.params.len() == 1
    };
    if !ast.iter_functions().any(is_entry) {
        return refused(
            "a script needs the function `fn score(a)`, which is asked about one account",
        );
    }
    Ok(ast)
}

/// Reads a script, without looking at what it holds.
pub(super) fn compile(body: &str) -> Result<AST, ParseError> {
    bare().compile(body)
}

/// Refuses what changes a part of a list, map or text in place: rhai looks at the size of the part alone, so that a few
/// turns of `x[0] = x` would take all memory.
fn unchanged(source: &Source, body: &str) -> Result<(), PluginError> {
    let engine = bare();
    let inputs = [body];
    let (tokens, _control) = engine.lex(&inputs);
    let mut is_part = false;
    let mut after_dot = false;
    for (token, position) in tokens.take_while(|(token, _)| *token != Token::EOF) {
        let assigns = token == Token::Equals || token.is_op_assignment();
        if assigns && is_part {
            let why = "lists, maps and texts are not changed in place; make a new one, or add to a list with `x += [1]`";
            return Err(source.refused(why, position));
        }
        is_part = token == Token::RightBracket || (after_dot && !matches!(token, Token::LeftParen));
        after_dot = matches!(token, Token::Period | Token::Elvis);
    }
    Ok(())
}
