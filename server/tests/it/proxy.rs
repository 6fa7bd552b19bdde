//! A wire to the database that can be made to fail in all the ways in which wires do.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// What the wire does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing is wrong.
    None,
    /// Connections are closed, and nobody answers the door.
    Cut,
    /// Connections are broken off without a goodbye.
    Reset,
    /// Connections stay open and carry nothing; what was caught in it stays dead.
    Blackhole,
    /// A byte a second.
    Trickle,
    /// Every question and its answer take half a second longer.
    Late,
}

impl Fault {
    pub const ALL: [Self; 5] = [Self::Cut, Self::Reset, Self::Blackhole, Self::Trickle, Self::Late];
}

/// Where the database really is.
#[derive(Clone)]
enum Server {
    Socket(PathBuf),
    Address(String),
}

pub struct Wire {
    fault: Arc<watch::Sender<Fault>>,
    open: Arc<AtomicUsize>,
    url: String,
    task: JoinHandle<()>,
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Wire {
    /// A wire to the database at `url`.
    pub async fn to(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("its number").port();
        let (server, url) = through(url, port);
        let (fault, open) = (Arc::new(watch::channel(Fault::None).0), Arc::<AtomicUsize>::default());
        let task = tokio::spawn(accept(listener, server, fault.clone(), open.clone()));
        Self { fault, open, url, task }
    }

    /// Where to connect.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn set(&self, fault: Fault) {
        self.fault.send_replace(fault);
    }

    /// Connections that clients hold open.
    pub fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }
}

/// The server behind an address, and the address through the wire.
fn through(url: &str, port: u16) -> (Server, String) {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let (scheme, rest) = address.split_once("://").expect("a scheme");
    let (authority, database) = rest.split_once('/').expect("a database");
    let (user, at) = authority.rsplit_once('@').map_or(("", authority), |(user, at)| (user, at));
    let host = query.split('&').find_map(|pair| pair.strip_prefix("host=")).map(|path| path.replace("%2F", "/"));
    let server = match host {
        Some(path) => Server::Socket(PathBuf::from(path).join(".s.PGSQL.5432")),
        None => Server::Address(if at.contains(':') { at.to_owned() } else { format!("{at}:5432") }),
    };
    let user = if user.is_empty() { String::new() } else { format!("{user}@") };
    (server, format!("{scheme}://{user}127.0.0.1:{port}/{database}?sslmode=disable"))
}

async fn accept(listener: TcpListener, server: Server, fault: Arc<watch::Sender<Fault>>, open: Arc<AtomicUsize>) {
    loop {
        let Ok((client, _)) = listener.accept().await else { return };
        let (fault, open, server) = (fault.subscribe(), open.clone(), server.clone());
        tokio::spawn(async move {
            open.fetch_add(1, Ordering::SeqCst);
            let _ = carry(client, server, fault).await;
            open.fetch_sub(1, Ordering::SeqCst);
        });
    }
}

async fn carry(mut client: TcpStream, server: Server, fault: watch::Receiver<Fault>) -> io::Result<()> {
    let _ = client.set_nodelay(true);
    let how = match *fault.borrow() {
        Fault::None | Fault::Trickle | Fault::Late => None,
        fatal => Some(fatal),
    };
    let how = match how {
        Some(how) => how,
        None => between(&mut client, server, fault).await?,
    };
    match how {
        // Without a goodbye: what is still on its way is lost.
        Fault::Reset => client.set_zero_linger(),
        // Nobody answers; whoever waits has to give up by itself.
        Fault::Blackhole => {
            let mut nowhere = [0; 4_096];
            while client.read(&mut nowhere).await? > 0 {}
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Carries bytes to and fro until one of both has enough, or the wire fails: how it ended.
async fn between(client: &mut TcpStream, server: Server, fault: watch::Receiver<Fault>) -> io::Result<Fault> {
    let (read, write): (Box<dyn AsyncRead + Send + Unpin>, Box<dyn AsyncWrite + Send + Unpin>) = match server {
        Server::Socket(path) => {
            let (read, write) = UnixStream::connect(path).await?.into_split();
            (Box::new(read), Box::new(write))
        }
        Server::Address(address) => {
            let (read, write) = TcpStream::connect(address).await?.into_split();
            (Box::new(read), Box::new(write))
        }
    };
    let (from, to) = client.split();
    let mut ends = fault.clone();
    let fatal = |fault: &Fault| matches!(fault, Fault::Cut | Fault::Reset | Fault::Blackhole);
    tokio::select! {
        how = ends.wait_for(fatal) => Ok(how.map_or(Fault::Cut, |how| *how)),
        _ = pump(from, write, fault.clone()) => Ok(Fault::Cut),
        _ = pump(read, to, fault) => Ok(Fault::Cut),
    }
}

async fn pump(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, mut fault: watch::Receiver<Fault>) -> io::Result<()> {
    let mut buffer = vec![0; 16 << 10];
    loop {
        let read = from.read(&mut buffer).await?;
        if read == 0 {
            return to.shutdown().await;
        }
        let mut rest = &buffer[..read];
        while !rest.is_empty() {
            let now = *fault.borrow_and_update();
            let piece = match now {
                Fault::Trickle => {
                    let _ = tokio::time::timeout(Duration::from_secs(1), fault.changed()).await;
                    1
                }
                Fault::Late => {
                    tokio::time::sleep(Duration::from_millis(250)).await;
                    rest.len()
                }
                _ => rest.len(),
            };
            to.write_all(&rest[..piece]).await?;
            rest = &rest[piece..];
        }
        to.flush().await?;
    }
}
