//! The program itself, run as an operator runs it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_rapport");

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            code: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        }
    }

    /// It did what it was asked; what it said.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (0, ""), "{self:?}");
        self.out
    }

    /// It failed with this code, and said all of this.
    #[track_caller]
    pub fn failed(self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "`{word}` is not in {self:?}");
        }
    }
}

/// `rapport` in `folder`, to be run.
pub fn command(folder: &Path) -> Command {
    alone(Command::new(PROGRAM), folder)
}

/// With nothing of the developer's own settings.
pub fn alone(mut command: Command, folder: &Path) -> Command {
    command.env_clear().env("RAPPORT_LOG_LEVEL", "warn").current_dir(folder);
    command
}

/// Runs `rapport` in `folder`.
pub fn rapport(folder: &Path, args: &[&str]) -> Said {
    Said::of(&command(folder).args(args).output().expect("rapport can be run"))
}

/// The same, with a text on standard input.
pub fn rapport_given(folder: &Path, args: &[&str], input: &str) -> Said {
    let mut child = command(folder)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("rapport can be run");
    let mut stdin = child.stdin.take().expect("it has standard input");
    // A command that refuses its flags does not read it.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    Said::of(&child.wait_with_output().expect("rapport ends"))
}
