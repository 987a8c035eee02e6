//! Posting to the business's own systems, as Standard Webhooks: signed, and only where the operator
//! lets this program reach.

mod client;
mod reach;
mod signature;

pub use client::{Client, Posting, Refused};
pub use reach::Reach;
pub use signature::{SECRET_PREFIX, Secrets, sign};
