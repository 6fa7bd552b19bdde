//! The head of every page: where you are, where you can go.

use crate::{
    ui::{Avatar, Icon, LinkButton, Look, PostButton, cx},
    viewer::{Viewer, viewer},
};
use domain::Caller;
use icondata_core::IconData;
use leptos::prelude::*;

type Place = (&'static str, &'static str, &'static IconData);

/// How many places fit beside each other at the bottom of a phone; the others are in the menu.
const IN_REACH: usize = 4;

/// Whether there are more than fit beside each other in the head of a tablet: there they stand at the bottom, and have no pictures at the top.
fn are_many(places: &[Place]) -> bool {
    places.len() > 5
}

/// Where each kind of person goes most; the first four stand at the bottom of a phone.
fn places(caller: &Caller) -> Vec<Place> {
    use icondata_hi as hi;
    match caller {
        Caller::Anonymous => vec![
            ("/symptoms", "Symptoms", hi::HiChatBubbleBottomCenterTextOutlineLg),
            ("/doctors", "Doctors", hi::HiMagnifyingGlassOutlineLg),
            ("/risk", "Scores", hi::HiScaleOutlineLg),
            ("/blog", "Articles", hi::HiNewspaperOutlineLg),
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
                ("/dashboard/blog", "Articles", hi::HiNewspaperOutlineLg),
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
    let many = are_many(&places);
    let links = places.iter().map(|place| link(place, &viewer.path, cx("nav-link"), cx("flex-none"), !many)).collect_view();
    let nav = if many { cx("ms-4 hidden lg:block") } else { cx("ms-4 hidden md:block") };
    view! {
        <a href="#content" class="skip">"Skip to the content"</a>
        <header class="border-b border-line bg-paper">
            <div class="column-x flex min-h-16 max-w-6xl items-center gap-4">
                <a href="/" class="brand">
                    <span class="brand-mark" aria-hidden="true"></span>
                    <span>"Smart Health"</span>
                </a>
                <nav aria-label="Main" class=nav>
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
    let places = places(&viewer.caller());
    let item = |n: usize| if n < IN_REACH { cx("flex-1") } else { cx("hidden flex-1 sm:block") };
    let links = places.iter().enumerate().map(|(n, place)| link(place, &viewer.path, cx("bar-link"), item(n), true)).collect_view();
    let bar = if are_many(&places) {
        cx("sticky bottom-0 z-10 border-t border-line bg-surface lg:hidden print:hidden")
    } else {
        cx("sticky bottom-0 z-10 border-t border-line bg-surface md:hidden print:hidden")
    };
    view! {
        <nav aria-label="Places" class=bar>
            <ul class="flex justify-around">{links}</ul>
        </nav>
    }
}

fn link(&(href, words, icon): &Place, path: &str, class: &'static str, item: &'static str, pictured: bool) -> impl IntoView + use<> {
    let picture = pictured.then(|| view! { <Icon icon=icon/> });
    view! { <li class=item><a href=href class=class aria-current=current(href, path)>{picture} <span>{words}</span></a></li> }
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
            let more = places(&account.caller).into_iter().skip(IN_REACH);
            let more = more.map(|(href, words, _)| view! { <a href=href class="menu-item sm:hidden">{words}</a> }).collect_view();
            view! {
            <details class="relative" data-menu>
                <summary class="menu-summary">
                    <Avatar name=account.name.clone()/>
                    <span class="sr-only sm:not-sr-only lg:sr-only xl:not-sr-only">{account.name.clone()}</span>
                </summary>
                <div class="menu-panel">
                    <p class="px-3 text-sm text-muted">{account.email.clone()}</p>
                    {more}
                    {is_patient.then(|| view! { <a href="/records/access" class="menu-item">"Who sees my record"</a> })}
                    <a href="/blog" class="menu-item">"Health articles"</a>
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
