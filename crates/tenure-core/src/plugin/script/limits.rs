//! What holds a script, besides what it may call.

/// The longest script, in bytes.
pub const LONGEST_SCRIPT: usize = 64 << 10;

/// The operations of one row.
pub const FUEL_PER_ROW: u64 = 20_000;

/// How deeply expressions and blocks may nest.
pub(super) const DEEPEST: usize = 48;

/// How deeply functions may call each other.
pub(super) const CALLS: usize = 12;

/// How many variables may live at once.
pub(super) const VARIABLES: usize = 64;

/// How many functions a script has.
pub(super) const FUNCTIONS: usize = 32;

/// The longest text, in bytes; of a list, of all its texts together.
pub(super) const LONGEST_TEXT: usize = 2_048;

/// The longest list, lists in it counted.
pub(super) const LONGEST_LIST: usize = 128;

/// The largest map, maps in it counted.
pub(super) const LARGEST_MAP: usize = 64;

/// Stack that rhai may take at the deepest, without optimisation: rounded up generously.
const STACK: usize = 32 << 20;
const RED_ZONE: usize = STACK / 2;

/// Runs something on a stack that is large enough for the deepest script allowed.
pub(super) fn with_stack<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, STACK, work)
}
