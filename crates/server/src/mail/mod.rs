//! Mails on their way in and out. In: [`fetch`] stores what lies in the mailboxes, [`take`] makes
//! messages of it. Out: [`goods`] gives the outbox what a mail has besides its words.

mod fetch;
pub mod goods;
pub mod password;
mod status;
mod take;
mod understand;

pub use fetch::run;
pub use status::{Connection, Statuses};
pub use take::work as take_in;
pub use understand::read;
