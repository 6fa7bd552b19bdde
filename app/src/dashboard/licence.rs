//! Why nobody can book a doctor yet.

use crate::{
    ctx::Ctx,
    ui::{Banner, Tone},
};
use leptos::prelude::*;
use service::Error;

/// The note for a doctor whose licence nobody has checked yet. One statement.
pub(super) async fn note(ctx: &Ctx) -> Result<AnyView, Error> {
    let own = service::doctor::mine(&ctx.services, &ctx.caller()).await?;
    Ok((!own.verified).then(unchecked).into_any())
}

/// The note itself.
pub fn unchecked() -> impl IntoView {
    view! {
        <Banner tone=Tone::Attention title="Your licence is being checked">
            <p>"Patients can book you as soon as that is done. You can set your hours already."</p>
        </Banner>
    }
}
