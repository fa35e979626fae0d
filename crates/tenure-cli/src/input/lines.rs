//! Lines of a file, none of them held beyond a limit.

use std::io::{self, BufRead};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its number, from 1.
    pub(crate) number: u64,
    /// Its text, or why it has none.
    pub(crate) text: Result<String, Unread>,
}

/// Why a line was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It has this many bytes, more than the limit; the rest of it was skipped.
    TooLong(u64),
    /// It is not UTF-8.
    NotText,
}

/// Reads lines of at most `limit` bytes, and skips the rest of longer ones.
pub(crate) struct Lines<R> {
    reader: R,
    limit: usize,
    number: u64,
    bytes: u64,
}

impl<R: BufRead> Lines<R> {
    /// The lines of a reader.
    pub(crate) fn new(reader: R, limit: usize) -> Self {
        Self {
            reader,
            limit,
            number: 0,
            bytes: 0,
        }
    }

    /// How many bytes were read.
    pub(crate) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The next line that is not blank.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line>> {
        loop {
            let Some(line) = self.any()? else {
                return Ok(None);
            };
            if line
                .text
                .as_ref()
                .map_or(true, |text| !text.trim().is_empty())
            {
                return Ok(Some(line));
            }
        }
    }

    fn any(&mut self) -> io::Result<Option<Line>> {
        let mut held = Vec::new();
        let mut length = 0_u64;
        let mut ended = false;
        while !ended {
            let buffer = self.reader.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let newline = buffer.iter().position(|byte| *byte == b'\n');
            let taken = newline.map_or(buffer.len(), |at| at + 1);
            let content = buffer.get(..newline.unwrap_or(taken)).unwrap_or_default();
            let room = self.limit.saturating_sub(held.len()).min(content.len());
            held.extend_from_slice(content.get(..room).unwrap_or_default());
            length += content.len() as u64;
            ended = newline.is_some();
            self.reader.consume(taken);
            self.bytes += taken as u64;
        }
        if length == 0 && !ended {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some(Line {
            number: self.number,
            text: self.text(held, length),
        }))
    }

    fn text(&self, held: Vec<u8>, length: u64) -> Result<String, Unread> {
        if length > held.len() as u64 {
            return Err(Unread::TooLong(length));
        }
        let mut text = String::from_utf8(held).map_err(|_| Unread::NotText)?;
        if self.number == 1 && text.starts_with('\u{FEFF}') {
            text.remove(0);
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8], limit: usize) -> Vec<Line> {
        let mut lines = Lines::new(io::BufReader::with_capacity(3, text), limit);
        std::iter::from_fn(|| lines.next().unwrap()).collect()
    }

    fn line(number: u64, text: &str) -> Line {
        Line {
            number,
            text: Ok(text.to_owned()),
        }
    }

    #[test]
    fn blank_lines_are_counted_and_passed_over() {
        assert_eq!(
            lines(b"\xEF\xBB\xBFa\n\n  \r\nb", 9),
            [line(1, "a"), line(4, "b")]
        );
        assert_eq!(lines(b"", 9), []);
    }

    #[test]
    fn a_long_line_is_skipped_and_the_next_one_read() {
        let found = lines(b"abcd\nabcde\n\xFF\nz\n", 4);
        let unread = |number, why| Line {
            number,
            text: Err(why),
        };
        assert_eq!(
            found,
            [
                line(1, "abcd"),
                unread(2, Unread::TooLong(5)),
                unread(3, Unread::NotText),
                line(4, "z")
            ]
        );
    }
}
