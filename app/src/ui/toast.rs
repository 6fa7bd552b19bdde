//! What the last act has to say.

use super::{Icon, cx};
use crate::{notice::Notice, viewer::viewer};
use leptos::prelude::*;

/// The notice that came with the redirect, for one page; readers hear it.
#[component]
pub fn Toast() -> impl IntoView {
    let notice: Option<Notice> = viewer().notice;
    view! {
        <div role="status" aria-live="polite" class="column-x">
            {notice.map(|notice| {
                let tone = notice.tone();
                let class = match tone {
                    super::Tone::Done => cx("toast border-done bg-done-soft"),
                    _ => cx("toast border-action bg-action-soft"),
                };
                view! { <p class=class><Icon icon=tone.icon()/> {notice.text()}</p> }
            })}
        </div>
    }
}
