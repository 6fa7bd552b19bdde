//! Free times to choose from.

use super::time;
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use domain::Period;
use leptos::prelude::*;

/// Free times as links, grouped by day; full dates are read out.
#[component]
pub fn Slots<F>(
    /// The free times, in order.
    slots: Vec<Period>,
    /// The zone in which they are shown.
    zone: Tz,
    /// Where a start leads.
    href: F,
    /// Headings of the days: 3 below an `<h2>`.
    #[prop(default = true)]
    headings: bool,
    /// What a link does, before the full date.
    #[prop(default = "Book")]
    verb: &'static str,
) -> impl IntoView
where
    F: Fn(DateTime<Utc>) -> String,
{
    let mut days: Vec<(NaiveDate, Vec<DateTime<Utc>>)> = Vec::new();
    for start in slots.iter().map(Period::start) {
        let date = time::date_in(start, zone);
        match days.last_mut() {
            Some((last, starts)) if *last == date => starts.push(start),
            _ => days.push((date, vec![start])),
        }
    }
    let days = days.into_iter().map(|(date, starts)| {
        let links = starts.into_iter().map(|start| slot(start, zone, href(start), verb)).collect_view();
        let name = view! { <span aria-hidden="true">{time::day(date)}</span> <span class="sr-only">{time::full_day(date)}</span> };
        let name = if headings {
            view! { <h3 class="font-semibold">{name}</h3> }.into_any()
        } else {
            view! { <p class="font-semibold">{name}</p> }.into_any()
        };
        view! { <li class="space-y-2">{name} <ul class="slot-grid">{links}</ul></li> }
    });
    view! { <ul class="space-y-6">{days.collect_view()}</ul> }
}

fn slot(start: DateTime<Utc>, zone: Tz, href: String, verb: &'static str) -> impl IntoView + use<> {
    let label = format!("{verb} {}", time::full_moment(start, zone));
    view! {
        <li>
            <a class="slot" href=href aria-label=label>
                <time datetime=time::machine(start)>{time::clock(start, zone)}</time>
            </a>
        </li>
    }
}
