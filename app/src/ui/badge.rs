//! Small things: chips, badges, initials.

use super::{Icon, Tone, cx};
use domain::appointment::Status;
use icondata_core::IconData;
use leptos::prelude::*;

/// A short label; a link when it has somewhere to go.
#[component]
pub fn Chip(
    /// Where to.
    #[prop(optional, into)]
    href: Option<String>,
    /// Before the words.
    #[prop(optional)]
    icon: Option<&'static IconData>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let inner = view! { {icon.map(|icon| view! { <Icon icon=icon/> })} {children()} };
    match href {
        Some(href) => view! { <a href=href class="chip chip-link">{inner}</a> }.into_any(),
        None => view! { <span class="chip">{inner}</span> }.into_any(),
    }
}

/// A word in the colour of its tone.
#[component]
pub fn Badge(
    /// What it is about.
    #[prop(optional)]
    tone: Tone,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! { <span class=tone.badge()>{children()}</span> }
}

/// Where an appointment stands.
#[component]
pub fn StatusBadge(
    /// The status.
    status: Status,
) -> impl IntoView {
    let class = match status {
        Status::Booked | Status::Arrived | Status::CheckedIn => Tone::Info.badge(),
        Status::Proposed | Status::Pending | Status::Waitlist => Tone::Attention.badge(),
        Status::Fulfilled => Tone::Done.badge(),
        Status::Cancelled | Status::Noshow | Status::EnteredInError => cx("badge bg-sunken text-muted"),
    };
    view! { <span class=class>{status.label()}</span> }
}

/// A person's initials. The name stands beside it, so readers do not hear it.
#[component]
pub fn Avatar(
    /// The name.
    #[prop(into)]
    name: String,
    /// For a profile's head.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = if large { cx("avatar size-18 text-xl") } else { cx("avatar size-12") };
    view! { <span class=class aria-hidden="true">{initials(&name)}</span> }
}

/// First letters of the first and last word, titles left out.
fn initials(name: &str) -> String {
    let title = |word: &str| word.ends_with('.') || ["Dr", "Prof", "Mr", "Mrs", "Ms"].contains(&word);
    let words: Vec<&str> = name.split_whitespace().filter(|word| !title(word)).collect();
    let ends = match words.as_slice() {
        [] => vec![],
        [one] => vec![*one],
        [first, .., last] => vec![*first, *last],
    };
    ends.into_iter().filter_map(|w| w.chars().next()).flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn titles_do_not_count_as_names() {
        assert_eq!(initials("Dr. Ana Maria Silva"), "AS");
        assert_eq!(initials("Prof Dr Ben Okafor"), "BO");
        assert_eq!(initials("Cher"), "C");
        assert_eq!(initials(""), "");
    }
}
