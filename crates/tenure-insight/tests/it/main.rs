//! The tests of measuring, in one binary.
