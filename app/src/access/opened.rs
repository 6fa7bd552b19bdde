//! `/records/access`: who may see the record, and who looked into it.

use super::ADDRESS;
use crate::{
    ctx::{ctx, load},
    path,
    ui::{Badge, Empty, Entry, LinkButton, Look, More, Page, PostButton, Rows, Section, Tone, When},
};
use domain::access::Basis;
use leptos::prelude::*;
use service::access::{self, Opened, Opener, Share};

const ROWS: u16 = 30;

/// `/records/access?after=…`
#[component]
pub fn AccessPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let after = ctx.cursor("after")?;
        let caller = ctx.caller();
        let shares = access::shares(&ctx.services, &caller).await?;
        let page = access::opened(&ctx.services, &caller, after, ROWS).await?;
        let more = page.next.map(|after| path::with(ADDRESS, &[("after", &after)]) + "#opened");
        Ok(view! {
            <Page title="Who sees your record" lead="The record is yours. You see here who may look into it, and everybody who did.">
                {sharing(shares)}
                {opened(page.items, after.is_some())}
                <More href=more label="Show earlier ones"/>
            </Page>
        })
    })
}

fn sharing(all: Vec<Share>) -> impl IntoView {
    let list = if all.is_empty() {
        view! { <p>"You share nothing beyond your visits."</p> }.into_any()
    } else {
        view! { <Rows>{all.into_iter().map(shared).collect_view()}</Rows> }.into_any()
    };
    view! {
        <Section
            title="Who may see it"
            id="shares"
            lead="Doctors whom you booked see it from the booking until 30 days after the visit. In an emergency any verified doctor may open it for a day: you are told at once, and why."
        >
            {list}
            <p><LinkButton href="/doctors" look=Look::Quiet>"Share with a doctor"</LinkButton></p>
            <p class="text-muted">"Choose the doctor, then “Share my record” on their page."</p>
        </Section>
    }
}

fn shared(one: Share) -> impl IntoView {
    let what: Vec<&str> = one.categories.iter().map(|category| category.words()).collect();
    let until = match one.until {
        // The instant after the last day.
        Some(until) => {
            let day = (until - chrono::TimeDelta::seconds(1)).date_naive();
            format!("until {}", crate::ui::time::date(day))
        }
        None => "until you stop it".to_owned(),
    };
    let (edit, about) = (super::share::path_of(one.doctor), format!(" with {}", one.name));
    let for_change = about.clone();
    let changed = move || format!(" what is shared{for_change}");
    let specialty = one.specialty.map(|specialty| format!(" · {}", specialty.name()));
    let deeds = view! {
        <div class="flex flex-wrap gap-2">
            <LinkButton href=edit.clone() look=Look::Quiet>"Change"<span class="sr-only">{changed}</span></LinkButton>
            <PostButton to=edit act="stop">"Stop sharing"<span class="sr-only">{about.clone()}</span></PostButton>
        </div>
    };
    view! {
        <Entry deeds=deeds.into_any()>
            <p><a class="link" href=path::doctor(one.doctor)>{one.name}</a><span class="text-muted">{specialty}</span></p>
            <p>{what.join(", ")}</p>
            <p class="text-muted">{until}</p>
        </Entry>
    }
}

fn opened(all: Vec<Opened>, later: bool) -> impl IntoView {
    let list = if all.is_empty() {
        let title = if later { "That was all" } else { "Nobody has looked into your record" };
        view! { <Empty title=title icon=icondata_hi::HiEyeSlashOutlineLg><p>"Every look by somebody else will stand here."</p></Empty> }
            .into_any()
    } else {
        view! { <Rows>{all.into_iter().map(row).collect_view()}</Rows> }.into_any()
    };
    view! { <Section title="Who looked into it" id="opened" lead="Newest first. Looks of one person at the same thing that follow each other within a quarter of an hour count as one.">{list}</Section> }
}

