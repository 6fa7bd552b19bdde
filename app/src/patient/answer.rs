//! The answer to a page that keeps a note while it is written.

use super::Held;
use crate::{ctx::Ctx, error::Failure, refusal::Refusal, ui::time};
use domain::{PatientId, note::Words};
use leptos::prelude::*;
use service::{
    Error,
    note::{self, Kept},
};

pub(super) async fn keep(patient: &str, from: i32, words: Words) -> Result<Held, Refusal> {
    let work = async {
        let ctx = use_context::<Ctx>().ok_or_else(|| Error::Internal("no request in the context of a server function".into()))?;
        let patient: PatientId = patient.parse().map_err(|_| Error::NOT_FOUND)?;
        Ok(match note::keep(&ctx.services, &ctx.caller(), patient, from, &words).await? {
            Kept::Saved(version) => Held::Saved(version, time::clock(ctx.now(), ctx.zone())),
            Kept::Other(other) => Held::Other(other.words, other.version),
        })
    };
    work.await.map_err(|error: Error| {
        let Failure { code, message, .. } = Failure::of(&error);
        Refusal::new(code, message)
    })
}
