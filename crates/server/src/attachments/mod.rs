//! Attachments on their way in and out, the same for agents, programs and visitors. Who may is
//! decided before, in `api/attachments` and `webchat/attachments.rs`.

mod disposition;
mod form;
mod limits;
mod range;
mod receive;
mod respond;
mod sweep;
mod thumbnail;

pub use limits::Uploads;
pub use receive::{Upload, described, receive};
pub use respond::{respond, respond_small};
pub use sweep::{Reach, run as sweep, sweep as sweep_once};
pub use thumbnail::Thumbnails;
