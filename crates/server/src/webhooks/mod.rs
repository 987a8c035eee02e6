//! Webhooks: events of the log, posted to the business's own systems. `note` follows the log and
//! notes who is to have what; `deliver` posts it, each webhook by itself.

mod deliver;
mod note;

pub use note::WebhookReader;
