//! What can be done.

use super::{Icon, TextArea, cx};
use icondata_core::IconData;
use leptos::prelude::*;

/// How much a button asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// The one thing to do here.
    #[default]
    Primary,
    /// Something else that can be done.
    Quiet,
    /// As quiet as a link.
    Plain,
    /// Cannot be undone.
    Danger,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => cx("btn btn-primary"),
            Self::Quiet => cx("btn btn-quiet"),
            Self::Plain => cx("btn btn-plain"),
            Self::Danger => cx("btn btn-danger"),
        }
    }
}

fn width(wide: bool) -> &'static str {
    if wide { cx("w-full") } else { "" }
}

fn classes(look: Look, wide: bool) -> String {
    [look.class(), width(wide)].join(" ").trim_end().to_owned()
}

/// Submits the form around it.
#[component]
pub fn Button(
    /// How loud.
    #[prop(optional)]
    look: Look,
    /// As wide as what holds it.
    #[prop(optional)]
    wide: bool,
    /// Before the words.
    #[prop(default = None, into)]
    icon: Option<&'static IconData>,
    /// Sent with the form when this button submits it.
    #[prop(optional)]
    name: Option<&'static str>,
    /// The value of `name`.
    #[prop(optional, into)]
    value: Option<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="submit" class=classes(look, wide) name=name value=value>
            {icon.map(|icon| view! { <Icon icon=icon/> })}
            {children()}
        </button>
    }
}

/// Goes somewhere, and looks like a button.
#[component]
pub fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: String,
    /// How loud.
    #[prop(optional)]
    look: Look,
    /// As wide as what holds it.
    #[prop(optional)]
    wide: bool,
    /// Before the words.
    #[prop(default = None, into)]
    icon: Option<&'static IconData>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <a href=href class=classes(look, wide)>
            {icon.map(|icon| view! { <Icon icon=icon/> })}
            {children()}
        </a>
    }
}

/// The buttons at the end of a form or card: beside each other where there is room, stacked on phones.
#[component]
pub fn Buttons(
    /// The buttons, the primary one first.
    children: Children,
) -> impl IntoView {
    view! { <div class="flex flex-col gap-3 sm:flex-row sm:flex-wrap sm:items-center">{children()}</div> }
}

/// A whole form that is one button.
#[component]
pub fn PostButton(
    /// The address that is posted to.
    #[prop(into)]
    to: String,
    /// Which of the address's acts.
    #[prop(optional, into)]
    act: String,
    /// Further fields.
    #[prop(optional)]
    fields: Vec<(&'static str, String)>,
    /// How loud.
    #[prop(default = Look::Quiet)]
    look: Look,
    /// As wide as what holds it.
    #[prop(optional)]
    wide: bool,
    /// Before the words.
    #[prop(default = None, into)]
    icon: Option<&'static IconData>,
    /// The consequence in words; the button is then shown only after "are you sure" was opened.
    #[prop(optional, into)]
    confirm: Option<String>,
    /// A text that can be added where it is asked whether one is sure: its name, and what is asked.
    #[prop(optional)]
    adding: Option<(&'static str, &'static str, usize)>,
    /// The words.
    children: ChildrenFn,
) -> impl IntoView {
    let more = adding.map(|(name, label, max)| view! { <TextArea name=name label=label max=max rows=2 optional=true/> });
    let hidden = fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    let act = (!act.is_empty()).then(|| view! { <input type="hidden" name="act" value=act/> });
    let button = {
        let children = children.clone();
        view! { <Button look=look wide=wide icon=icon>{children()}</Button> }
    };
    let class = if more.is_some() { cx("space-y-3") } else { cx("contents") };
    let form = view! { <form method="post" action=to class=class data-once>{act}{hidden}{more}{button}</form> };
    match confirm {
        None => form.into_any(),
        Some(consequence) => view! {
            <details class="disclosure">
                <summary class="btn btn-quiet">{children()}</summary>
                <div class="mt-3 space-y-3 rounded-card border border-line bg-surface p-4">
                    <p>{consequence}</p>
                    {form}
                </div>
            </details>
        }
        .into_any(),
    }
}
