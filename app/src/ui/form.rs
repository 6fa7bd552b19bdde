//! Forms: what the fields inside need to know, and the summary of what is wrong.

use super::Icon;
use crate::{
    fields::{Fields, Submitted, Typed},
    viewer::viewer,
};
use domain::Code;
use leptos::{context::Provider, prelude::*};

/// What a field learns from the form around it.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    act: String,
    sent: Option<Submitted>,
    filled: Option<Fields>,
}

/// A field, bound to its form.
pub(super) struct Bound {
    /// Id of the control.
    pub id: String,
    /// What is wrong, in words.
    pub problem: Option<String>,
    /// What was sent: the value to keep instead of the page's own.
    pub sent: Option<Vec<String>>,
    /// Whether this is the first wrong one.
    pub first: bool,
}

impl Scope {
    /// The field `name` of the form around; `keep` is false for passwords.
    pub(super) fn bind(name: &str, keep: bool) -> Bound {
        let scope: Self = use_context().unwrap_or_default();
        let problems = scope.sent.as_ref().map(|sent| &sent.problems);
        let problem = problems.and_then(|p| p.of(name)).map(str::to_owned);
        let first = problem.is_some() && problems.and_then(|p| p.0.iter().find(|p| !p.field.is_empty())).is_some_and(|p| p.field == name);
        let fields = scope.sent.as_ref().map(|sent| &sent.fields).or(scope.filled.as_ref());
        let sent = fields.filter(|_| keep).map(|fields| fields.all(name).map(str::to_owned).collect());
        Bound { id: id(&scope.act, name), problem, sent, first }
    }
}

impl Bound {
    /// The text to show: what was sent, else the page's own.
    pub(super) fn text(&self, own: String) -> String {
        match &self.sent {
            Some(sent) => sent.first().cloned().unwrap_or_default(),
            None => own,
        }
    }

    /// The ids of what describes the control.
    pub(super) fn described(&self, hint: bool) -> Option<String> {
        let hint = hint.then(|| format!("{}-hint", self.id));
        let wrong = self.problem.as_ref().map(|_| format!("{}-wrong", self.id));
        let both: Vec<String> = hint.into_iter().chain(wrong).collect();
        (!both.is_empty()).then(|| both.join(" "))
    }

    /// The line under the control.
    pub(super) fn message(&self) -> impl IntoView + use<> {
        let id = format!("{}-wrong", self.id);
        self.problem.clone().map(|problem| {
            view! {
                <p id=id class="flex items-start gap-2 text-sm font-semibold text-attention">
                    <Icon icon=icondata_hi::HiExclamationCircleOutlineLg/> {problem}
                </p>
            }
        })
    }

    /// The hint above the control.
    pub(super) fn hint(&self, hint: Option<String>) -> impl IntoView + use<> {
        let id = format!("{}-hint", self.id);
        hint.map(|hint| view! { <p id=id class="text-sm text-muted">{hint}</p> })
    }
}

fn id(act: &str, name: &str) -> String {
    if act.is_empty() { name.to_owned() } else { format!("{act}-{name}") }
}

/// A form that changes something. Without `to` it posts to the page's own address.
#[component]
pub fn Form(
    /// Another address.
    #[prop(optional, into)]
    to: Option<String>,
    /// Which of the address's acts.
    #[prop(optional, into)]
    act: String,
    /// Named for readers where a page has several forms.
    #[prop(optional, into)]
    label: Option<String>,
    /// A file comes with it, as its last field.
    #[prop(optional)]
    file: bool,
    /// What is typed is kept nowhere: the page is not left without a question.
    #[prop(optional)]
    guard: bool,
    /// The fields and buttons.
    children: ChildrenFn,
) -> impl IntoView {
    let here = viewer().path;
    let to = to.unwrap_or_else(|| here.clone());
    let sent = use_context::<Submitted>().filter(|sent| sent.act == act && to.split('?').next() == Some(&*here));
    let typed = use_context::<Typed>().filter(|_| act.is_empty() && to.split('?').next() == Some(&*here)).map(|typed| typed.0);
    let scope = Scope { act: act.clone(), sent: sent.clone(), filled: typed };
    // What comes back refused is kept as little as what is being typed.
    let guard = guard.then_some(if sent.is_some() { "typed" } else { "" });
    let hidden = (!act.is_empty()).then(|| view! { <input type="hidden" name="act" value=act.clone()/> });
    view! {
        <form method="post" action=to class="space-y-6" enctype=file.then_some("multipart/form-data") aria-label=label data-once data-guard=guard>
            {sent.map(|sent| summary(&act, &sent))}
            {hidden}
            <Provider value=scope>{children()}</Provider>
        </form>
    }
}

/// A form whose state lives in the URL: its fields show what the query says.
#[component]
pub fn Filter(
    /// The address; the page's own where absent.
    #[prop(optional, into)]
    to: Option<String>,
    /// Named for readers.
    #[prop(optional, into)]
    label: Option<String>,
    /// What is wrong with the query.
    #[prop(optional)]
    problems: domain::Problems,
    /// Answers that are worked out, and no search.
    #[prop(optional)]
    plain: bool,
    /// Where buttons outside of it point to.
    #[prop(optional)]
    id: Option<&'static str>,
    /// The fields and buttons.
    children: ChildrenFn,
) -> impl IntoView {
    let viewer = viewer();
    let to = to.unwrap_or_else(|| viewer.path.clone());
    let filled = (!viewer.query.0.is_empty()).then_some(viewer.query);
    let wrong = (!problems.is_empty()).then(|| Submitted {
        act: String::new(),
        fields: filled.clone().unwrap_or_default(),
        problems,
        message: None,
        code: domain::Code::ValidationError,
        wait: None,
        slots: Vec::new(),
    });
    let scope = Scope { act: String::new(), sent: wrong, filled };
    view! {
        <form id=id method="get" action=to class="space-y-6" role=(!plain).then_some("search") aria-label=label>
            <Provider value=scope>{children()}</Provider>
        </form>
    }
}

/// What is wrong, first and together; each line leads to its field.
fn summary(act: &str, sent: &Submitted) -> impl IntoView + use<> {
    let of_fields: Vec<_> = sent.problems.0.iter().filter(|p| !p.field.is_empty()).cloned().collect();
    let of_all = sent.problems.0.iter().filter(|p| p.field.is_empty()).map(|p| p.message.to_string());
    let said = match (sent.code, &sent.message) {
        // "Reload" would throw away what was typed.
        (Code::Conflict | Code::PreconditionFailed, _) => {
            "This was changed meanwhile, perhaps in another window. What you typed is still here."
        }
        (_, Some(message)) => message,
        (code, None) => code.message(),
    };
    let title = of_all.chain([said.to_owned()]).next().unwrap_or_default();
    let act = act.to_owned();
    let lines = of_fields.into_iter().map(move |problem| {
        let href = format!("#{}", id(&act, &problem.field));
        view! { <li><a class="link" href=href>{problem.message.to_string()}</a></li> }
    });
    view! {
        <div role="alert" class="banner border-attention bg-attention-soft">
            <Icon icon=icondata_hi::HiExclamationTriangleOutlineLg/>
            <div class="space-y-2">
                <p class="font-semibold">{title}</p>
                <ul class="space-y-1">{lines.collect_view()}</ul>
            </div>
        </div>
    }
}
