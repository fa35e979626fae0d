//! What the core promises, seen from outside.

#[cfg(test)]
mod signals;
