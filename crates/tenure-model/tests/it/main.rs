//! What the model promises, seen from outside.

mod problems;
