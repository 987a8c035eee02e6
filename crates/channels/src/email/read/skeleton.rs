//! A message without the bulk of its long parts, so that a mail of any size is read in little memory.
//!
//! Every header of a message stands at its beginning or right below a line that begins with `--`
//! (RFC 2046, section 5.1.1). So of what stands between two such lines only the first
//! [`STRETCH_BYTES_MAX`] are needed to understand it; the rest is left out, and where it was is kept.

use std::io::{self, BufRead};
use std::ops::Range;

/// As much is kept of each stretch between lines that begin with `--`.
pub const STRETCH_BYTES_MAX: usize = 1024 * 1024;
/// As much is kept of a message in all; of one with more the end is left out.
pub const SKELETON_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Lines are looked at in pieces of this length: a message can be one line.
const LINE_BYTES_MAX: u64 = 64 * 1024;
/// The line end before a boundary is not a part's own (RFC 2046, section 5.1.1); what is left out
/// of a part comes behind it.
const LINE_END_BYTES_MAX: usize = 2;

/// What was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Cut {
    /// Where it was, in what is kept.
    at: usize,
    bytes: u64,
}

/// What is kept of a message.
#[derive(Debug, Clone, Default)]
pub struct Skeleton {
    bytes: Vec<u8>,
    cuts: Vec<Cut>,
}

impl Skeleton {
    /// Reads a message to its end.
    pub fn read(mut message: impl BufRead) -> io::Result<Self> {
        let mut skeleton = Self::default();
        let mut line = Vec::new();
        let mut stretch = 0;
        let mut begins_line = true;
        loop {
            line.clear();
            let read = io::Read::take(&mut message, LINE_BYTES_MAX).read_until(b'\n', &mut line)?;
            if read == 0 {
                return Ok(skeleton);
            }
            if begins_line && line.starts_with(b"--") {
                stretch = 0;
            }
            begins_line = line.ends_with(b"\n");
            let has_room = skeleton.bytes.len() + line.len() <= SKELETON_BYTES_MAX;
            if stretch + line.len() <= STRETCH_BYTES_MAX && has_room {
                stretch += line.len();
                skeleton.bytes.extend_from_slice(&line);
            } else {
                // Nothing shorter behind it slips in, either.
                stretch = STRETCH_BYTES_MAX;
                skeleton.leave_out(line.len() as u64);
            }
        }
    }

    /// A message that is small enough to be kept whole.
    pub const fn whole(bytes: Vec<u8>) -> Self {
        Self { bytes, cuts: Vec::new() }
    }

    fn leave_out(&mut self, bytes: u64) {
        let at = self.bytes.len();
        match self.cuts.last_mut() {
            Some(last) if last.at == at => last.bytes += bytes,
            _ => self.cuts.push(Cut { at, bytes }),
        }
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether nothing of a part was left out.
    pub(super) fn is_whole(&self, part: &Range<usize>) -> bool {
        !self.cuts.iter().any(|cut| cut.at > part.start && cut.at <= part.end + LINE_END_BYTES_MAX)
    }

    /// Where a part is in the message itself.
    pub(super) fn in_message(&self, part: &Range<usize>) -> Range<u64> {
        let place = |at: usize, until: usize| -> u64 {
            let before = self.cuts.iter().filter(|cut| cut.at <= until);
            at as u64 + before.map(|cut| cut.bytes).sum::<u64>()
        };
        place(part.start, part.start)..place(part.end, part.end + LINE_END_BYTES_MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_bulk_of_a_long_part_is_left_out() {
        let body = "QUJD\r\n".repeat(700_000);
        let text = format!(
            "Subject: x\r\n\r\n--b\r\nA: 1\r\n\r\n{body}--b\r\nB: 2\r\n\r\nend\r\n--b--\r\n"
        );
        let skeleton = Skeleton::read(text.as_bytes()).unwrap();
        assert!(skeleton.bytes().len() < STRETCH_BYTES_MAX + 1000);
        let kept = String::from_utf8(skeleton.bytes().to_vec()).unwrap();
        let part = kept.find("QUJD").unwrap()..kept.find("\r\n--b\r\nB:").unwrap();
        assert!(!skeleton.is_whole(&part));
        let range = skeleton.in_message(&part);
        let start = usize::try_from(range.start).unwrap();
        let end = usize::try_from(range.end).unwrap();
        assert_eq!(&text[start..end], body.trim_end());
        let last = kept.find("end").unwrap()..kept.len();
        assert!(skeleton.is_whole(&last));
        let range = skeleton.in_message(&last);
        assert!(text[usize::try_from(range.start).unwrap()..].starts_with("end"));
    }

    #[test]
    fn a_message_of_one_line_and_one_of_a_million_parts_are_bounded() {
        let line = vec![b'x'; 3 * STRETCH_BYTES_MAX];
        assert!(Skeleton::read(&line[..]).unwrap().bytes().len() <= STRETCH_BYTES_MAX);
        let parts = format!("--b\n{}\n", "x".repeat(50_000)).repeat(1_000);
        assert!(Skeleton::read(parts.as_bytes()).unwrap().bytes().len() <= SKELETON_BYTES_MAX);
    }

    proptest! {
        #[test]
        fn a_small_message_is_kept_whole(message in prop::collection::vec(any::<u8>(), 0..2_000)) {
            let skeleton = Skeleton::read(&message[..]).unwrap();
            prop_assert_eq!(skeleton.bytes(), &message[..]);
            let range = 0..message.len();
            prop_assert!(skeleton.is_whole(&range));
            prop_assert_eq!(skeleton.in_message(&range), 0..message.len() as u64);
        }
    }
}
