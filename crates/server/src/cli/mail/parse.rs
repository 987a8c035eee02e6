//! `rapport mail parse`

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rapport_channels::email::read::parse_whole;

use crate::cli::failure::Failure;
use crate::cli::print::print;

/// A larger message is refused: no provider delivers one.
const MESSAGE_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// Print as JSON what Rapport makes of a message
///
/// Reads a raw message (RFC 5322, as mail programs save it: .eml) and touches nothing else.
/// "visible_text" is what an agent sees at once; "quoted_text" and "signature" are folded.
/// "problems" tells what could not be read as it should be: not_a_mail, no_sender, encoding,
/// charset, too_much.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport mail parse message.eml\n  \
    rapport mail parse message.eml | jq -r .visible_text\n  \
    rapport mail parse - < message.eml")]
pub(super) struct Args {
    /// The message; - for standard input
    file: PathBuf,
}

pub(super) fn run(args: &Args) -> Result<(), Failure> {
    let raw = read(&args.file).map_err(|error| {
        Failure::failed(format!("cannot read {}: {error}", args.file.display()))
    })?;
    let mail = serde_json::to_string_pretty(&parse_whole(raw))
        .map_err(|error| Failure::failed(format!("cannot write the mail as JSON: {error}")))?;
    print(&format!("{mail}\n"))
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    let source: Box<dyn Read> =
        if file == Path::new("-") { Box::new(io::stdin()) } else { Box::new(File::open(file)?) };
    source.take(MESSAGE_BYTES_MAX + 1).read_to_end(&mut raw)?;
    if raw.len() as u64 > MESSAGE_BYTES_MAX {
        return Err(io::Error::other("it is larger than 256 MiB, which no mail is"));
    }
    Ok(raw)
}
