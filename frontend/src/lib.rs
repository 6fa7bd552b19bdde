//! The browser's entry point: wakes up the islands of a page.
// A view is one nested type; the limit is about its layout, which the default of 128 is too small for.
#![recursion_limit = "512"]

use app as _;

/// Called once by the page's script after the wasm has loaded.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
