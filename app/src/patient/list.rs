//! `/patients`: whom the doctor treats, and who shares something.

use super::ADDRESS;
use crate::{
    ctx::{ctx, load},
    path,
    ui::{Avatar, Button, Empty, Field, Filter, Kind, LinkButton, Look, More, Page, Rows, When, time},
};
use domain::patient::age;
use leptos::prelude::*;
use service::patient::{self, Find, Treated};

const ROWS: u16 = 30;

/// `/patients?name=…&after=…`
#[component]
pub fn PatientsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let name = ctx.query("name").to_owned();
        let find = Find { name: name.clone(), after: ctx.cursor("after")?, limit: ROWS };
        let page = patient::treated(&ctx.services, &ctx.caller(), &find).await?;
        let more = page.next.map(|after| path::with(ADDRESS, &[("after", &after)]));
        let (rows, today) = (page.items, ctx.today());
        let list = if rows.is_empty() {
            nothing(!name.is_empty()).into_any()
        } else {
            let rows = rows.into_iter().map(|one| row(one, today)).collect_view();
            view! { <Rows>{rows}</Rows> }.into_any()
        };
        Ok(view! {
            <Page title="Your patients" lead="From their booking until 30 days after the visit, and who shares a record with you.">
                <Filter to=ADDRESS label="Find a patient">
                    <div class="flex flex-wrap items-end gap-3">
                        <Field name="name" label="Name" kind=Kind::Search/>
                        <Button look=Look::Quiet>"Find"</Button>
                    </div>
                </Filter>
                {list}
                <More href=more label="Show more patients"/>
                <p><LinkButton href="/patients/emergency" look=Look::Quiet>"Open a record in an emergency"</LinkButton></p>
            </Page>
        })
    })
}

fn nothing(searched: bool) -> impl IntoView {
    let title = if searched { "No patient of yours is called so" } else { "No record is open to you" };
    view! {
        <Empty title=title icon=icondata_hi::HiUsersOutlineLg>
            {searched.then(|| view! { <p><a class="link" href=ADDRESS>"Show all your patients"</a></p> })}
            {(!searched).then(|| view! { <p>"Patients who book a visit stand here."</p> })}
        </Empty>
    }
}

fn row(one: Treated, today: chrono::NaiveDate) -> impl IntoView {
    let born =
        one.date_of_birth.map(|born| format!("{} · born {}", time::count(age(born, today).into(), "year", "years"), time::date(born)));
    let visit = match (one.next_visit, one.last_visit) {
        (Some(next), _) => view! { "Next visit "<When at=next/> }.into_any(),
        (None, Some(last)) => view! { "Last visit "<When at=last/> }.into_any(),
        (None, None) => view! { "Shared with you, or opened in an emergency" }.into_any(),
    };
    view! {
        <li class="flex items-center gap-3 py-3">
            <Avatar name=one.name.clone()/>
            <div class="min-w-0">
                <p><a class="link" href=path::patient(one.id)>{one.name}</a> <span class="text-muted">" "{born}</span></p>
                <p class="text-muted">{visit}</p>
            </div>
        </li>
    }
}
