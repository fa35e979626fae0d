//! Runs the command, and compares what it says with files.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where the project begins.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// What a run said.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// A folder in which the command runs.
pub(crate) struct Place(PathBuf);

impl Place {
    /// The project's own folder.
    pub(crate) fn root() -> Self {
        Self(root())
    }

    /// A new, empty folder.
    pub(crate) fn empty(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Puts a file into the folder.
    pub(crate) fn file(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// A folder in this one, made if it is not there.
    pub(crate) fn folder(&self, name: &str) -> Self {
        let folder = self.0.join(name);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Runs the command here.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.run_with(arguments, b"")
    }

    /// Runs the command here with something on standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &[u8]) -> Said {
        let mut child = Command::new(env!("CARGO_BIN_EXE_tenure"))
            .args(arguments.iter().map(OsStr::new))
            .current_dir(&self.0)
            .env_remove("NO_COLOR")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        let input = input.to_owned();
        let writer = std::thread::spawn(move || {
            // The command may end before it has read everything.
            let _ = stdin.write_all(&input);
        });
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap();
        Said {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Said {
    /// Everything that was said, as a golden file holds it.
    fn told(&self) -> String {
        format!(
            "exit {}\n--- output\n{}--- report\n{}",
            self.code, self.out, self.err
        )
    }

    /// Compares with `golden/NAME.txt`; writes that file where `TENURE_REGENERATE` is set.
    pub(crate) fn is(&self, name: &str) {
        let path = root()
            .join("crates/tenure-cli/tests/it/golden")
            .join(format!("{name}.txt"));
        let told = self.told();
        if env::var_os("TENURE_REGENERATE").is_some() {
            fs::write(&path, told).unwrap();
            return;
        }
        let golden = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            golden == told,
            "{} differs; TENURE_REGENERATE=1 writes it anew\n--- it says\n{golden}\n--- the command says\n{told}",
            path.display()
        );
    }
}
