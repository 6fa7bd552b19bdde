//! The one map from what a use case could not do to what a page says.

use crate::{
    fields::Unsent,
    path,
    ui::{Button, Buttons, Failed, Form, LinkButton, Look, Page},
    viewer::viewer,
};
use domain::Code;
use http::{HeaderValue, StatusCode, header};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use service::Error;

/// What went wrong, as a page tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The code.
    pub code: Code,
    /// The sentence.
    pub message: String,
    /// In how many seconds it may go.
    pub wait: Option<u32>,
}

/// What those wait who are told of no time.
const MOMENT: u32 = 2;

impl Failure {
    /// What people are told of an error. What only we should know goes to the log.
    pub fn of(error: &Error) -> Self {
        if let Error::Unavailable(why) | Error::Unreadable(why) | Error::Internal(why) = error {
            tracing::error!(why, "a page could not be made");
        }
        let message = match error {
            Error::RateLimited(seconds) => format!("Too many tries. Please wait {} and try again.", wait(*seconds)),
            other => other.code().message().to_owned(),
        };
        let wait = if let Error::RateLimited(seconds) = error { Some((*seconds).max(1)) } else { Self::plain(error.code()).wait };
        Self { code: error.code(), message, wait }
    }

    /// Without more to say than the code does.
    pub fn plain(code: Code) -> Self {
        let wait = matches!(code, Code::Unavailable | Code::RateLimited).then_some(MOMENT);
        Self { code, message: code.message().to_owned(), wait }
    }

    /// The error page with its HTTP status; the way to sign in for those who are not.
    pub fn answer(self) -> impl IntoView {
        if let Some(response) = use_context::<ResponseOptions>() {
            self.tell(&response);
        }
        match use_context::<Unsent>().filter(|_| self.code == Code::Unauthenticated) {
            Some(unsent) => view! { <UnsentPage unsent/> }.into_any(),
            None => view! { <ErrorPage failure=self/> }.into_any(),
        }
    }

    fn tell(&self, response: &ResponseOptions) {
        if self.code == Code::Unauthenticated && use_context::<Unsent>().is_none() {
            let to = path::login(&viewer().path);
            if let Ok(to) = HeaderValue::from_str(&to) {
                response.insert_header(header::LOCATION, to);
                response.set_status(StatusCode::SEE_OTHER);
                return;
            }
        }
        response.set_status(StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
        if let Some(seconds) = self.wait {
            response.insert_header(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
}

fn wait(seconds: u32) -> String {
    if seconds < 90 {
        crate::ui::time::count(u64::from(seconds), "second", "seconds")
    } else {
        crate::ui::time::minutes(i64::from(seconds.div_ceil(60)))
    }
}

/// The one error view.
#[component]
fn ErrorPage(failure: Failure) -> impl IntoView {
    let (title, more) = match failure.code {
        Code::NotFound => {
            ("This page does not exist".to_owned(), "The address may be mistyped, or what was here is gone or not yours to see.")
        }
        Code::Forbidden => {
            ("This page is not for your account".to_owned(), "Sign in with another account, or go back to where you came from.")
        }
        Code::Unauthenticated => ("Please sign in".to_owned(), "This page is for people who are signed in."),
        Code::ValidationError => (
            "We cannot read this".to_owned(),
            "The address, or what was sent with it, may be mistyped, cut off, or from an older page of ours.",
        ),
        Code::Unavailable => (failure.message, "It is us, not you. Nothing was lost."),
        Code::Unreadable => (
            "This cannot be read".to_owned(),
            "What is stored here is sealed, and its seal does not open. Trying again will not help. Please tell those who run this service \
             the time and the address of this page: they can put it back from a copy. Nothing was changed.",
        ),
        Code::Internal => (failure.message, "If you were about to change something, please check whether it was done."),
        _ => (failure.message, "Go back to where you came from and try again."),
    };
    let retry = matches!(failure.code, Code::Unavailable | Code::Internal | Code::RateLimited).then(|| viewer().path).unwrap_or_default();
    let sign_in = matches!(failure.code, Code::Unauthenticated).then(|| {
        view! { <LinkButton href=path::login(&viewer().path) look=Look::Primary>"Sign in"</LinkButton> }
    });
    let body = view! { <p>{more}</p> {sign_in} };
    view! {
        <Page title=title.clone() bare=true>
            {if retry.is_empty() {
                view! { <Failed title=title>{body}</Failed> }.into_any()
            } else {
                view! { <Failed title=title retry=retry>{body}</Failed> }.into_any()
            }}
        </Page>
    }
}

/// A form that arrived after its sender was signed out: what was written stays, and can be sent again.
#[component]
fn UnsentPage(unsent: Unsent) -> impl IntoView {
    let Unsent { to, fields } = unsent;
    let sign_in = path::login(&viewer().path);
    let form = move || {
        let kept =
            fields.0.iter().map(|(name, value)| view! { <input type="hidden" name=name.clone() value=value.clone()/> }).collect_view();
        view! { {kept} <Buttons><Button>"Send it again"</Button></Buttons> }
    };
    view! {
        <Page title="You were signed out" narrow=true lead="Nothing was saved, and nothing is lost: this page keeps what you wrote.">
            <ol class="list-decimal space-y-4 ps-5">
                <li>
                    <a class="link" href=sign_in target="_blank" rel="noopener">"Sign in again as the same person, in a new tab"</a>
                    ". Do not close this one."
                </li>
                <li>"Come back here and send it. A file, if there was one, is to be chosen once more afterwards."</li>
            </ol>
            <Form to=to>{form()}</Form>
        </Page>
    }
}
