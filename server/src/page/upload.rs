//! Forms of several parts (RFC 7578): a few fields, and a file that is handed on while it arrives.
//!
//! Who may not come in is told so before a file is read; the file is never in memory as a whole.

use super::{admit, carry_out, enter, refused, unsent};
use crate::layer::refusal;
use crate::rest::cut;
use crate::state::AppState;
use app::act::Act;
use app::ctx::Upload;
use app::error::Failure;
use app::fields::Fields;
use axum::RequestExt;
use axum::body::Body;
use axum::extract::multipart::{Field, Multipart};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, StatusCode, header, request::Parts};
use axum::response::Response;
use domain::Code;
use futures::StreamExt;
use service::record::Cut;
use std::sync::{Arc, PoisonError};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// Most bytes of the fields before the file, together: an article, whose picture comes behind it.
const FIELDS_MOST: usize = domain::blog::BODY_MAX * 4 + (64 << 10);
/// Most fields before the file.
const MOST: usize = 100;

/// Whether a body comes in parts.
pub(crate) fn is_of_parts(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data")
}

/// Reads the fields, then does what the form asks for while its file arrives. What comes after the file is not looked at.
pub(super) async fn act(state: AppState, acts: Arc<Vec<Act>>, parts: Parts, body: Body) -> Response {
    let path = parts.uri.path().to_owned();
    let page = app::page_at(acts.first().map_or("", |act| act.path)).filter(|_| acts.iter().any(|act| act.takes_file));
    let Some(page) = page else { return refusal::answer(&path, Code::UnsupportedMediaType) };
    let mut request = Request::from_parts(parts.clone(), body);
    let (ctx, parts) = enter(&state, parts, page.live).await;
    let admitted = admit(page.policy, &ctx);
    match admitted {
        // Who was signed out meanwhile is given back what was written, up to the file.
        Ok(()) | Err(Code::Unauthenticated) => {}
        Err(code) => return refused(&state, &ctx, parts, Failure::plain(code)).await,
    }
    // The layer around everything has a limit already, which is told apart from a body that breaks off.
    DefaultBodyLimit::disable().apply(&mut request);
    let Ok(mut form) = request.extract::<Multipart, _>().await else { return refusal::answer(&path, Code::ValidationError) };
    let mut fields = Fields::default();
    let mut room = FIELDS_MOST;
    loop {
        match form.next_field().await {
            Ok(Some(field)) if field.file_name().is_some() && admitted.is_err() => {
                return unsent(&state, &ctx, parts, Some(page), fields).await;
            }
            Ok(Some(field)) if field.file_name().is_some() => return with_file(&state, &acts, ctx, parts, fields, field).await,
            Ok(Some(field)) => match text(field, &mut room).await {
                Some(pair) if fields.0.len() < MOST => fields.0.push(pair),
                _ => return refusal::answer(&path, Code::TooLarge),
            },
            Ok(None) => return carry_out(&state, &acts, ctx, parts, fields).await,
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => return refusal::answer(&path, Code::TooLarge),
            Err(_) => return refusal::answer(&path, Code::ValidationError),
        }
    }
}

/// A field of text; none where there is no room for it.
async fn text(mut field: Field<'_>, room: &mut usize) -> Option<(String, String)> {
    let name = field.name().unwrap_or_default().to_owned();
    let mut bytes = Vec::new();
    while let Ok(Some(piece)) = field.chunk().await {
        *room = room.checked_sub(piece.len())?;
        bytes.extend_from_slice(&piece);
    }
    Some((name, String::from_utf8_lossy(&bytes).into_owned()))
}

/// Hands the file on piece by piece; the act decides when it has had enough.
async fn with_file(state: &AppState, acts: &[Act], ctx: app::ctx::Ctx, parts: Parts, mut fields: Fields, mut field: Field<'_>) -> Response {
    let name = field.file_name().unwrap_or_default().to_owned();
    // The page that is shown again says what was chosen.
    fields.0.push((field.name().unwrap_or_default().to_owned(), name.chars().filter(|c| !c.is_control()).take(200).collect()));
    let (pieces, arriving) = mpsc::channel(1);
    // A browser sends a file without a name where none was chosen.
    if !name.is_empty() {
        let upload = Upload { name, bytes: ReceiverStream::new(arriving).boxed() };
        *ctx.upload.lock().unwrap_or_else(PoisonError::into_inner) = Some(upload);
    }
    let pump = async move {
        loop {
            let piece = match field.chunk().await {
                Ok(Some(piece)) => Ok(piece),
                Ok(None) => return,
                Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(Cut::TooLarge),
                Err(error) => Err(cut(&error)),
            };
            let is_last = piece.is_err();
            if pieces.send(piece).await.is_err() || is_last {
                return;
            }
        }
    };
    let (response, ()) = tokio::join!(carry_out(state, acts, ctx, parts, fields), pump);
    response
}
