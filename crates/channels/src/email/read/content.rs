//! What an attachment holds, decoded piece by piece.

use std::ops::Range;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use mail_parser::decoders::quoted_printable::quoted_printable_decode;

/// Forgiving: senders leave padding out, or set bits that mean nothing.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// How a part is encoded (RFC 2045, section 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    None,
    Base64,
    QuotedPrintable,
}

/// Where an attachment is in its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// In bytes of the message.
    pub range: Range<u64>,
    pub encoding: Encoding,
}

impl Place {
    pub const fn decoder(&self) -> Decoder {
        Decoder { encoding: self.encoding, rest: Vec::new() }
    }
}

/// Decodes a part whose bytes come in pieces.
#[derive(Debug)]
pub struct Decoder {
    encoding: Encoding,
    /// What cannot be decoded before more has come.
    rest: Vec<u8>,
}

impl Decoder {
    /// What the next bytes hold.
    pub fn decode(&mut self, bytes: &[u8]) -> Vec<u8> {
        match self.encoding {
            Encoding::None => bytes.to_vec(),
            Encoding::Base64 => {
                let is_letter =
                    |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
                self.rest.extend(bytes.iter().copied().filter(is_letter));
                let whole = self.rest.len() / 4 * 4;
                let decoded = BASE64.decode(&self.rest[..whole]).unwrap_or_default();
                self.rest.drain(..whole);
                decoded
            }
            Encoding::QuotedPrintable => {
                self.rest.extend_from_slice(bytes);
                let whole =
                    self.rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
                let lines: Vec<u8> = self.rest.drain(..whole).collect();
                quoted_printable_decode(&lines).unwrap_or(lines)
            }
        }
    }

    /// What is left when all has come.
    pub fn end(self) -> Vec<u8> {
        match self.encoding {
            Encoding::None => Vec::new(),
            Encoding::Base64 => BASE64.decode(&self.rest).unwrap_or_default(),
            Encoding::QuotedPrintable => quoted_printable_decode(&self.rest).unwrap_or(self.rest),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn decoded(encoding: Encoding, text: &[u8], piece: usize) -> Vec<u8> {
        let mut decoder = Place { range: 0..0, encoding }.decoder();
        let mut all: Vec<u8> = text.chunks(piece).flat_map(|piece| decoder.decode(piece)).collect();
        all.extend(decoder.end());
        all
    }

    #[test]
    fn what_is_encoded_line_by_line() {
        let text = b"Caf=C3=A9 =\r\nau lait=\r\n\r\nend";
        for piece in 1..text.len() {
            let all = decoded(Encoding::QuotedPrintable, text, piece);
            assert_eq!(String::from_utf8_lossy(&all), "Caf\u{e9} au lait\r\nend", "{piece}");
        }
        assert_eq!(decoded(Encoding::None, b"as it is", 3), b"as it is");
        assert_eq!(decoded(Encoding::Base64, b"SGVs\r\nbG8", 2), b"Hello");
    }

    proptest! {
        #[test]
        fn base64_in_any_pieces(
            bytes in prop::collection::vec(any::<u8>(), 0..300), piece in 1_usize..90, width in 1_usize..80,
        ) {
            let text = base64::engine::general_purpose::STANDARD.encode(&bytes);
            let lines: Vec<u8> = text.as_bytes().chunks(width).flat_map(|l| [l, b"\r\n"].concat()).collect();
            prop_assert_eq!(decoded(Encoding::Base64, &lines, piece), bytes);
        }
    }
}
