//! The link in a mail by which its reader comes back into the chat: it names the mail, signed
//! (HMAC-SHA256, RFC 2104). It stands after the `#` of an address, which browsers send to no server
//! (RFC 9110, section 7.1), so that it gets into nobody's logs.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::Mac;
use rapport_core::id::{EntryId, TypedId};
use uuid::Uuid;

use super::visitor::Signer;

const PURPOSE: &str = "return link v1";
const ID_BYTES: usize = 16;
/// Before the token in an address.
const MARK: &str = "#return=";

impl Signer {
    /// The token for the link in the mail that an entry is; always the same one.
    pub fn sign_return_link(&self, id: EntryId) -> String {
        let tag = self.mac(PURPOSE, id.uuid()).map(|mac| mac.finalize().into_bytes());
        let mut bytes = id.uuid().as_bytes().to_vec();
        bytes.extend_from_slice(&tag.unwrap_or_default());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// The mail in whose link a token stood; none when it was not made here.
    pub fn verify_return_link(&self, token: &str) -> Option<EntryId> {
        let bytes = URL_SAFE_NO_PAD.decode(token).ok()?;
        let (id, tag) = bytes.split_at_checked(ID_BYTES)?;
        let id = Uuid::from_slice(id).ok()?;
        self.mac(PURPOSE, id)?.verify_slice(tag).ok()?;
        Some(EntryId::from_uuid(id))
    }
}

/// Where a link leads: the page of its own that the chat of an inbox has.
pub fn address(origin: &str, inbox_key: &str, token: &str) -> String {
    format!("{origin}/widget/frame?inbox={inbox_key}{MARK}{token}")
}

/// A text without the tokens of links in it, for others to read than whom they were for.
pub fn without_tokens(text: &str) -> String {
    let mut parts = text.split(MARK);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(
            part.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || "-_=".contains(c)),
        );
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::webchat::visitor::Visitor;

    #[test]
    fn only_tokens_made_here_are_taken_and_for_nothing_else() {
        let signer = Signer::new([7; 32]);
        let id = EntryId::from_uuid(Uuid::from_u128(42));
        let token = signer.sign_return_link(id);
        assert_eq!(signer.verify_return_link(&token), Some(id));
        assert_eq!(token.len(), 64);
        assert_eq!(Signer::new([8; 32]).verify_return_link(&token), None);
        let mut forged = URL_SAFE_NO_PAD.decode(&token).unwrap();
        forged[15] ^= 1;
        assert_eq!(signer.verify_return_link(&URL_SAFE_NO_PAD.encode(forged)), None);
        let key = signer.sign(Visitor::new(Uuid::from_u128(42)));
        let tag = URL_SAFE_NO_PAD.decode(key.rsplit_once('.').unwrap().1).unwrap();
        let mut crossed = Uuid::from_u128(42).as_bytes().to_vec();
        crossed.extend_from_slice(&tag);
        assert_eq!(signer.verify_return_link(&URL_SAFE_NO_PAD.encode(crossed)), None);
    }

    #[test]
    fn what_is_repeated_lets_nobody_in() {
        let link = address("https://help.example", "shop", "aB3-_");
        assert_eq!(link, "https://help.example/widget/frame?inbox=shop#return=aB3-_");
        let text = format!("> Chat: {link}\n> <{link}>, again");
        let bare = "https://help.example/widget/frame?inbox=shop";
        assert_eq!(without_tokens(&text), format!("> Chat: {bare}\n> <{bare}>, again"));
        assert_eq!(without_tokens("no link"), "no link");
    }

    proptest! {
        #[test]
        fn hostile_tokens_are_refused(token in "\\PC{0,120}") {
            prop_assert_eq!(Signer::new([7; 32]).verify_return_link(&token), None);
        }

        #[test]
        fn no_token_is_left(text in "\\PC{0,40}", token in "[A-Za-z0-9_-]{64}") {
            let link = address("https://help.example", "shop", &token);
            let left = without_tokens(&format!("{text}{link} {text}"));
            prop_assert!(!left.contains(&token));
        }
    }
}
