//! What the model promises, seen from outside.

#[cfg(test)]
mod problems;
