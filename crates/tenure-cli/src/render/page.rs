//! A page of headings, lines and indented paragraphs.

use std::io::{self, Write};

use super::colour::{Colour, Style};
use super::text::{WIDTH, left, wrap};

/// A page that is being written.
pub(crate) struct Page<'w> {
    out: &'w mut dyn Write,
    colour: Colour,
}

impl<'w> Page<'w> {
    /// A page on an output.
    pub(crate) fn new(out: &'w mut dyn Write, colour: Colour) -> Self {
        Self { out, colour }
    }

    /// A heading, with a blank line before and after it.
    pub(crate) fn heading(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "\n{}\n", self.colour.paint(Style::Bold, text))
    }

    /// A title.
    pub(crate) fn title(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}\n", self.colour.paint(Style::Bold, text))
    }

    /// A line as it is.
    pub(crate) fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{text}")
    }

    /// A line of a table, as it stands.
    pub(crate) fn row(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "  {}", text.trim_end())
    }

    /// A name and what it stands for; nothing where that is empty.
    pub(crate) fn pair(&mut self, name: &str, text: &str) -> io::Result<()> {
        self.lead(&format!("  {}", left(name, 18)), Style::Plain, text)
    }

    /// A pair with a style.
    pub(crate) fn styled(&mut self, name: &str, style: Style, text: &str) -> io::Result<()> {
        self.lead(&format!("  {}", left(name, 18)), style, text)
    }

    /// Text behind a lead; further lines stand under it.
    pub(crate) fn lead(&mut self, lead: &str, style: Style, text: &str) -> io::Result<()> {
        let indent = unicode_width::UnicodeWidthStr::width(lead);
        for (index, line) in wrap(text, WIDTH - indent).iter().enumerate() {
            let line = self.colour.paint(style, line);
            if index == 0 {
                writeln!(self.out, "{lead}{line}")?;
            } else {
                writeln!(self.out, "{:indent$}{line}", "")?;
            }
        }
        Ok(())
    }
}
