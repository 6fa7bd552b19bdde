//! How long a time is still held.

use leptos::prelude::*;
use std::time::Duration;

/// Counts down each second; readers hear it once, a minute before the end. Without script the end stands there in words.
///
/// Seconds are counted from the moment when the page was asked for, so that a wrong clock or a slow connection never shows more
/// time than there is.
#[island]
pub fn HoldClock(
    /// Seconds left when the page was made.
    left: u32,
    /// The end, "14:35".
    until: String,
    /// Where to look for other times.
    elsewhere: String,
) -> impl IntoView {
    let now = RwSignal::new(None::<u32>);
    Effect::new(move |_| {
        let tick = move || now.set(Some(left.saturating_sub(since_asked())));
        tick();
        set_interval(tick, Duration::from_secs(1));
    });
    let ticking = move || now.get().filter(|left| *left > 0).map(|left| format!(" {}:{:02} left", left / 60, left % 60));
    let is_over = move || now.get() == Some(0);
    let said = Memo::new(move |_| match now.get() {
        Some(0) => "The time is no longer held for you.",
        Some(1..=60) => "One minute left to confirm.",
        _ => "",
    });
    let over = move || is_over().then(|| view! { <p><a class="link" href=elsewhere.clone()>"See what is free now"</a></p> });
    view! {
        <div class="space-y-1">
            <p class="text-lg tabular-nums">"Held for you until "<strong>{until}</strong>"."<span aria-hidden="true">{ticking}</span></p>
            <p class="font-semibold text-attention" role="status">{said}</p>
            {over}
        </div>
    }
}

/// Seconds since the browser asked for this page.
fn since_asked() -> u32 {
    let elapsed = window().performance().map_or(0.0, |clock| clock.now() / 1000.0);
    elapsed as u32
}
