//! Rapport's routing engine under a seed: customers who come as they like, agents who answer,
//! decline, ignore or vanish, a store that refuses, settings that change; and next to the engine
//! a reference model that is simple enough to be believed.
//!
//! - [`world`] plays days of such life and checks every step against [`model`];
//! - [`erlang`] compares waits with the closed forms;
//! - [`bench`] measures decisions a second and how their cost grows.
//!
//! The same seed gives the same run; a failure names its seed.

pub mod bench;
pub mod chance;
pub mod erlang;
pub mod ids;
pub mod model;
pub mod report;
pub mod world;

pub use report::{Better, Figure, routing_figures};
