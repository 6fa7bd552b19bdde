//! Hands mails over to a mail server, for as long as this one runs.

use crate::settings;
use lettre::message::header::{ContentType, Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::{self, AsyncSmtpTransport};
use lettre::{AsyncTransport, Tokio1Executor};
use service::mail::{self, Due};
use service::{Error, Services, account};
use std::time::{Duration, Instant};

/// How often it is looked whether mails wait.
const LOOK: Duration = Duration::from_secs(3);
/// Longest wait for each step of the mail server; shorter than the first pause between two tries.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often what is of no more use is deleted.
const SWEEP: Duration = Duration::from_secs(3_600);

/// The way to a mail server.
#[derive(Debug, Clone)]
pub struct Post {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Post {
    /// As the settings say; none where they name no server.
    pub fn new(settings: &settings::Mail) -> Option<Self> {
        let url = settings.smtp.as_ref()?;
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.reveal()).ok()?.timeout(Some(PATIENCE)).build();
        Some(Self { server, from: settings.from.clone()? })
    }

    fn message(&self, due: &Due) -> Option<Message> {
        // The same in every try, so that a mail that comes twice is seen to be one.
        let id = format!("<{}@{}>", due.id, self.from.email.domain());
        let message =
            Message::builder().from(self.from.clone()).to(Mailbox::new(None, due.recipient.parse().ok()?)).subject(due.subject.clone());
        message.message_id(Some(id)).header(AutoSubmitted).header(ContentType::TEXT_PLAIN).body(due.body.clone()).ok()
    }
}

/// Says that no person wrote it, so that no absence note comes back (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

/// Sends what waits and deletes what is of no more use, until it is stopped. Without a mail server the mails stay where they are.
pub async fn run(services: Services, post: Option<Post>) {
    let mut swept = None::<Instant>;
    loop {
        if let Some(post) = &post
            && let Err(error) = deliver(&services, post).await
        {
            tracing::warn!(%error, "mails cannot be sent now");
        }
        if swept.is_none_or(|at| at.elapsed() > SWEEP) {
            swept = Some(Instant::now());
            sweep(&services).await;
        }
        tokio::time::sleep(LOOK).await;
    }
}

async fn sweep(services: &Services) {
    for swept in [mail::sweep(services).await, account::sweep(services).await] {
        if let Err(error) = swept {
            tracing::warn!(%error, "old mails and links could not be swept out");
        }
    }
}

/// Tries every mail that is due once.
pub async fn deliver(services: &Services, post: &Post) -> Result<(), Error> {
    while let Some(due) = mail::next_due(services).await? {
        let Some(message) = post.message(&due) else {
            tracing::warn!("a mail cannot be written");
            mail::failed(services, &due, true).await?;
            continue;
        };
        match post.server.send(message).await {
            Ok(_) => mail::sent(services, due.id).await?,
            Err(error) => {
                let given_up = mail::failed(services, &due, is_for_good(&error)).await?;
                tracing::warn!(why = why(&error), tries = due.tries, given_up, "a mail could not be handed over");
            }
        }
    }
    Ok(())
}

/// Whether the address will never take it. Other permanent refusals – of a wrong password, say – are the operator's to mend.
fn is_for_good(error: &smtp::Error) -> bool {
    let code = error.status().map(|code| code.to_string());
    error.is_permanent() && code.is_some_and(|code| ["550", "551", "553", "556"].contains(&&*code))
}

/// What the log says. Answers of mail servers often repeat the address.
fn why(error: &smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("refused with {code}"),
        None => error.to_string(),
    }
}
