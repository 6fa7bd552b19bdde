//! Fields that are chosen from.

use super::{cx, form::Scope};
use leptos::prelude::*;

/// Choices beside each other, as far as there is room.
const ABREAST: &str = cx("flex flex-wrap gap-x-6");

/// One of a list. An empty first choice stands for "not said" where `optional`.
#[component]
pub fn Select(
    /// Name in the form, and of its problems.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// Code and words of each choice.
    options: Vec<(String, String)>,
    /// The code that the page knows already.
    #[prop(optional, into)]
    value: String,
    /// One sentence of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Words of the empty choice; without them there is none.
    #[prop(optional, into)]
    empty: Option<String>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// The browser asks for it before it sends.
    #[prop(optional)]
    required: bool,
    /// What browsers may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    let bound = Scope::bind(name, true);
    let value = bound.text(value);
    let empty = empty.map(|words| view! { <option value="">{words}</option> });
    let options = options.into_iter().map(|(code, words)| {
        let selected = code == value;
        view! { <option value=code selected=selected>{words}</option> }
    });
    view! {
        <div class="space-y-1">
            {super::field::label(bound.id.clone(), label, optional)}
            {bound.hint(hint.clone())}
            <select
                id=bound.id.clone()
                class="control select w-full"
                name=name
                required=required
                autocomplete=autocomplete
                autofocus=bound.first
                aria-invalid=bound.problem.as_ref().map(|_| "true")
                aria-describedby=bound.described(hint.is_some())
            >
                {empty}
                {options.collect_view()}
            </select>
            {bound.message()}
        </div>
    }
}

/// Yes or no.
#[component]
pub fn Checkbox(
    /// Name in the form, and of its problems; sent as `on`.
    name: &'static str,
    /// What is said by ticking it.
    #[prop(into)]
    label: String,
    /// What the page knows already.
    #[prop(optional)]
    checked: bool,
    /// One sentence of help.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let bound = Scope::bind(name, true);
    let checked = bound.sent.as_ref().map_or(checked, |sent| sent.iter().any(|v| matches!(v.as_str(), "on" | "true" | "1")));
    view! {
        <div>
            <label class="choice">
                <input
                    id=bound.id.clone()
                    class="tick"
                    type="checkbox"
                    name=name
                    value="on"
                    checked=checked
                    autofocus=bound.first
                    aria-invalid=bound.problem.as_ref().map(|_| "true")
                    aria-describedby=bound.described(hint.is_some())
                />
                <span>{label}</span>
            </label>
            {bound.hint(hint)}
            {bound.message()}
        </div>
    }
}

/// One of a few, all in sight.
#[component]
pub fn Radios(
    /// Name in the form, and of its problems.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    legend: String,
    /// Code and words of each choice.
    options: Vec<(String, String)>,
    /// The code that the page knows already.
    #[prop(optional, into)]
    value: String,
    /// One sentence of help.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    let bound = Scope::bind(name, true);
    let value = vec![bound.text(value)];
    group(("radio", ABREAST), name, legend, options, value, hint, bound)
}

/// Any of a few, all in sight; sent once for each.
#[component]
pub fn Checks(
    /// Name in the form, and of its problems.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    legend: String,
    /// Code and words of each choice.
    options: Vec<(String, String)>,
    /// The codes that the page knows already.
    #[prop(optional)]
    values: Vec<String>,
    /// One sentence of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// One below the other, to be read one by one.
    #[prop(optional)]
    listed: bool,
) -> impl IntoView {
    let bound = Scope::bind(name, true);
    let values = bound.sent.clone().unwrap_or(values);
    group(("checkbox", if listed { "" } else { ABREAST }), name, legend, options, values, hint, bound)
}

fn group(
    (kind, class): (&'static str, &'static str),
    name: &'static str,
    legend: String,
    options: Vec<(String, String)>,
    chosen: Vec<String>,
    hint: Option<String>,
    bound: super::form::Bound,
) -> impl IntoView {
    let first = bound.id.clone();
    let choices = options.into_iter().enumerate().map(|(n, (code, words))| {
        let checked = chosen.contains(&code);
        // The error summary leads to the group's first choice.
        let id = if n == 0 { first.clone() } else { format!("{first}-{n}") };
        view! {
            <label class="choice">
                <input id=id class="tick" type=kind name=name value=code checked=checked autofocus=bound.first && n == 0/>
                <span>{words}</span>
            </label>
        }
    });
    let described = bound.described(hint.is_some());
    view! {
        <fieldset aria-describedby=described aria-invalid=bound.problem.as_ref().map(|_| "true")>
            <legend class="font-semibold">{legend}</legend>
            {bound.hint(hint)}
            <div class=class>{choices.collect_view()}</div>
            {bound.message()}
        </fieldset>
    }
}

/// Choices from literals: `options([("female", "Female"), ("male", "Male")])`.
pub fn options<const N: usize>(all: [(&str, &str); N]) -> Vec<(String, String)> {
    all.into_iter().map(|(code, words)| (code.to_owned(), words.to_owned())).collect()
}
