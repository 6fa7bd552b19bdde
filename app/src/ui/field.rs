//! Fields that are typed into.

use super::{cx, form::Scope, raw::raw};
use leptos::prelude::*;

/// What is typed; decides keyboard, `autocomplete` and what browsers check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A line of text.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// The account's password.
    Password,
    /// A password to be set.
    NewPassword,
    /// A date.
    Date,
    /// A number.
    Number,
    /// Words to look for.
    Search,
    /// A telephone number.
    Tel,
    /// A time of day.
    Time,
}

impl Kind {
    fn input_type(self) -> &'static str {
        match self {
            Self::Text | Self::Number => "text",
            Self::Email => "email",
            Self::Password | Self::NewPassword => "password",
            Self::Date => "date",
            Self::Search => "search",
            Self::Tel => "tel",
            Self::Time => "time",
        }
    }

    /// Numbers are text with a number pad: wheels and arrow keys must not change an age.
    fn inputmode(self) -> Option<&'static str> {
        match self {
            Self::Number => Some("decimal"),
            Self::Email => Some("email"),
            Self::Tel => Some("tel"),
            _ => None,
        }
    }

    fn autocomplete(self) -> Option<&'static str> {
        match self {
            Self::Email => Some("email"),
            Self::Password => Some("current-password"),
            Self::NewPassword => Some("new-password"),
            Self::Tel => Some("tel"),
            Self::Number | Self::Search | Self::Date | Self::Time => Some("off"),
            Self::Text => None,
        }
    }

    fn is_secret(self) -> bool {
        matches!(self, Self::Password | Self::NewPassword)
    }

    fn class(self) -> &'static str {
        match self {
            Self::Number => cx("control max-w-40 tabular-nums"),
            Self::Date | Self::Time => cx("control max-w-60 tabular-nums"),
            _ => cx("control w-full"),
        }
    }
}

/// A label, marked where the field may stay empty.
pub(super) fn label(id: String, words: String, optional: bool) -> impl IntoView {
    view! {
        <label for=id class="block font-semibold">
            {words} {optional.then(|| view! { <span class="font-normal text-muted">" (optional)"</span> })}
        </label>
    }
}

/// A field of one line.
#[component]
pub fn Field(
    /// Name in the form, and of its problems.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// What is typed.
    #[prop(optional)]
    kind: Kind,
    /// What the page knows already.
    #[prop(optional, into)]
    value: String,
    /// One sentence of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Overrides what `kind` says.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// The browser asks for it before it sends.
    #[prop(optional)]
    required: bool,
    /// Longest text, in characters.
    #[prop(optional)]
    max: Option<usize>,
    /// Ids of a `<datalist>` and its values.
    #[prop(optional)]
    suggestions: Vec<String>,
) -> impl IntoView {
    let bound = Scope::bind(name, !kind.is_secret());
    let value = (!kind.is_secret()).then(|| bound.text(value));
    let list = (!suggestions.is_empty()).then(|| format!("{}-list", bound.id));
    let options = list.clone().map(|id| {
        view! { <datalist id=id>{suggestions.into_iter().map(|s| view! { <option value=s></option> }).collect_view()}</datalist> }
    });
    view! {
        <div class="space-y-1">
            {self::label(bound.id.clone(), label, optional)}
            {bound.hint(hint.clone())}
            <input
                id=bound.id.clone()
                class=kind.class()
                type=kind.input_type()
                name=name
                value=value
                inputmode=kind.inputmode()
                autocomplete=autocomplete.or(kind.autocomplete())
                maxlength=max.map(|n| n.to_string())
                list=list
                required=required
                autofocus=bound.first
                aria-invalid=bound.problem.as_ref().map(|_| "true")
                aria-describedby=bound.described(hint.is_some())
            />
            {options}
            {bound.message()}
        </div>
    }
}

/// A field of one line of text.
#[component]
pub fn TextField(
    /// Name in the form, and of its problems.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// What the page knows already.
    #[prop(optional, into)]
    value: String,
    /// One sentence of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What browsers may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// The browser asks for it before it sends.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let hint = hint.unwrap_or_default();
    if hint.is_empty() {
        view! { <Field name=name label=label value=value autocomplete=autocomplete optional=optional required=required/> }.into_any()
    } else {
        view! { <Field name=name label=label value=value hint=hint autocomplete=autocomplete optional=optional required=required/> }
            .into_any()
    }
}

/// A field of several lines that says how much fits.
#[component]
pub fn TextArea(
    /// Name in the form, and of its problems.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// What the page knows already.
    #[prop(optional, into)]
    value: String,
    /// One sentence of help.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What could be written.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// Most characters.
    max: usize,
    /// Lines to show.
    #[prop(default = 4)]
    rows: u8,
    /// The hero of a page: larger letters, the label as large as a heading.
    #[prop(optional)]
    hero: bool,
    /// Says that it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// The browser asks for it before it sends.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let bound = Scope::bind(name, true);
    let value = bound.text(value);
    let class = if hero { cx("control w-full text-lg") } else { cx("control w-full") };
    // Nobody counts beyond this.
    let limit = (max <= 5_000).then(|| format!("Up to {} characters.", super::time::number(max)));
    let hint = Some(hint.into_iter().chain(limit).collect::<Vec<_>>().join(" "));
    let words = if hero {
        view! { <label for=bound.id.clone() class="sr-only">{label}</label> }.into_any()
    } else {
        self::label(bound.id.clone(), label, optional).into_any()
    };
    view! {
        <div class="space-y-1">
            {words}
            <textarea
                id=bound.id.clone()
                class=class
                name=name
                rows=rows.to_string()
                maxlength=max.to_string()
                placeholder=placeholder
                required=required
                autofocus=bound.first
                aria-invalid=bound.problem.as_ref().map(|_| "true")
                aria-describedby=bound.described(true)
            >{raw(&value)}</textarea>
            {bound.hint(hint)}
            {bound.message()}
        </div>
    }
}

/// A file; the last field of its form.
#[component]
pub fn FileField(
    /// Name in the form, and of its problems.
    name: &'static str,
    /// What is asked.
    #[prop(into)]
    label: String,
    /// One sentence of help.
    #[prop(into)]
    hint: String,
    /// Media types, separated by commas.
    accept: &'static str,
    /// The most bytes: a larger one is told before it is sent.
    most: u64,
) -> impl IntoView {
    let bound = Scope::bind(name, false);
    view! {
        <div class="space-y-1">
            {self::label(bound.id.clone(), label, false)}
            {bound.hint(Some(hint))}
            <input
                id=bound.id.clone()
                class="control w-full"
                type="file"
                name=name
                accept=accept
                data-most=most.to_string()
                data-too-large=domain::record::too_large(most)
                required=true
                autofocus=bound.first
                aria-invalid=bound.problem.as_ref().map(|_| "true")
                aria-describedby=bound.described(true)
            />
            {bound.message()}
        </div>
    }
}

/// What goes along unseen.
#[component]
pub fn Hidden(
    /// Name in the form.
    name: &'static str,
    /// Its value.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}
