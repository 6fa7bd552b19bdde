//! A doctor in a list.

use crate::{
    path,
    ui::{Avatar, Badge, Card, Chip, Icon, Tone, time},
};
use chrono_tz::Tz;
use domain::{SymptomReportId, doctor::DoctorCard, patient::language_name};
use leptos::prelude::*;

/// Times shown on a card.
const SLOTS: usize = 3;

/// Why a doctor is recommended.
pub struct Reasons {
    /// How well it fits, in [0, 1].
    pub score: f32,
    /// In words.
    pub reasons: Vec<String>,
}

/// A doctor: who, where, in which languages, and the next free times as links to booking. `report` goes along to the booking.
pub fn doctor_card(card: DoctorCard, zone: Option<Tz>, report: Option<SymptomReportId>, why: Option<Reasons>) -> impl IntoView {
    let report_word = report.map(|id| id.to_string()).unwrap_or_default();
    let href = path::with(&path::doctor(card.id), &[("report", &report_word)]);
    let match_badge = why.as_ref().map(|why| {
        let words = format!("{} match", time::percent(why.score));
        view! { <Badge tone=Tone::Info>{words}</Badge> }
    });
    view! {
        <Card>
            <article class="space-y-4">
                <div class="flex gap-4">
                    <Avatar name=card.name.clone()/>
                    <div class="min-w-0 flex-1">
                        <div class="flex flex-wrap items-center justify-between gap-x-4">
                            <h3 class="text-lg font-semibold"><a class="link" href=href.clone()>{card.name.clone()}</a></h3>
                            {match_badge}
                        </div>
                        <p>{card.specialty.name()} " · " {time::count(u64::from(card.experience_years.unsigned_abs()), "year", "years")} " of experience"</p>
                        <p class="text-muted">{card.clinic.name.clone()} ", " {card.clinic.city.clone()}</p>
                    </div>
                </div>
                {chips(&card, why.is_none())}
                {why.map(|why| reasons(why.reasons))}
                {times(&card, zone, report, href)}
            </article>
        </Card>
    }
}

fn reasons(all: Vec<String>) -> impl IntoView {
    let lines = all.into_iter().map(|reason| {
        view! { <li class="flex items-start gap-2"><span class="pt-1 text-action"><Icon icon=icondata_hi::HiCheckOutlineLg/></span> <span>{reason}</span></li> }
    });
    view! { <ul class="space-y-1">{lines.collect_view()}</ul> }
}

/// Languages and fee; `all` adds video visits and rating, which reasons name too.
pub(super) fn chips(card: &DoctorCard, all: bool) -> impl IntoView + use<> {
    let languages: Vec<&str> = card.languages.iter().map(|tag| language_name(tag)).collect();
    let languages = languages.join(", ");
    let video = (all && card.telehealth).then(|| view! { <li><Chip icon=icondata_hi::HiVideoCameraOutlineLg>"Video visits"</Chip></li> });
    let id = card.id;
    let rating = card.rating.filter(|_| all).map(|(mean, count)| {
        let words = format!("{mean:.1} of 5 from {}", time::count(u64::from(count.unsigned_abs()), "review", "reviews"));
        view! { <li><Chip href=crate::review::list_path(id) icon=icondata_hi::HiStarOutlineLg>{words}</Chip></li> }
    });
    let fee = (card.fee_minor > 0).then(|| {
        let words = format!("{} a visit", time::money(card.fee_minor, &card.currency));
        view! { <li><Chip icon=icondata_hi::HiBanknotesOutlineLg>{words}</Chip></li> }
    });
    view! {
        <ul class="flex flex-wrap gap-2">
            {(!languages.is_empty()).then(|| view! { <li><Chip icon=icondata_hi::HiLanguageOutlineLg>{languages}</Chip></li> })}
            {video} {rating} {fee}
        </ul>
    }
}

fn times(card: &DoctorCard, zone: Option<Tz>, report: Option<SymptomReportId>, more: String) -> impl IntoView + use<> {
    let shown = zone.unwrap_or(card.clinic.zone);
    let (id, whose) = (card.id, time::place(shown, card.clinic.zone, &card.clinic.city));
    if card.slots.is_empty() {
        return view! { <p class="text-muted">"No free time in the next two weeks. " <a class="link" href=more>"Look further ahead"</a></p> }.into_any();
    }
    let links = card.slots.iter().take(SLOTS).map(|slot| {
        let start = slot.start();
        let label = format!("Book {} with {}", time::full_moment(start, shown), card.name);
        view! {
            <li><a class="slot" href=path::book(id, start, report) aria-label=label><time datetime=time::machine(start)>{time::moment(start, shown)}</time></a></li>
        }
    });
    view! {
        <div class="space-y-2">
            <p class="text-sm text-muted">{format!("Next free times, in {whose}")}</p>
            <ul class="flex flex-wrap gap-2">
                {links.collect_view()}
                <li><a class="btn btn-plain" href=format!("{more}#times")>"More times"</a></li>
            </ul>
        </div>
    }
    .into_any()
}
