//! What the model promises, seen from outside.

#[cfg(test)]
mod arbitrary;
#[cfg(test)]
mod calendar;
#[cfg(test)]
mod canonical;
#[cfg(test)]
mod json;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod money;
#[cfg(test)]
mod problems;
#[cfg(test)]
mod reflection;
#[cfg(test)]
mod round_trip;
