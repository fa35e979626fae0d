//! Why the command stops.

use std::fmt;
use std::io;
use std::path::Path;

use crate::render::text::counted;

/// Why the command stops before its end.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Whoever read the output has gone: nothing more to say, and nothing wrong.
    BrokenPipe,
    /// The arguments, a file, a rulebook or an adapter cannot be used. The text names it and the way out.
    Refused(String),
}

impl Failure {
    /// A file that cannot be read or written.
    pub(crate) fn file(path: &Path, error: &io::Error) -> Self {
        Self::Refused(format!("{}: {}", path.display(), describe(error)))
    }

    /// Every mistake of a file, or of something within it, and how many there are.
    pub(crate) fn mistakes(
        path: &Path,
        number: usize,
        within: &str,
        all: &impl fmt::Display,
    ) -> Self {
        let number = counted(number, "mistake");
        Self::Refused(format!("{}: {number}{within}\n\n{all}", path.display()))
    }
}

/// What an input or output error means, without its number.
fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read".to_owned(),
        io::ErrorKind::IsADirectory => "is a folder, where a file is due".to_owned(),
        io::ErrorKind::NotADirectory => "is a file, where a folder is due".to_owned(),
        io::ErrorKind::StorageFull => {
            "there is no space left where the answer is written to".to_owned()
        }
        io::ErrorKind::InvalidData => "is not UTF-8 text".to_owned(),
        _ => error.to_string(),
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            Self::Refused(describe(&error))
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BrokenPipe => Ok(()),
            Self::Refused(text) => f.write_str(text),
        }
    }
}
