//! A test run in a process of its own: this program again, with one test and something to tell it.

use std::process::{Command, Stdio};

/// What the child process is told; unset for everybody else.
const TOLD: &str = "RAPPORT_TEST_CHILD";

/// What this process was told, if it is a child.
pub fn told() -> Option<String> {
    std::env::var(TOLD).ok()
}

/// This program, to run `test` alone and to show what it prints.
pub fn command(test: &str, told: &str) -> Command {
    wrapped(&[], test, told)
}

/// The same, run by another program with its own arguments first.
pub fn wrapped(by: &[&str], test: &str, told: &str) -> Command {
    let this = std::env::current_exe().unwrap();
    let mut words = by.iter().map(std::ffi::OsStr::new).chain([this.as_os_str()]);
    let mut command = Command::new(words.next().unwrap());
    command.args(words).args(["--exact", test, "--nocapture"]).env(TOLD, told);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    command
}
