//! Web chat's endpoints: what a page needs to know of an inbox, and the visitor's socket.

mod address;
mod attachments;
mod availability;
mod context;
mod identity;
mod inbox;
mod message;
mod page;
mod pre_chat;
mod proactive;
mod rating;
pub mod return_link;
mod socket;
mod typing;
mod visits;

use axum::Router;
use axum::routing::{get, post};
use rapport_channels::webchat::frame::{AgentName, ServerFrame};

use crate::app::App;
use crate::live::Frame;

pub use inbox::frame_ancestors;

pub fn routes(app: App) -> Router {
    Router::new()
        .route("/webchat/v1/inboxes/{key}", get(inbox::get))
        .route("/widget/inboxes/{file}", get(inbox::module))
        .route("/webchat/v1/attachments", post(attachments::upload))
        .route("/webchat/v1/attachments/{id}/content", get(attachments::content))
        .route("/webchat/v1/attachments/{id}/thumbnail", get(attachments::thumbnail))
        .route("/webchat/v1/proactive/{rule_id}", post(proactive::report))
        .route("/webchat/v1/socket", get(socket::open))
        .with_state(app)
}

/// What a visitor's page hears while an agent types.
pub fn agent_typing_frame(name: &str) -> Frame {
    let frame = ServerFrame::Typing { by: AgentName { name: name.to_owned() } };
    Frame::Passing(socket::text(&frame))
}
