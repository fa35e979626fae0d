//! Quotes of a CSV file that are opened and never closed: what follows would be one cell, without an error.

use std::io::{self, Read};

/// Reads on, and looks at the quotes on the way.
pub(super) struct Quotes<R> {
    reader: R,
    at: At,
}

/// Where in a row the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// At the start of a cell.
    Start,
    /// In a cell without quotes.
    Plain,
    /// Between quotes.
    Quoted,
    /// Behind a quote that closes a cell, or is the first of two.
    Closed,
}

impl At {
    fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::Quoted, b'"') => Self::Closed,
            (Self::Start | Self::Closed, b'"') | (Self::Quoted, _) => Self::Quoted,
            (Self::Start | Self::Plain | Self::Closed, b',' | b'\n' | b'\r') => Self::Start,
            (Self::Start | Self::Plain | Self::Closed, _) => Self::Plain,
        }
    }
}

impl<R> Quotes<R> {
    /// Looks at the quotes of what a reader gives.
    pub(super) fn new(reader: R) -> Self {
        Self {
            reader,
            at: At::Start,
        }
    }

    /// Whether a quote is open where the reading stands.
    pub(super) fn is_open(&self) -> bool {
        self.at == At::Quoted
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        let read = buffer.get(..count).unwrap_or_default();
        self.at = read.iter().fold(self.at, |at, byte| at.after(*byte));
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open_at_the_end(text: &str) -> bool {
        let mut quotes = Quotes::new(text.as_bytes());
        io::copy(&mut quotes, &mut io::sink()).unwrap();
        quotes.is_open()
    }

    #[test]
    fn a_quote_that_is_never_closed_is_seen() {
        for open in ["\"", "a,\"b\nc,d\n", "a,\"b\"\"", "a,\"b\"\"\nc"] {
            assert!(open_at_the_end(open), "{open}");
        }
        for closed in [
            "",
            "a,\"b\nc\",d\n",
            "a,\"b\"\"\"",
            "a,5\" pipe\n",
            "a,\"b\"c\"",
        ] {
            assert!(!open_at_the_end(closed), "{closed}");
        }
    }
}
