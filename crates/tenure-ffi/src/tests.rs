//! What needs a look inside: panics on demand, and handles that are in use.

mod arrow;
mod every;
mod made;
mod panics;
mod plugins;
mod threads;
mod used;
