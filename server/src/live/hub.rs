//! One line to the database for everybody who listens here.

use domain::{AppointmentId, DoctorId, PatientId, UserId};
use sea_orm::DatabaseConnection;
use sea_orm::sqlx::postgres::{PgListener, PgNotification, PgPool, PgPoolOptions};
use sea_orm::sqlx::{self, Executor};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, Once, PoisonError, Weak};
use std::time::Duration;
use tokio::sync::{broadcast, watch};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

/// What the database's trigger notifies; see the migration.
const CHANNEL: &str = "appointment";
/// Events that a slow listener may fall behind before it is told to refresh.
const BEHIND: usize = 256;
/// Lines that one account may keep open.
const LINES: u8 = 8;
/// After this much silence the database is asked whether it is still there.
const SILENCE: Duration = Duration::from_secs(30);
/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// First and longest wait before connecting anew.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(250), Duration::from_secs(10));

/// An appointment changed, or – with `refresh` – something may have been missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Note {
    pub doctor: DoctorId,
    pub patient: PatientId,
    pub appointment: AppointmentId,
    pub refresh: bool,
}

impl Note {
    const REFRESH: Self =
        Self { doctor: DoctorId(Uuid::nil()), patient: PatientId(Uuid::nil()), appointment: AppointmentId(Uuid::nil()), refresh: true };

    /// Reads "doctor patient appointment".
    fn read(payload: &str) -> Option<Self> {
        let mut ids = payload.split(' ').map(str::parse::<Uuid>);
        let mut next = || ids.next()?.ok();
        let note = Self { doctor: DoctorId(next()?), patient: PatientId(next()?), appointment: AppointmentId(next()?), refresh: false };
        ids.next().is_none().then_some(note)
    }
}

/// Passes on what the database notifies, from the first listener on.
pub(super) struct Hub {
    db: DatabaseConnection,
    notes: broadcast::Sender<Note>,
    closing: watch::Sender<bool>,
    begin: Once,
    open: Mutex<HashMap<UserId, u8>>,
}

impl Hub {
    pub(super) fn new(db: DatabaseConnection) -> Arc<Self> {
        let (notes, _) = broadcast::channel(BEHIND);
        let (closing, _) = watch::channel(false);
        Arc::new(Self { db, notes, closing, begin: Once::new(), open: Mutex::default() })
    }

    /// Everything from now on.
    pub(super) fn subscribe(self: &Arc<Self>) -> broadcast::Receiver<Note> {
        let heard = self.notes.subscribe();
        self.begin.call_once(|| {
            tokio::spawn(listen(self.db.clone(), self.notes.clone(), self.closing.subscribe()));
            tokio::spawn(close(Arc::downgrade(self)));
        });
        heard
    }

    /// Becomes true when the server stops.
    pub(super) fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// Room for one more line of this account; given back when dropped.
    pub(super) fn place(self: &Arc<Self>, user: UserId) -> Option<Place> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = open.entry(user).or_default();
        (*lines < LINES).then(|| {
            *lines += 1;
            Place { hub: self.clone(), user }
        })
    }
}

/// One open line of an account.
pub(super) struct Place {
    hub: Arc<Hub>,
    user: UserId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.hub.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lines) = open.get_mut(&self.user) {
            *lines = lines.saturating_sub(1);
            if *lines == 0 {
                open.remove(&self.user);
            }
        }
    }
}

/// Done when the server stops.
pub(super) async fn closed(closing: &mut watch::Receiver<bool>) {
    let _ = closing.wait_for(|closing| *closing).await;
}

/// Open lines would keep the server from stopping: they end when it is told to.
async fn close(hub: Weak<Hub>) {
    crate::serve::stop_signal().await;
    if let Some(hub) = hub.upgrade() {
        hub.closing.send_replace(true);
    }
}

/// Listens until the server stops; after each interruption everybody is told to refresh.
async fn listen(db: DatabaseConnection, notes: broadcast::Sender<Note>, mut closing: watch::Receiver<bool>) {
    let pool = pool(&db);
    let (mut wait, mut interrupted) = (BACKOFF.0, false);
    loop {
        let line = async {
            let mut listener = PgListener::connect_with(&pool).await?;
            listener.ignore_pool_close_event(true);
            listener.listen(CHANNEL).await?;
            wait = BACKOFF.0;
            if std::mem::take(&mut interrupted) {
                let _ = notes.send(Note::REFRESH);
            }
            hear(&mut listener, &notes).await
        };
        let lost = tokio::select! {
            () = closed(&mut closing) => break,
            lost = line => lost,
        };
        if let Err(error) = lost {
            tracing::warn!(%error, "changes of appointments cannot be heard; trying again");
        }
        interrupted = true;
        tokio::select! {
            () = closed(&mut closing) => break,
            () = sleep(wait) => {}
        }
        wait = (wait * 2).min(BACKOFF.1);
    }
    pool.close().await;
}

/// A pool of one, apart from that of the requests, to the same server.
fn pool(db: &DatabaseConnection) -> PgPool {
    let options = db.get_postgres_connection_pool().connect_options();
    let options = (*options).clone().application_name("smart-health live");
    let one = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None).acquire_timeout(PATIENCE);
    one.connect_lazy_with(options)
}

/// Passes notifications on until the line breaks. A line that is silent is asked whether it is still there.
async fn hear(listener: &mut PgListener, notes: &broadcast::Sender<Note>) -> Result<(), sqlx::Error> {
    listener.eager_reconnect(false);
    loop {
        match timeout(SILENCE, listener.try_recv()).await {
            Ok(heard) => match heard? {
                Some(notification) => pass_on(&notification, notes),
                None => return Ok(()),
            },
            Err(_) => {
                timeout(PATIENCE, (&mut *listener).execute("select 1")).await.map_err(|_| sqlx::Error::PoolTimedOut)??;
            }
        }
    }
}

fn pass_on(notification: &PgNotification, notes: &broadcast::Sender<Note>) {
    match Note::read(notification.payload()) {
        Some(note) => {
            // Without listeners there is nobody to tell.
            let _ = notes.send(note);
        }
        None => tracing::warn!("a notification cannot be read"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_three_ids_are_a_note() {
        let id = |n: u128| Uuid::from_u128(n);
        let note = Note::read(&format!("{} {} {}", id(1), id(2), id(3))).expect("reads");
        assert_eq!((note.doctor.0, note.patient.0, note.appointment.0, note.refresh), (id(1), id(2), id(3), false));
        for wrong in ["", "1 2 3", &format!("{} {}", id(1), id(2)), &format!("{} {} {} {}", id(1), id(2), id(3), id(4))] {
            assert_eq!(Note::read(wrong), None);
        }
    }
}
