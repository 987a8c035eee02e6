//! The program itself, run as an operator runs it.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

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

/// A server that was started with `rapport serve`. Killed when it is dropped.
#[derive(Debug)]
pub struct Serving {
    child: Child,
    /// Where it is reached.
    pub url: String,
}

impl Serving {
    /// Starts it in `folder` on a free port, and waits until it says where it is.
    pub fn start(folder: &Path, args: &[&str]) -> Self {
        Self::try_start(folder, args).unwrap_or_else(|said| panic!("it does not serve: {said:?}"))
    }

    /// The same; what it says if it ends instead.
    pub fn try_start(folder: &Path, args: &[&str]) -> Result<Self, Said> {
        let mut child = command(folder)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("rapport can be run");
        let stdout = child.stdout.take().expect("it has standard output");
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let url = lines.find_map(|line| {
            let place = line.find("http://127.0.0.1:")?;
            line[place..].split(['/', ' ']).nth(2).map(|host| format!("http://{host}"))
        });
        match url {
            Some(url) => Ok(Self { child, url }),
            None => Err(Said::of(&child.wait_with_output().unwrap())),
        }
    }

    pub fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    /// How it ended, which it does by itself.
    pub fn ended(mut self) -> Said {
        let mut err = String::new();
        let stderr = self.child.stderr.as_mut().expect("it has standard error");
        stderr.read_to_string(&mut err).unwrap();
        let status = self.child.wait().unwrap();
        Said { code: status.code().unwrap_or(-1), out: String::new(), err }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
