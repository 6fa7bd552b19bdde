//! The head of every page: where you are, where you can go.

use crate::{
    ui::{Avatar, Icon, LinkButton, Look, PostButton, cx},
    viewer::{Viewer, viewer},
};
use domain::Caller;
use icondata_core::IconData;
use leptos::prelude::*;

type Place = (&'static str, &'static str, &'static IconData);

/// How many places fit beside each other at the bottom of a phone.
const IN_REACH: usize = 4;

/// Where each kind of person goes most; the first four stand at the bottom of a phone.
fn places(caller: &Caller) -> Vec<Place> {
    use icondata_hi as hi;
    match caller {
        Caller::Anonymous => vec![
            ("/symptoms", "Symptoms", hi::HiChatBubbleBottomCenterTextOutlineLg),
            ("/doctors", "Doctors", hi::HiMagnifyingGlassOutlineLg),
            ("/risk", "Scores", hi::HiScaleOutlineLg),
            ("/about", "About", hi::HiInformationCircleOutlineLg),
        ],
        Caller::Patient { .. } => vec![
            ("/", "Home", hi::HiHomeOutlineLg),
            ("/symptoms", "Symptoms", hi::HiChatBubbleBottomCenterTextOutlineLg),
            ("/doctors", "Doctors", hi::HiMagnifyingGlassOutlineLg),
            ("/appointments", "Appointments", hi::HiCalendarDaysOutlineLg),
            ("/records", "Record", hi::HiClipboardDocumentListOutlineLg),
            ("/prescriptions", "Prescriptions", hi::HiDocumentTextOutlineLg),
            ("/risk", "Scores", hi::HiScaleOutlineLg),
        ],
        Caller::Doctor { .. } => {
            vec![
                ("/dashboard", "Today", hi::HiClipboardDocumentListOutlineLg),
                ("/patients", "Patients", hi::HiUsersOutlineLg),
                ("/dashboard/prescriptions", "Prescriptions", hi::HiDocumentTextOutlineLg),
                ("/dashboard/availability", "Hours", hi::HiClockOutlineLg),
            ]
        }
        Caller::Admin { .. } => vec![("/admin", "Administration", hi::HiShieldCheckOutlineLg)],
    }
}

/// `aria-current` of a place: the page itself, or the part of the site that the page is in.
fn current(place: &str, path: &str) -> Option<&'static str> {
    let inside = place != "/" && place != "/dashboard" && path.strip_prefix(place).is_some_and(|rest| rest.starts_with('/'));
    if path == place { Some("page") } else { inside.then_some("true") }
}

/// Skip link, name, places, account.
#[component]
pub fn Header() -> impl IntoView {
    let viewer = viewer();
    let places = places(&viewer.caller());
    let links = places.iter().map(|place| link(place, &viewer.path, cx("nav-link"))).collect_view();
    view! {
        <a href="#content" class="skip">"Skip to the content"</a>
        <header class="border-b border-line bg-paper">
            <div class="column-x flex min-h-16 max-w-6xl items-center gap-4">
                <a href="/" class="brand">
                    <span class="brand-mark" aria-hidden="true"></span>
                    <span>"Smart Health"</span>
                </a>
                <nav aria-label="Main" class="ms-4 hidden md:block">
                    <ul class="flex items-center gap-1">{links}</ul>
                </nav>
                <div class="ms-auto flex items-center gap-2">{account(&viewer)}</div>
            </div>
        </header>
    }
}

/// The places once more, where thumbs reach them.
#[component]
pub fn BottomBar() -> impl IntoView {
    let viewer = viewer();
    let links = places(&viewer.caller()).iter().take(IN_REACH).map(|place| link(place, &viewer.path, cx("bar-link"))).collect_view();
    view! {
        <nav aria-label="Places" class="sticky bottom-0 z-10 border-t border-line bg-surface md:hidden print:hidden">
            <ul class="flex justify-around">{links}</ul>
        </nav>
    }
}

fn link(&(href, words, icon): &Place, path: &str, class: &'static str) -> impl IntoView + use<> {
    view! {
        <li class="flex-1 md:flex-none">
            <a href=href class=class aria-current=current(href, path)><Icon icon=icon/> <span>{words}</span></a>
        </li>
    }
}

fn account(viewer: &Viewer) -> impl IntoView + use<> {
    match &viewer.account {
        None => view! {
            <LinkButton href="/login" look=Look::Plain>"Sign in"</LinkButton>
            <span class="hidden sm:inline"><LinkButton href="/register" look=Look::Quiet>"Register"</LinkButton></span>
        }
        .into_any(),
        Some(account) => {
            let is_patient = matches!(account.caller, Caller::Patient { .. });
            view! {
            <details class="relative" data-menu>
                <summary class="menu-summary">
                    <Avatar name=account.name.clone()/>
                    <span class="sr-only sm:not-sr-only">{account.name.clone()}</span>
                </summary>
                <div class="menu-panel">
                    <p class="px-3 text-sm text-muted">{account.email.clone()}</p>
                    {is_patient.then(|| view! { <a href="/records" class="menu-item">"Health record"</a> })}
                    {matches!(viewer.caller(), Caller::Patient { .. }).then(|| view! { <a href="/records/access" class="menu-item">"Who sees my record"</a> })}
                    <a href="/settings" class="menu-item">"Settings"</a>
                    <a href="/account" class="menu-item">"Account"</a>
                    <PostButton to="/logout" look=Look::Quiet wide=true>"Sign out"</PostButton>
                </div>
            </details>
            }
            .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::current;

    #[test]
    fn a_place_is_current_on_its_page_and_on_those_inside() {
        assert_eq!(current("/doctors", "/doctors"), Some("page"));
        assert_eq!(current("/doctors", "/doctors/1"), Some("true"));
        assert_eq!(current("/", "/doctors"), None);
        assert_eq!(current("/dashboard", "/dashboard/availability"), None);
        assert_eq!(current("/doctors", "/doctorsandmore"), None);
    }
}
