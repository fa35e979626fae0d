//! extending
