//! The line to the server over which it says that something changed.

use leptos::prelude::*;
use std::{rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, EventSource};

/// How long to wait after the server closed the line for good, for example while it starts anew.
const AGAIN: Duration = Duration::from_secs(5);

/// Whether the page hears of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Link {
    /// No script yet, or not yet connected.
    #[default]
    Waiting,
    /// It does.
    Live,
    /// Not at the moment.
    Lost,
}

/// Opens `/live` and calls `changed` whenever something may have: at each event, and when the line is back after it was lost.
pub(super) fn open(link: RwSignal<Link>, changed: Rc<dyn Fn()>) {
    let Ok(source) = EventSource::new("/live") else {
        link.set(Link::Lost);
        return;
    };
    let back = changed.clone();
    let opened = Closure::<dyn FnMut(Event)>::new(move |_| {
        if link.get_untracked() == Link::Lost {
            back();
        }
        link.set(Link::Live);
    });
    let again = changed.clone();
    let line = source.clone();
    let lost = Closure::<dyn FnMut(Event)>::new(move |_| {
        link.set(Link::Lost);
        // The browser tries again by itself unless the answer was not a stream.
        if line.ready_state() == EventSource::CLOSED {
            let again = again.clone();
            set_timeout(move || open(link, again), AGAIN);
        }
    });
    let heard = Closure::<dyn FnMut(Event)>::new(move |_| changed());
    source.set_onopen(Some(opened.as_ref().unchecked_ref()));
    source.set_onerror(Some(lost.as_ref().unchecked_ref()));
    for name in ["appointment", "refresh"] {
        let _ = source.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref());
    }
    // They live as long as the page.
    opened.forget();
    lost.forget();
    heard.forget();
}
