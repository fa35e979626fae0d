//! What the kit's own commands share.

use std::process::ExitCode;

/// What a command was given, without its own name.
pub fn arguments() -> Vec<String> {
    std::env::args().skip(1).collect()
}

/// Says what a command came to, or why it failed: the caller may be another process that reads it.
pub fn say(ended: Result<String, String>) -> ExitCode {
    let (said, code) = match ended {
        Ok(said) => (said, ExitCode::SUCCESS),
        Err(said) => (said, ExitCode::FAILURE),
    };
    println!("{said}");
    code
}
