//! `/privacy`: what is stored, made of the same list that a test holds against the database.

use crate::{
    ctx::{ctx, load},
    ui::{Page, Rows, Section},
};
use domain::{
    consent::Kind,
    privacy::{Kept, STORED, Stored},
};
use leptos::prelude::*;
use service::privacy::Retention;

/// `/privacy`
#[component]
pub fn NoticePage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let kept = *ctx.services.retention();
        let rows = STORED.iter().map(|stored| row(stored, kept)).collect_view();
        let lead = format!("What is stored about you, why, for how long, and who sees it. Version of {}.", Kind::PrivacyNotice.version());
        Ok(view! {
            <Page title="Privacy" lead=lead wide=true>
                <Section title="In short">
                    <ul class="list-disc space-y-1 pl-5 max-w-prose">
                        <li>"Everything stays on our own server; only mails to you leave it, and they tell nothing of your health. Nothing is measured about you, and there is no advertising."</li>
                        <li>"You can take a copy of everything and end your account at any time, under "<a class="link" href="/settings/privacy">"Your data"</a>"."</li>
                        <li>
                            "Doctors see your health data while they treat you, where you show them something, and in an emergency, of which you are told at once. Who looked, and who may, stands under "
                            <a class="link" href="/records/access">"Who sees my record"</a>"."
                        </li>
                    </ul>
                </Section>
                <Section title="All that is stored">
                    <Rows>{rows}</Rows>
                </Section>
            </Page>
        })
    })
}

fn row(stored: &'static Stored, kept: Retention) -> impl IntoView {
    let sealed = stored.sealed.then_some(" Sealed: a copy of the database does not tell it.");
    view! {
        <li class="py-3 space-y-1">
            <p><strong>{stored.what}</strong></p>
            <p class="text-muted">{stored.why}"."{sealed}</p>
            <p class="text-muted">"Kept: "{how_long(stored.kept, kept)}". Seen by: "{stored.seen_by}"."</p>
        </li>
    }
}

fn how_long(of: Kept, kept: Retention) -> String {
    let days = |n: u32| if n == 1 { "a day".to_owned() } else { format!("{n} days") };
    match of {
        Kept::Account => format!("as long as your account, and {} after you ask for its end", days(kept.grace)),
        Kept::Visits => "as long as your account; what doctors must keep stays after that without your name".to_owned(),
        Kept::Reports => format!(
            "{} without a visit, {} without an account, else as long as your account",
            days(kept.reports),
            days(kept.unclaimed_reports)
        ),
        Kept::Mails => days(kept.mails),
        Kept::Days(n) => format!("at most {}", days(n.into())),
        Kept::Always => "without an end, without names".to_owned(),
    }
}
