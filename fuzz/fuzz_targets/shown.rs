#![no_main]

#[allow(dead_code, reason = "each target has one of the properties")]
#[path = "../../crates/channels/tests/properties/mod.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &str| properties::shown(input));
