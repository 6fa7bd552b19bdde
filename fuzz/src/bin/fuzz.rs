//! libFuzzer over the target that `SHS_FUZZ_TARGET` names. See `script/fuzz`.
#![no_main]

use std::sync::OnceLock;

static TARGET: OnceLock<fuzz::Target> = OnceLock::new();

libfuzzer_sys::fuzz_target!(
    init: {
        let name = std::env::var("SHS_FUZZ_TARGET").unwrap_or_default();
        let target = fuzz::target(&name).unwrap_or_else(|| panic!("SHS_FUZZ_TARGET={name}: there is no such target"));
        // Reads the knowledge once, which takes longer than an input may.
        (target.run)(b"\"cough");
        let _ = TARGET.set(*target);
    },
    |data: &[u8]| {
        if let Some(target) = TARGET.get() {
            (target.run)(data);
        }
    }
);
