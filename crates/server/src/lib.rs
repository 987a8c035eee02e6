//! Rapport's one program: the HTTP API, sockets, pages, background work and configuration.

pub mod api;
pub mod app;
mod arrival;
pub mod assets;
pub mod attachments;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
mod contact_imports;
pub mod demo;
mod facts;
mod follow_up;
mod following;
pub mod http;
mod identity_secret;
mod lanes;
pub mod live;
mod mail;
mod organisation;
mod outbox;
mod reach;
mod reports;
pub mod routing;
mod run;
mod segments;
mod signing;
mod snooze;
pub mod telemetry;
mod webchat;
mod webhooks;

pub use run::{DEMO_INBOX_KEY, Mode, ServeError, serve};
