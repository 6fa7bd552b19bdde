//! `/dashboard/statistics`: what became of the visits of the last twelve months.

use crate::{
    ctx::{ctx, load},
    ui::{Bar, Bars, Fact, Facts, LinkButton, Look, Page, Section, time},
};
use domain::statistics::{Month, Statistics, Tally};
use leptos::prelude::*;

/// `/dashboard/statistics`
#[component]
pub fn StatisticsPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let found = service::statistics::mine(&ctx.services, &ctx.caller()).await?;
        let (all, chart, table) = (facts(&found.all), chart(&found), table(&found));
        Ok(view! {
            <Page title="Statistics" lead="Your visits of the last twelve months, the running one up to now." wide=true>
                {all}
                <Section title="By month">
                    {chart}
                    {table}
                </Section>
                <p class="text-muted">
                    "The share of missed visits leaves out what was called off. Waiting time runs from check-in to being called in, "
                    "lead time from the booking to the visit; both are medians over visits that took place."
                </p>
                <p class="print:hidden"><LinkButton href="/dashboard" look=Look::Quiet>"Today"</LinkButton></p>
            </Page>
        })
    })
}

fn facts(all: &Tally) -> impl IntoView + use<> {
    let missed = format!("{} ({})", time::number(all.no_shows as usize), rate(all));
    let waiting = match all.waited_minutes {
        Some(_) => format!("{} (of {})", waited(all), time::count(u64::from(all.waited_visits), "visit", "visits")),
        None => "Not recorded: nobody was checked in and called in here".to_owned(),
    };
    let (visits, cancelled, lead) = (time::number(all.visits as usize), time::number(all.cancelled as usize), lead(all));
    view! {
        <Facts columns=true>
            <Fact label="Visits"><strong class="text-xl tabular-nums">{visits}</strong></Fact>
            <Fact label="Did not come"><strong class="text-xl tabular-nums">{missed}</strong></Fact>
            <Fact label="Called off"><strong class="text-xl tabular-nums">{cancelled}</strong></Fact>
            <Fact label="Waiting time"><strong class="text-xl tabular-nums">{waiting}</strong></Fact>
            <Fact label="Lead time"><strong class="text-xl tabular-nums">{lead}</strong></Fact>
        </Facts>
    }
}

fn rate(of: &Tally) -> String {
    of.no_show_rate().map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

fn waited(of: &Tally) -> String {
    of.waited_minutes.map_or_else(|| "–".to_owned(), |minutes| format!("{minutes:.0} min"))
}

fn lead(of: &Tally) -> String {
    match of.lead_days {
        None => "–".to_owned(),
        Some(days) if days < 1.0 => format!("{:.0} h", days * 24.0),
        Some(days) => format!("{days:.1} days"),
    }
}

fn chart(of: &Statistics) -> impl IntoView + use<> {
    let bar = |month: &Month| Bar {
        label: month.first.format("%b").to_string(),
        parts: [month.tally.visits, month.tally.no_shows, month.tally.cancelled],
    };
    let told = format!(
        "{} visits, {} missed, {} called off in twelve months. Each month is in the table below.",
        of.all.visits, of.all.no_shows, of.all.cancelled
    );
    let bars = of.months.iter().map(bar).collect();
    view! { <Bars title="Visits by month" told=told names=["Visits", "Did not come", "Called off"] bars=bars/> }
}

fn table(of: &Statistics) -> impl IntoView + use<> {
    let rows = of.months.iter().rev().map(|Month { first, tally }| row(first.format("%B %Y").to_string(), tally)).collect_view();
    let all = row("All".to_owned(), &of.all);
    view! {
        <div class="overflow-x-auto" role="region" aria-label="Visits by month, as a table" tabindex="0">
            <table class="values">
                <caption class="sr-only">"Visits by month, newest first"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Month"</th><th scope="col">"Visits"</th><th scope="col">"Did not come"</th>
                        <th scope="col">"Share"</th><th scope="col">"Called off"</th><th scope="col">"Waiting"</th><th scope="col">"Lead"</th>
                    </tr>
                </thead>
                <tbody>{rows}{all}</tbody>
            </table>
        </div>
    }
}

fn row(name: String, of: &Tally) -> impl IntoView + use<> {
    let of = *of;
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{of.visits}</td>
            <td>{of.no_shows}</td>
            <td>{rate(&of)}</td>
            <td>{of.cancelled}</td>
            <td>{waited(&of)}</td>
            <td>{lead(&of)}</td>
        </tr>
    }
}
