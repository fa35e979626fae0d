//! Digests: from what a decision was made, and whether it changed.
//!
//! What a decision was made from is told by the first 32 hex digits (128 bits) of a SHA-256: nobody can make another
//! rulebook, tenant or account that has the same. Whether a decision changed is told by a SipHash-1-3 of 128 bits under
//! the key zero: it costs a tenth of that, and two decisions that nobody made to look alike have different ones.

use std::hash::Hasher;
use std::io::{self, Write};

use hmac_sha256::Hash;
use serde::Serialize;
use siphasher::sip128::{Hasher128, SipHasher13};

use crate::decision::{Action, Closed, Contribution, Decision, Risk, Unjudged, Waiting};

/// Hex digits of a digest.
const DIGITS: usize = 32;

/// The digest of some bytes: 32 hex digits.
pub fn digest_of(bytes: &[u8]) -> String {
    hex(&Hash::hash(bytes))
}

/// The digest of several texts, each under its name; where one ends and the next begins is part of it.
pub fn digest_of_texts<'a>(texts: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut sha = Hash::new();
    for (name, text) in texts {
        for part in [name, text] {
            sha.update((part.len() as u64).to_le_bytes());
            sha.update(part.as_bytes());
        }
    }
    hex(&sha.finalize())
}

/// The digest of a value's JSON.
pub fn digest_of_json(value: &impl Serialize) -> String {
    let mut sink = Sink(Hash::new());
    match serde_json::to_writer(&mut sink, value) {
        Ok(()) => hex(&sink.0.finalize()),
        Err(error) => digest_of(error.to_string().as_bytes()),
    }
}

/// What the digest of a decision is made of: everything but the day, the provenance and the digest itself.
#[derive(Serialize)]
struct Digested<'a> {
    account_id: &'a str,
    risk: &'a Risk,
    contributions: &'a [Contribution],
    unknown: &'a [Unjudged],
    most_informative: Option<&'a str>,
    actions: &'a [Action],
    closed: &'a [Closed],
    waiting: &'a [Waiting],
    holdout: bool,
}

/// The digest of a decision, without its day and provenance.
pub fn digest_of_decision(decision: &Decision) -> String {
    let digested = Digested {
        account_id: &decision.account_id,
        risk: &decision.risk,
        contributions: &decision.contributions,
        unknown: &decision.unknown,
        most_informative: decision.most_informative.as_deref(),
        actions: &decision.actions,
        closed: &decision.closed,
        waiting: &decision.waiting,
        holdout: decision.holdout,
    };
    let mut mark = Mark(SipHasher13::new());
    match serde_json::to_writer(&mut mark, &digested) {
        Ok(()) => format!("{:032x}", mark.0.finish128().as_u128()),
        Err(error) => digest_of(error.to_string().as_bytes()),
    }
}

/// Writes into a hash that tells changes.
struct Mark(SipHasher13);

impl Write for Mark {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes into a hash.
struct Sink(Hash);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .take(DIGITS)
        .filter_map(|digit| char::from_digit(u32::from(digit), 16))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_the_head_of_a_sha256() {
        assert_eq!(digest_of(b"abc"), "ba7816bf8f01cfea414140de5dae2223");
    }

    #[test]
    fn a_mark_does_not_hang_on_how_it_was_written() {
        let mark = |pieces: &[&[u8]]| {
            let mut mark = Mark(SipHasher13::new());
            for piece in pieces {
                mark.write_all(piece).unwrap();
            }
            format!("{:032x}", mark.0.finish128().as_u128())
        };
        assert_eq!(
            mark(&[b"a decision"]),
            mark(&[b"a ", b"", b"dec", b"ision"])
        );
        assert_ne!(mark(&[b"a decision"]), mark(&[b"a decisioN"]));
    }

    #[test]
    fn where_a_text_ends_is_part_of_its_digest() {
        assert_ne!(
            digest_of_texts([("a", "bc")]),
            digest_of_texts([("ab", "c")])
        );
    }
}
