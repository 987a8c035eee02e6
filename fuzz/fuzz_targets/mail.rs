#![no_main]

#[allow(dead_code, reason = "each target has one of the properties")]
#[path = "../../crates/channels/tests/properties/mod.rs"]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(
    init: {
        // A panic of the library that takes mails apart is caught, and no mail: ours are looked for.
        let abort = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let is_theirs = panic.location().is_some_and(|it| it.file().contains("mail-parser"));
            if !is_theirs {
                abort(panic);
            }
        }));
    },
    |input: &[u8]| {
        properties::mail(input);
    }
);