fn row(one: Opened) -> impl IntoView {
    let who = match one.by {
        Opener::Doctor { id, name } => view! { <a class="link" href=path::doctor(id)>{name}</a> }.into_any(),
        Opener::Administrator => view! { "The administration" }.into_any(),
        Opener::System => view! { "The system" }.into_any(),
    };
    let urgent = one.basis == Some(Basis::BreakGlass);
    let basis = one.basis.map(|basis| {
        let tone = if urgent { Tone::Attention } else { Tone::Info };
        view! { <Badge tone=tone>{basis_words(basis)}</Badge> }
    });
    view! {
        <li class="space-y-1 py-3">
            <p class="flex flex-wrap items-center gap-2"><strong>{who}</strong> {basis}</p>
            <p>{what(&one.action)}</p>
            {one.reason.map(|reason| view! { <p class="whitespace-pre-line">"Their reason: “"{reason}"”"</p> })}
            <p class="text-muted"><When at=one.at dated=true/></p>
        </li>
    }
}

/// What gave the right to it, in few words.
pub(crate) fn basis_words(basis: Basis) -> &'static str {
    match basis {
        Basis::Own => "Your own",
        Basis::Appointment => "A visit",
        Basis::Consent => "You share it",
        Basis::BreakGlass => "Emergency",
    }
}

/// What the audit's word means for the person whose data it is.
fn what(action: &str) -> String {
    let whole = match action {
        "patient.read" => "Looked at the page about you: your profile and what is open to them of your record",
        "record.charts" => "Looked at the charts of your health record",
        "record.export" => "Took a table of your health record with them",
        "record.import" => "Added a table of values to your health record",
        "prescription.print" => "Printed a prescription of yours",
        "prescription.check" => "Checked medicines against your record",
        "prescription.signature" => "Checked the signature of a prescription of yours",
        "note.draft" => "Began a note about you",
        "note.throw" => "Threw away the draft of a note about you",
        _ => "",
    };
    if !whole.is_empty() {
        return whole.to_owned();
    }
    let (object, act) = action.split_once('.').unwrap_or((action, ""));
    let thing = match object {
        "appointment" => "an appointment of yours",
        "report" => "what you told us about symptoms",
        "patient" => "your name and profile",
        "record" if act.starts_with("break-glass") => return "Opened your whole record in an emergency".to_owned(),
        "record" => "your health record",
        "attachment" => "a document of yours",
        "prescription" => "a prescription of yours",
        "review" => "your review",
        "privacy" | "account" | "user" => "your account",
        _ => "your data",
    };
    match act {
        "list" => format!("Saw {thing} in a list"),
        "read" | "search" => format!("Looked at {thing}"),
        "download" => format!("Downloaded {thing}"),
        "create" | "write" | "add" | "draft" | "issue" => format!("Added {thing}"),
        "edit" | "correct" | "amend" => format!("Changed {thing}"),
        "retract" => format!("Took back an entry in {thing}"),
        "repeat" => format!("Renewed {thing}"),
        "remove" | "delete" | "throw" => format!("Removed {thing}"),
        _ => format!("Changed {thing} ({})", act.replace('-', " ")),
    }
}

#[cfg(test)]
mod tests {
    use super::what;

    #[test]
    fn what_was_done_is_said_in_plain_words() {
        assert_eq!(what("appointment.read"), "Looked at an appointment of yours");
        assert_eq!(what("patient.list"), "Saw your name and profile in a list");
        assert_eq!(what("record.break-glass"), "Opened your whole record in an emergency");
        assert_eq!(what("appointment.check-in"), "Changed an appointment of yours (check in)");
        for look in
            ["record.charts", "record.export", "prescription.print", "prescription.check", "note.draft", "note.throw", "patient.read"]
        {
            assert!(!what(look).starts_with("Changed"), "{look}");
        }
        assert_eq!(what("something"), "Changed your data ()");
    }
}
