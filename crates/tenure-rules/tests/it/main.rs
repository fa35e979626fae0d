//! Rulebooks: what is accepted, what is refused and how that is said.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "tests state what must hold; a panic is the failing test"
)]

mod conditions;
mod dictionary;
mod extending;
mod golden;
mod robust;
mod schema;
