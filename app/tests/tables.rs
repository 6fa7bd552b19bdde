//! The tables of pages and acts are the whole site: nothing is routed without a policy, nothing has a policy and no route.

use app::{App, PAGES, acts};
use domain::policy::Who;
use std::collections::BTreeSet;

#[test]
fn every_route_is_a_page_with_a_policy_and_every_page_has_a_route() {
    let routed: BTreeSet<String> = leptos_axum::generate_route_list(App).iter().map(|route| route.path().to_owned()).collect();
    let listed: BTreeSet<String> = PAGES.iter().map(|page| page.path.to_owned()).collect();
    assert_eq!(routed, listed);
    assert_eq!(listed.len(), PAGES.len(), "a page is listed twice");
}

#[test]
fn an_act_is_found_by_its_address_and_name_alone() {
    let acts = acts();
    let names: BTreeSet<(&str, &str)> = acts.iter().map(|act| (act.path, act.name)).collect();
    assert_eq!(names.len(), acts.len());
}

#[test]
fn whoever_may_act_may_see_the_page_that_shows_what_was_wrong() {
    // These cannot be wrong: a button, not a form.
    let buttons = ["/logout", "/theme"];
    for act in acts().iter().filter(|act| !buttons.contains(&act.path)) {
        let page = app::page_at(act.path).unwrap_or_else(|| panic!("{} has no page", act.path));
        let is_for_all_of_them = page.policy.who == Who::Anyone || (page.policy.who == Who::SignedIn && act.policy.who != Who::Anyone);
        assert!(is_for_all_of_them || page.policy.who == act.policy.who, "{}", act.path);
    }
}
