//! A request says once which site it is for (RFC 9112, 3.2): of two names, what stands before us may have looked at the other one.

use super::refusal;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;
use domain::Code;

/// Refuses a request that names more than one host.
pub async fn once(request: Request, next: Next) -> Response {
    if request.headers().get_all(header::HOST).iter().nth(1).is_some() {
        return refusal::saying(request.uri().path(), Code::ValidationError, "Please send the header Host once.");
    }
    next.run(request).await
}
