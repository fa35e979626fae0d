//! What the facade promises, over the default rulebook and the shipped example.

#[cfg(test)]
mod common;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod one_hash;
#[cfg(test)]
mod reasons;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod sums;
#[cfg(test)]
mod why_not;
#[cfg(test)]
mod worked;
