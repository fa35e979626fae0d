//! What the facade promises, over the default rulebook and the shipped example.

#[cfg(test)]
mod appraised;
#[cfg(test)]
mod arbitration;
#[cfg(test)]
mod calibration;
#[cfg(test)]
mod capacity;
#[cfg(test)]
mod common;
#[cfg(test)]
mod default_rulebook;
#[cfg(test)]
mod errors;
#[cfg(test)]
mod example;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod life;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod movement;
#[cfg(test)]
mod one_hash;
#[cfg(test)]
mod plugins;
#[cfg(test)]
mod reasons;
#[cfg(test)]
mod renewal_actions;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod scored;
#[cfg(test)]
mod summary;
#[cfg(test)]
mod sums;
#[cfg(test)]
mod why_not;
#[cfg(test)]
mod worked;
