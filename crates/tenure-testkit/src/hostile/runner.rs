//! Child processes, and what came of them.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// What a child may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The longest that it may run.
    pub time: Duration,
    /// The most memory, in KiB of addresses.
    pub memory_kib: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        // A host takes less than a tenth of that time, and of that memory, for each.
        Self {
            time: Duration::from_secs(20),
            memory_kib: 2 << 20,
        }
    }
}

/// Runs a command for each member of a corpus, in a process of its own.
#[derive(Debug, Clone)]
pub struct Runner {
    command: PathBuf,
    bounds: Bounds,
}

/// What came of a corpus.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many were tried.
    pub tried: usize,
    /// How many the host survived, in the way it should.
    pub survived: usize,
    /// The others: which, and what happened.
    pub lost: Vec<String>,
    /// The longest that one took, with its name.
    pub slowest: (Duration, String),
    /// The most memory that one took, in KiB, with its name; 0 where the system does not tell.
    pub largest: (u64, String),
    /// What those that survived counted, added up by name.
    pub counted: BTreeMap<String, u64>,
}

/// How one child ended.
struct Ended {
    status: Option<ExitStatus>,
    took: Duration,
    said: String,
}

impl Runner {
    /// Runs this command, whose arguments are what [`Runner::run`] is handed.
    pub fn new(command: impl Into<PathBuf>, bounds: Bounds) -> Self {
        Self {
            command: command.into(),
            bounds,
        }
    }

    /// Runs the command once for each name, with its arguments.
    ///
    /// A child that ends well prints one line that begins with its peak of memory in KiB; words such as `ran=12` in it are
    /// counts.
    ///
    /// # Errors
    ///
    /// A text, where no child can be started at all.
    pub fn run<'n, A: AsRef<OsStr>>(
        &self,
        members: impl IntoIterator<Item = (&'n str, Vec<A>)>,
    ) -> Result<Report, String> {
        let mut report = Report::default();
        for (name, arguments) in members {
            let ended = self.one(&arguments)?;
            report.take(name, &ended);
        }
        Ok(report)
    }

    /// Runs the command as `one FILE` for each file of a folder, by name.
    ///
    /// # Errors
    ///
    /// A text, where the folder cannot be read, or no child can be started at all.
    pub fn files(&self, folder: &Path) -> Result<Report, String> {
        let wrong = |error: std::io::Error| format!("{}: {error}", folder.display());
        let entries = std::fs::read_dir(folder).map_err(wrong)?;
        let files = entries.map(|entry| entry.map(|entry| entry.path()));
        let mut files = files.collect::<Result<Vec<PathBuf>, _>>().map_err(wrong)?;
        files.sort();
        let name = |file: &PathBuf| file.file_stem().map(|stem| stem.display().to_string());
        let names: Vec<String> = files.iter().filter_map(name).collect();
        let arguments = files
            .into_iter()
            .map(|file| vec!["one".into(), file.into()]);
        self.run::<OsString>(names.iter().map(String::as_str).zip(arguments))
    }

    fn one<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Result<Ended, String> {
        let started = Instant::now();
        let mut child =
            self.command().args(arguments).spawn().map_err(|error| {
                format!("{} cannot be started: {error}", self.command.display())
            })?;
        let out = child.stdout.take();
        let listener = thread::spawn(move || {
            let mut said = String::new();
            // Whatever was said until the pipe broke.
            let _ = out.map(|mut out| out.read_to_string(&mut said));
            said
        });
        let status =
            wait(&mut child, started + self.bounds.time).map_err(|error| error.to_string())?;
        let took = started.elapsed();
        let said = listener.join().unwrap_or_default();
        Ok(Ended { status, took, said })
    }

    /// The command under a bound of memory, where there is a shell that can set one.
    fn command(&self) -> Command {
        let mut command = if Path::new("/bin/sh").exists() {
            let mut shell = Command::new("/bin/sh");
            let limit = format!(
                "ulimit -v {} 2>/dev/null; ulimit -c 0; exec \"$0\" \"$@\"",
                self.bounds.memory_kib
            );
            shell.arg("-c").arg(limit).arg(&self.command);
            shell
        } else {
            Command::new(&self.command)
        };
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command
    }
}

/// The child's status; none where it did not end in time, and was ended.
fn wait(child: &mut Child, deadline: Instant) -> std::io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(2));
    }
}

/// The most memory that this process had, in KiB; 0 where the system does not tell. A child begins its line with it.
pub fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

impl Report {
    /// What to say of a corpus, as an error unless something was tried and all of it survived.
    ///
    /// # Errors
    ///
    /// The same text.
    pub fn verdict(&self, what: &str) -> Result<String, String> {
        let told = format!("{what}: {self}");
        if self.survived == self.tried && self.tried > 0 {
            Ok(told)
        } else {
            Err(told)
        }
    }

    /// A child that ended well: it survived if its counts can be added up.
    fn survive(&mut self, name: &str, said: &str) {
        let words = said
            .split_whitespace()
            .filter_map(|word| word.split_once('='));
        let count = |(what, count): (&str, &str)| Some((what.to_owned(), count.parse().ok()?));
        match words.map(count).collect::<Option<Vec<(String, u64)>>>() {
            Some(counts) => {
                self.survived += 1;
                for (what, count) in counts {
                    *self.counted.entry(what).or_default() += count;
                }
            }
            None => self
                .lost
                .push(format!("{name}: what it counted is no number; {said}")),
        }
    }

    fn take(&mut self, name: &str, ended: &Ended) {
        self.tried += 1;
        let said = ended.said.trim();
        match ended.status {
            Some(status) if status.success() => self.survive(name, said),
            Some(status) => self.lost.push(format!("{name}: {status}; {said}")),
            None => self.lost.push(format!("{name}: it did not end in time")),
        }
        if ended.took > self.slowest.0 {
            self.slowest = (ended.took, name.to_owned());
        }
        let peak = said
            .split_whitespace()
            .next()
            .and_then(|peak| peak.parse().ok())
            .unwrap_or(0);
        if peak > self.largest.0 {
            self.largest = (peak, name.to_owned());
        }
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            tried,
            survived,
            lost,
            slowest: (took, slow),
            largest: (peak, large),
            counted,
        } = self;
        for lost in lost {
            writeln!(f, "lost: {lost}")?;
        }
        for (name, count) in counted {
            write!(f, "{name} {count}, ")?;
        }
        let processes = if counted.is_empty() { "" } else { "processes " };
        write!(
            f,
            "{processes}tried {tried}, survived {survived}; slowest {} ms ({slow}), largest {} MiB ({large})",
            took.as_millis(),
            peak / 1024
        )
    }
}
