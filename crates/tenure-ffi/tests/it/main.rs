//! The C library as C sees it: its header, its symbols, its behaviour in a process.

#[cfg(test)]
mod c;
#[cfg(test)]
mod columns;
#[cfg(all(test, feature = "wasm"))]
mod component;
#[cfg(test)]
mod hash;
#[cfg(test)]
mod header;
#[cfg(test)]
mod misuse;
#[cfg(test)]
mod packaged;
#[cfg(test)]
mod process;
