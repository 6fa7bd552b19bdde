//! `/doctors/{doctor}/reviews`, and the newest of all for administrators.

use super::{list_path, path_of, shown, write_path};
use crate::{
    ctx::{ctx, load},
    path,
    ui::{Badge, Empty, LinkButton, Look, More, Page, Rows, Tone},
};
use domain::{Caller, DoctorId, Period, review::Review};
use leptos::prelude::*;
use service::{Error, doctor, review};

const ROWS: u16 = 20;

/// `/doctors/{doctor}/reviews?after=…`
#[component]
pub fn ReviewsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let (id, now, caller): (DoctorId, _, _) = (ctx.param("doctor")?, ctx.now(), ctx.caller());
        let window = Period::new(now, now + chrono::TimeDelta::minutes(1)).map_err(|e| Error::Internal(e.to_string()))?;
        let card = doctor::profile(&ctx.services, id, window).await?.card;
        let page = review::list(&ctx.services, &caller, id, ctx.cursor::<String>("after")?.as_deref(), ROWS).await?;
        let more = page.next.map(|after| path::with(&list_path(id), &[("after", &after)]));
        let lead = card.rating.map(|(mean, count)| {
            let people = crate::ui::time::count(u64::from(count.unsigned_abs()), "review", "reviews");
            format!("{mean:.1} of 5 from {people}. Only patients who had a visit write one; with few reviews the mean leans towards that of all doctors.")
        });
        let opens = caller.doctor() == Some(id) || matches!(caller, Caller::Admin { .. });
        let list = if page.items.is_empty() {
            view! { <Empty title="No words yet" icon=icondata_hi::HiStarOutlineLg><p>"Patients can say here how a visit was."</p></Empty> }
                .into_any()
        } else {
            let rows = page.items.iter().map(|one| row(one, opens)).collect_view();
            view! { <Rows>{rows}</Rows> }.into_any()
        };
        let write = caller
            .patient()
            .map(|_| view! { <p><LinkButton href=write_path(id) look=Look::Quiet>"Say how your visit was"</LinkButton></p> });
        Ok(view! {
            <Page title=format!("Reviews of {}", card.name) lead=lead.unwrap_or_default()>
                {write}
                {list}
                <More href=more label="Show earlier reviews"/>
                <p><a class="link" href=path::doctor(id)>"Back to the doctor"</a></p>
            </Page>
        })
    })
}

fn row(review: &Review, opens: bool) -> impl IntoView + use<> {
    let link = opens.then(|| {
        let about = format!(" the review of {}", review.created_at.format("%-d %B %Y"));
        view! { <p><a class="link" href=path_of(review.id)>"Open"<span class="sr-only">{about}</span></a></p> }
    });
    let hidden = review.hidden_why.is_some().then(|| view! { <p><Badge tone=Tone::Attention>"Out of sight"</Badge></p> });
    view! { <li class="space-y-2 py-4">{shown(review)} {hidden} {link}</li> }
}

/// `/admin/reviews`
#[component]
pub fn AdminReviewsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let page = review::newest(&ctx.services, &ctx.caller(), ctx.cursor::<String>("after")?.as_deref(), 50).await?;
        let more = page.next.map(|after| path::with("/admin/reviews", &[("after", &after)]));
        let all = page.items;
        let list = if all.is_empty() {
            view! { <Empty title="No reviews" icon=icondata_hi::HiStarOutlineLg><p>"Nobody has written one yet."</p></Empty> }.into_any()
        } else {
            let rows = all.iter().map(|one| row(one, true)).collect_view();
            view! { <Rows>{rows}</Rows> }.into_any()
        };
        Ok::<_, Error>(view! {
            <Page title="Newest reviews" lead="What was written or changed last comes first. Open one to take it out of sight.">
                {list}
                <More href=more label="Show earlier ones"/>
                <p><a class="link" href="/admin">"Back to administration"</a></p>
            </Page>
        })
    })
}
