//! What the figures were measured on, and when.

use std::time::UNIX_EPOCH;

use rapport_core::Timestamp;
use serde::Serialize;

#[derive(Debug, Serialize)]
pub struct Machine {
    pub cores: usize,
    pub memory_mib: u64,
    pub cpu: String,
    pub kernel: String,
}

/// What Linux says of itself under /proc; empty where it says nothing.
fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}

/// The text after the colon of the line that begins with `name`.
fn field(text: &str, name: &str) -> String {
    text.lines()
        .find(|line| line.starts_with(name))
        .and_then(|line| line.split_once(':'))
        .map(|(_, value)| value.trim().to_owned())
        .unwrap_or_default()
}

fn kib(text: &str) -> u64 {
    text.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
}

impl Machine {
    pub fn this() -> Self {
        Self {
            cores: std::thread::available_parallelism().map_or(0, Into::into),
            memory_mib: kib(&field(&read("/proc/meminfo"), "MemTotal")) / 1024,
            cpu: field(&read("/proc/cpuinfo"), "model name"),
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
        }
    }
}

/// Memory that a process has in RAM, in KiB.
pub fn rss_kib(pid: u32) -> u64 {
    kib(&field(&read(&format!("/proc/{pid}/status")), "VmRSS"))
}

/// Processor time that a process has used, in milliseconds.
pub fn processor_ms(pid: u32) -> f64 {
    let text = read(&format!("/proc/{pid}/stat"));
    // Fields 14 and 15, in hundredths of a second (proc(5)); the name before them may hold blanks.
    let after_name = text.rsplit_once(')').map_or("", |(_, rest)| rest);
    let fields = after_name.split_whitespace().skip(11).take(2);
    fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() * 10.0
}

pub fn now() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "the one place of the bench that reads it")]
    let since_epoch = std::time::SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_micros(i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX))
}
