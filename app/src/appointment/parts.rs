//! What several pages about appointments share.

use crate::{
    fields::{Fields, Submitted},
    ui::{Banner, Tone, time},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::{Period, Problems, appointment::Mode};
use leptos::prelude::*;

/// Why a button of this page did not do what it says.
#[component]
pub fn Refused() -> impl IntoView {
    use_context::<Submitted>().map(|sent| {
        let first = sent.problems.0.first().map(|problem| problem.message.to_string());
        let title = sent.message.or(first).unwrap_or_else(|| sent.code.message().to_owned());
        view! { <div role="alert"><Banner tone=Tone::Attention title=title/></div> }
    })
}

/// How a visit takes place, in words.
pub fn mode_words(mode: Mode) -> &'static str {
    match mode {
        Mode::InPerson => "At the clinic",
        Mode::Telehealth => "By video",
    }
}

/// The field `start` of a form: RFC 3339.
pub fn start(fields: &Fields) -> Result<DateTime<Utc>, Problems> {
    fields.text("start").trim().parse().map_err(|_| Problems::one("start", "Please choose one of the times."))
}

/// Free times as buttons, grouped by day: pressing one sends it as `start`.
#[component]
pub fn PostSlots(
    /// The free times, in order.
    slots: Vec<Period>,
    /// The zone in which they are shown.
    zone: Tz,
    /// The address that is posted to.
    #[prop(into)]
    to: String,
    /// What a button does, before the full date: "Hold".
    verb: &'static str,
    /// Further fields.
    #[prop(optional)]
    fields: Vec<(&'static str, String)>,
) -> impl IntoView {
    let hidden = fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let date = |slot: &Period| time::date_in(slot.start(), zone);
    let days = slots.chunk_by(|a, b| date(a) == date(b)).map(|day| day_of(day, zone, verb)).collect_view();
    view! {
        <form method="post" action=to aria-label="Free times" data-once>
            {hidden}
            <ul class="space-y-6">{days}</ul>
        </form>
    }
}

fn day_of(slots: &[Period], zone: Tz, verb: &'static str) -> impl IntoView + use<> {
    let date = slots.first().map(|slot| time::date_in(slot.start(), zone)).unwrap_or_default();
    let buttons = slots.iter().map(|slot| {
        let at = slot.start();
        let label = format!("{verb} {}", time::full_moment(at, zone));
        view! {
            <li>
                <button type="submit" class="slot" name="start" value=time::machine(at) aria-label=label>
                    <time datetime=time::machine(at)>{time::clock(at, zone)}</time>
                </button>
            </li>
        }
    });
    view! {
        <li class="space-y-2">
            <h3 class="font-semibold">
                <span aria-hidden="true">{time::day(date)}</span> <span class="sr-only">{time::full_day(date)}</span>
            </h3>
            <ul class="flex flex-wrap gap-2">{buttons.collect_view()}</ul>
        </li>
    }
}
