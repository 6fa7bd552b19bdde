//! `/register`: as a patient, or – by `?as=doctor` – as a doctor.

use crate::{
    act::Done,
    ctx::{Ctx, ctx, load, read},
    fields::Fields,
    notice::Notice,
    password::PasswordMeter,
    path,
    ui::{Banner, Button, Field, Form, Hidden, Kind, Page, Select, TextField, Tone, cx, options},
};
use domain::{Specialty, account::NewAccount, doctor::Clinic};
use leptos::prelude::*;
use service::{Error, account};

/// `/register`
#[component]
pub fn RegisterPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let doctor = ctx.query("as") == "doctor";
        let clinics = if doctor { service::doctor::clinics(&ctx.services).await? } else { Vec::new() };
        let next = path::local(ctx.query("next"), "").to_owned();
        let to = path::with("/register", &[("as", ctx.query("as")), ("next", &next)]);
        let login = path::login(&next);
        let form = if doctor { as_doctor(to, clinics).into_any() } else { as_patient(to).into_any() };
        Ok(view! {
            <Page title="Create an account" lead="Free, and only as much as a booking needs." narrow=true>
                {kinds(doctor, &next)}
                {form}
                <p>"You have an account? " <a class="link" href=login>"Sign in"</a></p>
            </Page>
        })
    })
}

/// Who registers: two links, so that it works without a script.
fn kinds(doctor: bool, next: &str) -> impl IntoView + use<> {
    let kind = |words: &'static str, code: &str, here: bool| {
        let href = path::with("/register", &[("as", code), ("next", next)]);
        let class = if here { cx("btn btn-quiet flex-1 border-action bg-action-soft") } else { cx("btn btn-quiet flex-1") };
        view! { <a class=class href=href aria-current=here.then_some("true")>{words}</a> }
    };
    view! { <nav class="flex gap-3" aria-label="Who are you?">{kind("I am a patient", "", !doctor)} {kind("I am a doctor", "doctor", doctor)}</nav> }
}

fn common() -> impl IntoView {
    view! {
        <TextField name="name" label="Full name" autocomplete="name" required=true/>
        <Field name="email" kind=Kind::Email label="E-mail" required=true/>
        <PasswordMeter about=Vec::new()>
            <Field name="password" kind=Kind::NewPassword label="Password" hint="At least 10 characters. A few words work well." required=true/>
        </PasswordMeter>
        <input type="hidden" name="time_zone" data-zone/>
    }
}

fn agreed() -> impl IntoView {
    view! { <p class="text-sm text-muted">"With an account you agree to how this site works, as it is told in "<a class="link" href="/about">"what this is"</a>" and in the "<a class="link" href="/privacy">"privacy notice"</a>"."</p> }
}

fn as_patient(to: String) -> impl IntoView {
    view! {
        <Form to=to>
            <Hidden name="user_type" value="patient"/>
            {common()}
            <Field
                name="date_of_birth"
                kind=Kind::Date
                label="Date of birth"
                hint="Makes symptom results more precise."
                autocomplete="bday"
                optional=true
            />
            <Select
                name="sex"
                label="Sex"
                optional=true
                empty="Prefer not to say"
                options=options([("female", "Female"), ("male", "Male"), ("other", "Other")])
                autocomplete="sex"
            />
            {agreed()}
            <Button wide=true>"Create account"</Button>
        </Form>
    }
}

fn as_doctor(to: String, clinics: Vec<Clinic>) -> impl IntoView {
    let clinics: Vec<(String, String)> = clinics.into_iter().map(|c| (c.id.to_string(), format!("{}, {}", c.city, c.name))).collect();
    let specialties: Vec<(String, String)> = Specialty::bookable().map(|s| (s.code().to_owned(), s.name().to_owned())).collect();
    view! {
        <Banner tone=Tone::Info title="We check every licence">
            <p>"Patients can book you as soon as our staff have checked yours. Until then you can fill in your profile and hours."</p>
        </Banner>
        <Form to=to>
            <Hidden name="user_type" value="doctor"/>
            {common()}
            <Select name="specialty" label="Specialty" empty="Please choose" options=specialties.clone() required=true/>
            <Select name="clinic" label="Clinic" empty="Please choose" options=clinics.clone() required=true/>
            <TextField name="license_number" label="Licence number" required=true/>
            <TextField name="license_issuer" label="Issued by" hint="The authority or chamber that gave it." required=true/>
            <Field name="license_expires" kind=Kind::Date label="In force until" required=true/>
            {agreed()}
            <Button wide=true>"Create account"</Button>
        </Form>
    }
}

/// Creates the account. The answer is the same for a known address.
pub async fn register(ctx: Ctx, fields: Fields) -> Result<Done, Error> {
    let mut new: NewAccount = read(&fields)?;
    if new.time_zone.parse::<chrono_tz::Tz>().is_err() {
        // Browsers may know zones that we do not, or send none.
        new.time_zone = zone_of_clinic(&ctx, &new.clinic).await?;
    }
    account::register(&ctx.services, &new).await?;
    Ok(Done::to(path::login(path::local(ctx.query("next"), ""))).saying(Notice::Registered))
}

/// The zone of a doctor's clinic; nothing for everybody else.
async fn zone_of_clinic(ctx: &Ctx, clinic: &str) -> Result<String, Error> {
    if clinic.is_empty() {
        return Ok(String::new());
    }
    let clinics = service::doctor::clinics(&ctx.services).await?;
    Ok(clinics.into_iter().find(|c| c.id.to_string() == clinic).map(|c| c.zone.name().to_owned()).unwrap_or_default())
}
