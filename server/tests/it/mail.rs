//! Mails, handed over to a server that speaks SMTP.

use chrono::TimeDelta;
use server::mail::{Post, deliver};
use server::settings::Settings;
use service::{Services, account};
use testkit::{Database, TestPatient};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// A mail as it came over the wire.
#[derive(Debug, Default, Clone)]
struct Received {
    from: String,
    to: String,
    data: String,
}

impl Received {
    /// The text without what transport did to it.
    fn text(&self) -> String {
        self.data.replace("=\r\n", "").replace("=3D", "=")
    }
}

/// A mail server that answers to `RCPT` with what it is told to.
struct Sink {
    port: u16,
    received: UnboundedReceiver<Received>,
}

impl Sink {
    async fn new(answers: &'static [&'static str]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let (send, received) = unbounded_channel();
        tokio::spawn(async move {
            for n in 0.. {
                let Ok((stream, _)) = listener.accept().await else { return };
                let answer = answers[n.min(answers.len() - 1)];
                let _ = converse(stream, answer, &send).await;
            }
        });
        Self { port, received }
    }

    fn post(&self) -> Post {
        post(self.port)
    }
}

fn post(port: u16) -> Post {
    let given = move |name: &str| match name {
        "HOME" => Some("/nonexistent".to_owned()),
        "SHS_SMTP_URL" => Some(format!("smtp://127.0.0.1:{port}")),
        "SHS_MAIL_FROM" => Some("Smart Health <no-reply@clinic.example>".to_owned()),
        _ => None,
    };
    let settings = Settings::from_text(include_str!("../../../Leptos.toml"), given).settings.expect("settings");
    Post::new(&settings.mail).expect("a way to the server")
}

async fn converse(stream: TcpStream, answer: &str, send: &UnboundedSender<Received>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 sink ESMTP\r\n").await?;
    let mut mail = Received::default();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let reply = match line.to_ascii_uppercase() {
            said if said.starts_with("EHLO") => "250-sink\r\n250 8BITMIME".to_owned(),
            said if said.starts_with("MAIL FROM") => {
                mail.from = line.trim().to_owned();
                "250 ok".to_owned()
            }
            said if said.starts_with("RCPT TO") => {
                mail.to = line.trim().to_owned();
                answer.to_owned()
            }
            said if said.starts_with("DATA") => {
                stream.write_all(b"354 go on\r\n").await?;
                mail.data = data(&mut stream).await?;
                let _ = send.send(mail.clone());
                "250 taken".to_owned()
            }
            said if said.starts_with("QUIT") => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 ok".to_owned(),
        };
        stream.write_all(format!("{reply}\r\n").as_bytes()).await?;
    }
}

async fn data(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut all = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 || line == ".\r\n" {
            return Ok(all);
        }
        all.push_str(&line);
    }
}

async fn world() -> (Database, Services, TestPatient) {
    let db = Database::fresh().await;
    let services = db.services().reached_at("https://clinic.example");
    let owner = db.patient().await;
    account::ask_reset(&services, &owner.email, None).await.expect("asked");
    (db, services, owner)
}

async fn left(services: &Services) -> usize {
    service::mail::waiting(services).await.expect("the outbox").len()
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_written_and_its_text_is_deleted() {
    let (db, services, owner) = world().await;
    let mut sink = Sink::new(&["250 ok"]).await;
    deliver(&services, &sink.post()).await.expect("delivered");
    let mail = sink.received.try_recv().expect("a mail");
    assert_eq!((mail.from.as_str(), mail.to.clone()), ("MAIL FROM:<no-reply@clinic.example>", format!("RCPT TO:<{}>", owner.email)));
    let text = mail.text();
    for part in [
        "From: \"Smart Health\" <no-reply@clinic.example>\r\n",
        "Subject: Choose a new password\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "Message-ID: <",
        "Content-Type: text/plain; charset=utf-8\r\n",
        "https://clinic.example/account/reset?token=",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    assert_eq!(left(&services).await, 0);
    let token = text.split("token=").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a token");
    account::reset_password(&services, token, "three quiet otters").await.expect("the link opens");
    deliver(&services, &sink.post()).await.expect("delivered");
    assert!(sink.received.try_recv().expect("the notice").text().contains("Subject: Your password was changed"));
    db.advance(TimeDelta::days(1));
    deliver(&services, &sink.post()).await.expect("delivered");
    assert!(sink.received.try_recv().is_err(), "nothing comes twice");
}

#[tokio::test]
async fn a_mail_that_is_not_taken_now_is_tried_again_later() {
    let (db, services, _) = world().await;
    let mut sink = Sink::new(&["451 try later", "535 who are you", "250 ok"]).await;
    for waits in [0, 1, 2] {
        db.advance(TimeDelta::minutes(waits) + TimeDelta::seconds(1));
        assert_eq!(left(&services).await, 1);
        deliver(&services, &sink.post()).await.expect("tried");
        deliver(&services, &sink.post()).await.expect("not before its time");
    }
    assert!(sink.received.try_recv().is_ok());
    assert_eq!(left(&services).await, 0);
}

#[tokio::test]
async fn a_mail_to_nobody_is_given_up_and_the_next_one_sent() {
    let (db, services, _) = world().await;
    let other = db.patient().await;
    account::ask_reset(&services, &other.email, None).await.expect("asked");
    let mut sink = Sink::new(&["550 no such person", "250 ok"]).await;
    deliver(&services, &sink.post()).await.expect("tried");
    assert_eq!(sink.received.try_recv().expect("a mail").to, format!("RCPT TO:<{}>", other.email));
    assert_eq!(left(&services).await, 0);
}

#[tokio::test]
async fn without_a_server_at_the_other_end_mails_wait() {
    let (_db, services, _) = world().await;
    let free = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("its number").port();
    deliver(&services, &post(free)).await.expect("tried");
    assert_eq!(left(&services).await, 1);
}
