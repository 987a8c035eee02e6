//! What a mail says: a raw message (RFC 5322, MIME) made into a [`Mail`]. Pure, bounded, and without
//! an error: what cannot be understood is told as a [`MailProblem`](rapport_core::mail::MailProblem), and the rest is read.

mod auto_reply;
mod bounce;
mod content;
mod flowed;
mod fold;
mod html;
mod mail;
mod parse;
mod phrases;
mod skeleton;

pub use bounce::{Bounce, BouncedRecipient, DeliveryAction};
pub use content::{Decoder, Encoding, Place};
pub use html::{DEPTH_MAX, depth, to_text};
pub use mail::{Mail, MailAttachment};
pub use parse::{
    ADDRESSES_MAX, ATTACHMENTS_MAX, REFERENCES_MAX, TEXT_BYTES_MAX, parse, parse_whole,
};
pub use skeleton::Skeleton;
