//! Articles beside something else: a result, a doctor.

use crate::{
    ctx::Ctx,
    path,
    ui::{Rows, Section, time},
};
use domain::blog::{PostCard, slug};
use domain::{Specialty, assessment::Assessment};
use leptos::prelude::*;

/// Articles beside a result.
const BESIDE: u16 = 3;
/// Conditions and specialties that are asked for.
const ASKED: usize = 3;

/// What doctors wrote on what it may be, the closest first; nothing where there is none. One statement.
pub(crate) async fn related(ctx: &Ctx, of: &Assessment) -> Vec<PostCard> {
    let conditions = of.conditions.iter().take(ASKED).map(|condition| slug(&condition.name));
    // What general practice writes of is anything.
    let specialties = of.specialties.iter().map(|specialty| specialty.code).filter(|code| *code != Specialty::GeneralPractice);
    let specialties = specialties.take(ASKED).map(|code| code.code().to_owned());
    let tags: Vec<String> = conditions.chain(specialties).collect();
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    // A result without articles is a result.
    service::blog::related(&ctx.services, &tags, BESIDE).await.unwrap_or_else(|error| {
        tracing::warn!(%error, "no articles beside a result");
        Vec::new()
    })
}

/// A part of a page with these.
pub(crate) fn shown(all: &[PostCard]) -> Option<impl IntoView + use<>> {
    let rows = all.iter().map(|card| {
        let (title, href, about) = (card.title.clone(), path::article(&card.slug), card.summary.clone());
        let by = format!("{} · {}", card.author.name, time::date(card.published_at.date_naive()));
        view! {
            <li class="space-y-1 py-4">
                <p class="text-lg font-semibold"><a class="link" href=href>{title}</a></p>
                <p class="max-w-prose">{about}</p>
                <p class="text-sm text-muted">{by}</p>
            </li>
        }
    });
    let rows = rows.collect_view();
    (!all.is_empty()).then(|| {
        view! {
            <div class="print:hidden">
                <Section title="Articles that may help" lead="Written and reviewed by doctors.">
                    <Rows>{rows}</Rows>
                </Section>
            </div>
        }
    })
}
