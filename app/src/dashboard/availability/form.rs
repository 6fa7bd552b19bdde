//! The form of the hours.

use super::{
    ADDRESS, PREVIEW,
    draft::{Draft, WEEK, WINDOWS, date_code, name},
};
use crate::ui::{Button, Buttons, Field, Form, Icon, Kind, Section, cx};
use leptos::prelude::*;
use std::sync::Arc;

const WHICH: [&str; WINDOWS] = ["first", "second", "third"];

/// The whole form. Two buttons: one saves, one only looks (and is sent as GET, so that it cannot change anything).
pub(super) fn form(draft: Arc<Draft>) -> impl IntoView {
    let submit = cx("btn btn-quiet");
    view! {
        <Form>
            {week(&draft)}
            {dates(&draft)}
            {offered(&draft)}
            <Buttons>
                <Button>"Save"</Button>
                <button type="submit" class=submit formmethod="get" formaction=ADDRESS name=PREVIEW value="yes">"Preview"</button>
            </Buttons>
        </Form>
    }
}

fn week(draft: &Draft) -> impl IntoView + use<> {
    let wrong = problem(draft, "weekly");
    let days = WEEK.into_iter().map(|(code, day, _)| weekday(draft, code, day)).collect_view();
    view! {
        <Section title="Every week" lead="Up to three windows a day; leave a day empty when you do not see patients.">
            <div id="weekly" tabindex="-1" class="divide-y divide-line border-y border-line">{wrong} {days}</div>
        </Section>
    }
}

fn dates(draft: &Draft) -> impl IntoView + use<> {
    let wrong = problem(draft, "exceptions");
    let rows = (0..draft.date_rows()).map(|n| exception(draft, n)).collect_view();
    view! {
        <Section title="Dates that differ" lead="Holidays, conferences, extra hours. Without times it is a day off; clear a row to remove it. Preview or save gives further rows.">
            <div id="exceptions" tabindex="-1" class="divide-y divide-line border-y border-line">{wrong} {rows}</div>
        </Section>
    }
}

fn offered(draft: &Draft) -> impl IntoView + use<> {
    let [length, notice, ahead] = ["slot_minutes", "notice_minutes", "horizon_days"].map(|name| draft.text(name));
    view! {
        <Section title="How times are offered">
            <div class="grid gap-4 sm:grid-cols-3">
                <Field name="slot_minutes" label="Length of a visit" hint="Minutes, 5 to 240." kind=Kind::Number value=length required=true/>
                <Field name="notice_minutes" label="Notice" hint="Minutes before the start; 120 is two hours." kind=Kind::Number value=notice required=true/>
                <Field name="horizon_days" label="How far ahead" hint="Days, 1 to 365." kind=Kind::Number value=ahead required=true/>
            </div>
        </Section>
    }
}

fn weekday(draft: &Draft, code: &'static str, day: &'static str) -> impl IntoView + use<> {
    view! {
        <fieldset class="py-3">
            <legend class="pb-1 font-semibold">{day}</legend>
            {windows(draft, code, day)}
        </fieldset>
    }
}

fn exception(draft: &Draft, n: usize) -> impl IntoView + use<> {
    let code = date_code(n);
    let (date, note) = (format!("{code}-date"), format!("{code}-note"));
    let row = format!("Date {}", n + 1);
    let wrong = [problem(draft, &date), problem(draft, &note)];
    view! {
        <fieldset class="space-y-2 py-3">
            <legend class="sr-only">{row.clone()}</legend>
            <div class="flex flex-wrap gap-3">
                {input(draft, "date", date, format!("{row}: date"))}
                {input(draft, "text", note, format!("{row}: note, such as conference"))}
            </div>
            {wrong.into_iter().collect_view()}
            {windows(draft, &code, &row)}
        </fieldset>
    }
}

/// The windows of one day or date, with what is wrong under them.
fn windows(draft: &Draft, code: &str, day: &str) -> impl IntoView + use<> {
    let all = WHICH.into_iter().enumerate().map(|(n, which)| {
        let (from, until) = (name(code, n + 1, "from"), name(code, n + 1, "until"));
        let wrong = [problem(draft, &from), problem(draft, &until)];
        view! {
            <div class="min-w-0 space-y-1">
                <div class="flex items-center gap-2">
                    {input(draft, "time", from, format!("{day}, {which} window, from"))}
                    <span aria-hidden="true">"–"</span>
                    {input(draft, "time", until, format!("{day}, {which} window, until"))}
                </div>
                {wrong.into_iter().collect_view()}
            </div>
        }
    });
    view! { <div class="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">{all.collect_view()}</div> }
}

fn input(draft: &Draft, kind: &'static str, name: String, label: String) -> impl IntoView + use<> {
    let class = if kind == "text" { cx("control min-w-0 flex-1") } else { cx("control min-w-0 tabular-nums") };
    let placeholder = (kind == "text").then_some("Note");
    let wrong = draft.problems.of(&name).is_some();
    let described = wrong.then(|| format!("{name}-wrong"));
    view! {
        <input
            id=name.clone()
            class=class
            type=kind
            value=draft.text(&name)
            name=name
            aria-label=label
            placeholder=placeholder
            autocomplete="off"
            maxlength=(kind == "text").then_some("120")
            aria-invalid=wrong.then_some("true")
            aria-describedby=described
        />
    }
}

fn problem(draft: &Draft, name: &str) -> Option<impl IntoView + use<>> {
    let id = format!("{name}-wrong");
    draft.problems.of(name).map(str::to_owned).map(|message| {
        view! {
            <p id=id class="flex items-start gap-2 py-1 text-sm font-semibold text-attention">
                <Icon icon=icondata_hi::HiExclamationCircleOutlineLg/> {message}
            </p>
        }
    })
}
