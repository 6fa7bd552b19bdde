//! Doctors whose licence waits to be checked.

use super::here;
use crate::{
    act::Done,
    ctx::Ctx,
    fields::Fields,
    notice::Notice,
    ui::{Badge, Card, Empty, Fact, Facts, Look, More, PostButton, Section, Tone, When, time},
};
use chrono::NaiveDate;
use leptos::prelude::*;
use service::{
    Error,
    admin::{self, Unverified},
};

pub(super) fn waiting(all: Vec<Unverified>, more: Option<String>, here: &str, today: NaiveDate) -> impl IntoView + use<> {
    let lead = "Check the licence with its issuer. A verified doctor can be found and booked at once.";
    let list = if all.is_empty() {
        view! {
            <Empty title="Nobody waits" icon=icondata_hi::HiCheckBadgeOutlineLg><p>"Doctors who register appear here."</p></Empty>
        }
        .into_any()
    } else {
        let here = here.to_owned();
        view! { <ul class="space-y-4">{all.into_iter().map(move |one| doctor(one, here.clone(), today)).collect_view()}</ul> }.into_any()
    };
    view! {
        <Section title="Doctors who wait for verification" lead=lead>
            {list}
            <More href=more label="Show more doctors"/>
        </Section>
    }
}

fn doctor(one: Unverified, here: String, today: NaiveDate) -> impl IntoView {
    let expired = one.license.expires < today;
    let consequence = format!(
        "You confirm that you checked licence {} of {} with {}. Patients can book this doctor from now on.",
        one.license.number, one.name, one.license.issuer
    );
    let name = one.name.clone();
    view! {
        <li>
            <Card>
                <div class="space-y-4">
                    <h3 class="text-lg font-semibold">{one.name}</h3>
                    <Facts columns=true>
                        <Fact label="Licence"><span class="tabular-nums">{one.license.number}</span></Fact>
                        <Fact label="Issuer">{one.license.issuer}</Fact>
                        <Fact label="In force until">
                            <time datetime=one.license.expires.to_string()>{time::date(one.license.expires)}</time>
                            {expired.then(|| view! { " " <Badge tone=Tone::Attention>"Expired"</Badge> })}
                        </Fact>
                        <Fact label="Specialty">{one.specialty.name()}</Fact>
                        <Fact label="Clinic">{one.clinic}</Fact>
                        <Fact label="E-mail">{one.email}</Fact>
                        <Fact label="Registered"><When at=one.registered_at dated=true/></Fact>
                    </Facts>
                    <PostButton to=here act="verify" fields=vec![("doctor", one.id.to_string())] look=Look::Primary confirm=consequence>
                        "Verify"<span class="sr-only">{format!(" {name}")}</span>
                    </PostButton>
                </div>
            </Card>
        </li>
    }
}

/// Confirms that the licence was checked.
pub async fn verify(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let doctor = fields.text("doctor").parse().map_err(|_| Error::NOT_FOUND)?;
    admin::verify(&ctx.services, &ctx.caller(), doctor).await?;
    Ok(Done::to(here(&ctx)).saying(Notice::Verified))
}
