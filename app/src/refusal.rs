//! What a server function could not do, in the same envelope as the REST API's refusals.

use domain::Code;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// `{"success":false,"error":{"code":…,"message":…}}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    success: bool,
    error: Told,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    code: Code,
    message: String,
}

impl Refusal {
    /// A refusal in these words.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { success: false, error: Told { code, message: message.into() } }
    }

    /// Why, for people.
    pub fn message(&self) -> &str {
        &self.error.message
    }

    /// Its HTTP status.
    pub fn status(&self) -> u16 {
        self.error.code.status()
    }
}

impl FromServerFnError for Refusal {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        use ServerFnErrorErr as E;
        let code = match error {
            E::Args(_) | E::MissingArg(_) | E::Deserialization(_) => Code::ValidationError,
            E::UnsupportedRequestMethod(_) => Code::MethodNotAllowed,
            _ => Code::Internal,
        };
        Self::new(code, code.message())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_wrongly_is_the_senders_fault() {
        let refused = |error| Refusal::from_server_fn_error(error).status();
        assert_eq!(refused(ServerFnErrorErr::Args("missing field `date`".into())), 400);
        assert_eq!(refused(ServerFnErrorErr::ServerError("secret".into())), 500);
    }

    #[test]
    fn it_reads_back_as_it_was_written_and_tells_nothing_of_the_inside() {
        let refused = Refusal::from_server_fn_error(ServerFnErrorErr::ServerError("secret".into()));
        let written = refused.ser();
        assert!(!String::from_utf8_lossy(&written).contains("secret"));
        assert_eq!(Refusal::de(written), refused);
    }
}
