//! `rapport openapi`

use super::failure::Failure;
use super::print::print;
use crate::api;

/// Print the description of the HTTP API
///
/// OpenAPI 3.1 as JSON: what a running server answers at /api/openapi.json.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
    rapport openapi > openapi.json\n  \
    rapport openapi | jq '.paths | keys'")]
pub(super) struct Args {}

pub(super) fn run(_: &Args) -> Result<(), Failure> {
    let json = api::document()
        .to_pretty_json()
        .map_err(|error| Failure::failed(format!("cannot describe the API: {error}")))?;
    print(&format!("{json}\n"))
}
