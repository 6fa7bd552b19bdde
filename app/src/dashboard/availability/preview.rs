//! The times that hours would give.

use crate::ui::{Section, time};
use chrono_tz::Tz;
use domain::Period;
use leptos::prelude::*;

/// Days that are shown.
pub(super) const DAYS: u16 = 14;

/// Every time of the coming two weeks, by day.
pub(super) fn preview(slots: &[Period], zone: Tz) -> impl IntoView + use<> {
    let date = |slot: &Period| time::date_in(slot.start(), zone);
    let days = slots.chunk_by(|a, b| date(a) == date(b)).map(|day| {
        let times: Vec<String> = day.iter().map(|slot| time::clock(slot.start(), zone)).collect();
        let head = day.first().map(|slot| time::day(date(slot))).unwrap_or_default();
        view! {
            <div>
                <dt class="font-semibold">{head}" "<span class="font-normal text-muted">{time::count(times.len() as u64, "time", "times")}</span></dt>
                <dd class="tabular-nums">{times.join("  ")}</dd>
            </div>
        }
    });
    let days = days.collect_view();
    let count = time::count(slots.len() as u64, "time", "times");
    view! {
        <Section title="What these hours give" lead=format!("{count} in the coming two weeks, before what is booked is taken out. Nothing is saved yet.") id="preview">
            <dl class="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">{days}</dl>
        </Section>
    }
}
