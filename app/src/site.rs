//! Everything that can be looked at and done, each with its policy. On one screen.

use crate::{
    about, act::Act, error::Failure, home,
    layout::{BottomBar, Footer, Header},
    ui::Toast,
};
use domain::{Code, policy::Policy};
use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{SsrMode, components::{FlatRoutes, Route, Router}, path};

/// A page: its address in axum's words, who may see it, and whether it has islands.
#[derive(Debug, Clone, Copy)]
pub struct PageEntry {
    /// `/doctors/{doctor}`
    pub path: &'static str,
    /// Who may, and whose data it shows.
    pub policy: Policy,
    /// Whether browsers load the wasm.
    pub live: bool,
}

const fn page(path: &'static str, policy: Policy) -> PageEntry {
    PageEntry { path, policy, live: false }
}

/// Every page.
pub const PAGES: &[PageEntry] = &[page("/", Policy::PUBLIC), page("/about", Policy::PUBLIC)];

/// Every act.
pub fn acts() -> Vec<Act> {
    vec![]
}

/// The page at the address that was asked for, in its frame. A [`Failure`] in the context is shown instead.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    const ASYNC: SsrMode = SsrMode::Async;
    let content = match use_context::<Failure>() {
        Some(failure) => failure.answer().into_any(),
        None => view! {
            <Router>
                <FlatRoutes fallback=|| Failure::plain(Code::NotFound).answer()>
                    <Route path=path!("/") view=home::HomePage ssr=ASYNC/>
                    <Route path=path!("/about") view=about::AboutPage ssr=ASYNC/>
                </FlatRoutes>
            </Router>
        }
        .into_any(),
    };
    view! {
        <Title formatter=|title: String| format!("{title} · Smart Health")/>
        <Header/>
        <Toast/>
        <main id="content" tabindex="-1">{content}</main>
        <Footer/>
        <BottomBar/>
    }
}
