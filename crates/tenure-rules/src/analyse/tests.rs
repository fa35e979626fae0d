//! Every claim beside exhaustive evaluation, over small grids of signals.

mod grid;
mod rulebooks;
