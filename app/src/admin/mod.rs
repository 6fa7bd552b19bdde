//! What administrators do: check licences, look after accounts, look into the audit.

mod audit;
mod doctors;
mod hold;
mod users;

pub use audit::AuditPage;
pub use doctors::verify;
pub use hold::{HoldPage, hold, let_go};
pub use users::{reset_second_factor, set_active};

use crate::{
    appointment::Refused,
    ctx::{Ctx, ctx, load},
    path,
    ui::Page,
};
use leptos::prelude::*;
use service::admin;

/// The address of the page.
const ADDRESS: &str = "/admin";
const ROWS: u16 = 20;

/// `/admin?text=…&after=…&waiting=…`
#[component]
pub fn AdminPage() -> impl IntoView {
    let ctx = ctx();
    load(async move {
        let caller = ctx.caller();
        let after = ctx.cursor("after")?;
        let waited = ctx.cursor("waiting")?;
        let waiting = admin::unverified(&ctx.services, &caller, waited, ROWS).await?;
        let longer = waiting.next.clone().map(|next| path::with(ADDRESS, &[("text", ctx.query("text")), ("waiting", &next)]));
        let users = admin::users(&ctx.services, &caller, ctx.query("text"), after, ROWS).await?;
        let here = here(&ctx);
        let more = users.next.clone().map(|after| path::with(ADDRESS, &[("text", ctx.query("text")), ("after", &after)]));
        Ok(view! {
            <Page title="Administration" wide=true>
                <Refused/>
                {doctors::waiting(waiting.items, longer, &here, ctx.today())}
                {users::users(users.items, more, &here, caller.user())}
                <p><a class="link" href="/admin/audit">"Audit: who touched whose data"</a></p>
                <p><a class="link" href="/admin/reviews">"Newest reviews of doctors"</a></p>
                <p><a class="link" href="/admin/comments">"Comments on articles"</a></p>
            </Page>
        })
    })
}

/// The page with its search, so that buttons come back to the same place.
fn here(ctx: &Ctx) -> String {
    path::with(ADDRESS, &[("text", ctx.query("text")), ("after", ctx.query("after")), ("waiting", ctx.query("waiting"))])
}
