//! What people tell about themselves.

use crate::{
    ui::{Badge, Button, Checkbox, Checks, Fact, Facts, Field, Form, Kind, Section, Select, TextArea, TextField, Tone, options, time},
    world,
};
use domain::{
    doctor::DoctorSelf,
    patient::{Allergy, BLOOD_GROUPS, LANGUAGES, Patient},
    text::BIO_MAX,
};
use leptos::prelude::*;

fn languages() -> Vec<(String, String)> {
    LANGUAGES.iter().map(|(tag, name)| ((*tag).to_owned(), (*name).to_owned())).collect()
}

/// A patient's form.
pub(super) fn of_patient(patient: Patient) -> impl IntoView {
    view! {
        <Section title="Profile" lead="Doctors see this when you book with them.">
            <Form act="profile" label="Profile">
                {person(&patient)}
                {health(&patient)}
                {whereabouts(&patient)}
                <Button>"Save profile"</Button>
            </Form>
        </Section>
    }
}

fn person(patient: &Patient) -> impl IntoView + use<> {
    let born = patient.date_of_birth.map(|date| date.to_string()).unwrap_or_default();
    let sex = patient.sex.map(|sex| sex.code()).unwrap_or_default();
    view! {
        <TextField name="name" label="Full name" value=patient.name.clone() autocomplete="name" required=true/>
        <div class="grid gap-6 sm:grid-cols-2">
            <Field name="date_of_birth" kind=Kind::Date label="Date of birth" value=born autocomplete="bday" optional=true/>
            <Select
                name="sex"
                label="Sex"
                empty="Prefer not to say"
                options=options([("female", "Female"), ("male", "Male"), ("other", "Other")])
                value=sex
                optional=true
            />
        </div>
    }
}

fn health(patient: &Patient) -> impl IntoView + use<> {
    let groups: Vec<(String, String)> = BLOOD_GROUPS.iter().map(|group| ((*group).to_owned(), (*group).to_owned())).collect();
    let allergies: Vec<String> = patient.allergies.iter().map(Allergy::line).collect();
    view! {
        <TextArea name="allergies" label="Allergies" value=allergies.join("\n") max=10_000 rows=3 optional=true hint="One a line, for example: penicillin – rash (moderate)."/>
        <TextArea name="conditions" label="Long-term conditions" value=patient.conditions.join("\n") max=10_000 rows=3 optional=true hint="One a line."/>
        <TextArea name="medications" label="Medicines you take" value=patient.medications.join("\n") max=10_000 rows=3 optional=true hint="One a line, with the dose if you know it."/>
        <Select name="blood_group" label="Blood group" empty="Not known" options=groups value=patient.blood_group.clone().unwrap_or_default() optional=true/>
        <TextField
            name="emergency_contact"
            label="Whom to call in an emergency"
            hint="Name and telephone number."
            value=patient.emergency_contact.clone().unwrap_or_default()
            optional=true
        />
    }
}

fn whereabouts(patient: &Patient) -> impl IntoView + use<> {
    let country = if patient.country == domain::patient::COUNTRY_UNKNOWN { String::new() } else { patient.country.clone() };
    view! {
        <div class="grid gap-6 sm:grid-cols-2">
            <Select name="language" label="Language" options=languages() value=patient.language.clone() hint="In which you talk with a doctor."/>
            <Select
                name="country"
                label="Country"
                empty="Not said"
                options=world::countries()
                value=country
                hint="Decides which emergency number you see."
                autocomplete="country"
            />
        </div>
        <Select name="time_zone" label="Time zone" options=world::zones(patient.zone) value=patient.zone.name() hint="Times are shown in it."/>
    }
}

/// A doctor's form, under what only staff change.
pub(super) fn of_doctor(own: DoctorSelf) -> impl IntoView {
    let card = &own.profile.card;
    let fee = (card.fee_minor / 100).to_string();
    let currency = card.currency.clone();
    let (bio, education, years) = (own.profile.bio.clone(), own.profile.education.clone(), card.experience_years.to_string());
    let (spoken, telehealth, asks_first) = (card.languages.clone(), card.telehealth, own.profile.asks_first);
    view! {
        <Section title="Licence">{licence(&own)}</Section>
        <Section title="Public profile" lead="Patients read this when they choose.">
            <Form act="profile" label="Public profile">
                <TextArea name="bio" label="About you" value=bio.clone() max=BIO_MAX rows=6 optional=true/>
                <TextArea name="education" label="Education" value=education.clone() max=500 rows=3 optional=true/>
                <div class="grid gap-6 sm:grid-cols-2">
                    <Field name="experience_years" kind=Kind::Number label="Years of experience" value=years.clone() required=true/>
                    <Field name="fee" kind=Kind::Number label=format!("Fee of a visit in {currency}") value=fee.clone() required=true/>
                </div>
                <Checks name="languages" legend="Languages in which you consult" options=languages() values=spoken.clone()/>
                <Checkbox name="telehealth" label="I offer video visits" checked=telehealth/>
                <Checkbox name="asks_first" label="I confirm each booking myself" hint="Patients then send a request instead of booking at once." checked=asks_first/>
                <Button>"Save profile"</Button>
            </Form>
        </Section>
    }
}

fn licence(own: &DoctorSelf) -> impl IntoView + use<> {
    let waiting = (!own.verified).then(crate::dashboard::unchecked);
    let (card, license) = (own.profile.card.clone(), own.license.clone());
    let verified = own.verified.then(|| view! { " " <Badge tone=Tone::Done>"Checked"</Badge> });
    view! {
        {waiting}
        <Facts columns=true>
            <Fact label="Name">{card.name.clone()}</Fact>
            <Fact label="Specialty">{card.specialty.name()}</Fact>
            <Fact label="Licence">{license.number.clone()} ", " {license.issuer.clone()} {verified}</Fact>
            <Fact label="In force until">{time::date(license.expires)}</Fact>
            <Fact label="Clinic">{card.clinic.name.clone()} ", " {card.clinic.city.clone()}</Fact>
        </Facts>
    }
}
