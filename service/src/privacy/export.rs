//! A copy of everything about the caller.

use super::{archive, consent, deletion};
use crate::record::Outgoing;
use crate::{
    Error, Services, System, access, account, appointment, audit, blog, doctor, note, passkey, patient, prescription, record, review,
    symptom, token,
};
use chrono::{DateTime, Utc};
use domain::{Caller, UserId, appointment::Appointment, page::LIMIT_MAX, passkey::Passkey};
use entity::{account_totp, device, mail, symptom_report};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};
use serde::Serialize;
use serde_json::{Value, json};

/// Most rows of one kind; nobody has as many. More is an error, not a copy with a hole.
const MOST: usize = 20_000;
/// Rows read at once.
const BATCH: u64 = 500;
/// Most copies whose data are gathered at the same time: each takes memory.
static AT_ONCE: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// Longest wait for one's turn.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(2);

/// A copy, ready to be taken away.
pub struct Export {
    /// Its name as a file.
    pub name: String,
    /// A ZIP with a JSON file for each kind of data, the appointments as a calendar, a summary to read, and the files of the health record.
    /// Those are opened one after the other while it is taken.
    pub zip: Outgoing,
}

impl std::fmt::Debug for Export {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Export({})", self.name)
    }
}

/// All that goes into it.
pub(super) struct Everything {
    pub(super) at: DateTime<Utc>,
    pub(super) name: String,
    pub(super) zone: chrono_tz::Tz,
    pub(super) appointments: Vec<Appointment>,
    /// Name of a file and what is in it.
    pub(super) files: Vec<(&'static str, Value)>,
}

/// Makes a copy of everything about the caller: what they told, what was found, who looked at it. No secret is in it, and nobody else's data.
///
/// Errors: [`Error::Invalid`] at `password`; [`Error::Unavailable`] while others have theirs made.
pub async fn export(services: &Services, caller: &Caller, password: &str) -> Result<Export, Error> {
    let row = account::confirm(services, caller, password, "password").await?;
    let busy = || Error::Unavailable("other exports are being made".to_owned());
    let _one = tokio::time::timeout(PATIENCE, AT_ONCE.acquire()).await.map_err(|_| busy())?.map_err(|_| busy())?;
    let (now, user) = (services.now(), UserId(row.id));
    let who = account::who(services, user).await?.ok_or(Error::UNAUTHENTICATED)?;
    let appointments = appointments(services, caller).await?;
    let account = json!({
        "id": row.id, "email": row.email, "email_verified_at": row.email_verified_at, "user_type": row.user_type, "locale": row.locale,
        "time_zone": row.time_zone, "created_at": row.created_at, "second_factor": second_factor(services, user).await?,
        "passkeys": passkeys(services, caller).await?,
        "deletion_due_at": deletion::state(services, caller).await?.map(|deletion| deletion.due_at),
    });
    let uploads = record::every_file(services, caller, MOST).await?;
    let told: Vec<Value> = uploads.iter().map(|own| archive::told(&own.about)).collect::<Result<_, _>>()?;
    let files = vec![
        ("account.json", account),
        ("profile.json", profile(services, caller).await?),
        ("appointments.json", value(&appointments)?),
        ("symptom-reports.json", value(&reports(services, caller).await?)?),
        ("health-record.json", value(&record::every(services, caller).await?)?),
        ("files.json", Value::Array(told)),
        ("prescriptions.json", value(&prescriptions(services, caller).await?)?),
        ("favourites.json", value(&favourites(services, caller).await?)?),
        ("unfinished-notes.json", value(&note::about(services, caller, MOST as u64).await?)?),
        ("consents.json", value(&consent::history(services, caller).await?)?),
        ("reviews.json", reviews(services, caller).await?),
        ("articles.json", value(&articles(services, caller).await?)?),
        ("comments.json", value(&comments(services, caller).await?)?),
        ("sharing.json", sharing(services, caller).await?),
        ("sessions-and-devices.json", sessions(services, caller, user).await?),
        ("tokens.json", tokens(services, caller).await?),
        ("mails.json", mails(services, user).await?),
        ("who-did-what.json", value(&entries(services, caller).await?)?),
    ];
    let everything = Everything { at: now, name: who.name, zone: who.zone, appointments, files };
    let begun = tokio::task::spawn_blocking(move || archive::pack(&everything)).await.map_err(|e| Error::Internal(e.to_string()))??;
    let tx = services.begin(caller).await?;
    audit::note(&tx, caller, now, caller.patient(), "account.export", user).await?;
    tx.commit().await?;
    let zip = archive::with_files(begun, services.clone(), uploads);
    Ok(Export { name: format!("smart-health-{}.zip", now.format("%Y-%m-%d")), zip })
}

async fn reviews(services: &Services, caller: &Caller) -> Result<Value, Error> {
    if caller.patient().is_some() { value(&review::mine(services, caller).await?) } else { Ok(Value::Null) }
}

async fn articles(services: &Services, caller: &Caller) -> Result<Vec<Value>, Error> {
    let all = blog::every(services, caller).await?;
    enough(all.len())?;
    Ok(all)
}

async fn comments(services: &Services, caller: &Caller) -> Result<Vec<domain::blog::Comment>, Error> {
    let all = blog::my_comments(services, caller).await?;
    enough(all.len())?;
    Ok(all)
}

/// What a patient shares, and who opened their record in an emergency.
async fn sharing(services: &Services, caller: &Caller) -> Result<Value, Error> {
    if caller.patient().is_none() {
        return Ok(Value::Null);
    }
    Ok(json!({ "shared": access::shares(services, caller).await?, "emergencies": access::emergencies(services, caller).await? }))
}

fn value(of: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(of).map_err(|e| Error::Internal(e.to_string()))
}

fn enough(rows: usize) -> Result<(), Error> {
    if rows > MOST { Err(Error::Unavailable("an export is larger than one can be".to_owned())) } else { Ok(()) }
}

/// A patient's visits. A doctor's are their patients' data and stay with those.
async fn appointments(services: &Services, caller: &Caller) -> Result<Vec<Appointment>, Error> {
    let mut all = Vec::new();
    if caller.patient().is_none() {
        return Ok(all);
    }
    for when in [appointment::When::Past, appointment::When::Upcoming] {
        let mut after = None;
        loop {
            let page = appointment::list(services, caller, &appointment::List { when, after, limit: LIMIT_MAX }).await?;
            all.extend(page.items);
            enough(all.len())?;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(all)
}

async fn profile(services: &Services, caller: &Caller) -> Result<Value, Error> {
    match caller {
        Caller::Patient { .. } => value(&patient::mine(services, caller).await?),
        Caller::Doctor { .. } => value(&doctor::mine(services, caller).await?),
        Caller::Admin { .. } | Caller::Anonymous => Ok(Value::Null),
    }
}

async fn reports(services: &Services, caller: &Caller) -> Result<Vec<domain::assessment::SymptomReport>, Error> {
    let Some(patient) = caller.patient() else { return Ok(Vec::new()) };
    use symptom_report::{Column, Entity};
    let (mut all, mut last) = (Vec::new(), Uuid::nil());
    loop {
        // Ids are given in the order of time.
        let query =
            Entity::find().filter(Column::PatientId.eq(patient.0)).filter(Column::Id.gt(last)).order_by_asc(Column::Id).limit(BATCH);
        let rows = query.all(&services.read(caller)).await?;
        let Some(end) = rows.last() else { return Ok(all) };
        last = end.id;
        for row in rows {
            all.push(symptom::read(services.keys(), row)?);
        }
        enough(all.len())?;
    }
}

/// What was prescribed to a patient. What a doctor wrote is their patients'.
async fn prescriptions(services: &Services, caller: &Caller) -> Result<Vec<domain::prescription::Prescription>, Error> {
    let (mut all, mut last) = (Vec::new(), Uuid::nil());
    if caller.patient().is_none() {
        return Ok(all);
    }
    loop {
        let rows = prescription::all_of(&services.read(caller), services.keys(), caller, last, BATCH).await?;
        let Some(end) = rows.last() else { return Ok(all) };
        last = end.id.0;
        all.extend(rows);
        enough(all.len())?;
    }
}

async fn favourites(services: &Services, caller: &Caller) -> Result<Vec<domain::prescription::Favourite>, Error> {
    if caller.doctor().is_some() { prescription::favourites(services, caller).await } else { Ok(Vec::new()) }
}

async fn second_factor(services: &Services, user: UserId) -> Result<Value, Error> {
    let row = account_totp::Entity::find_by_id(user.0).one(&services.read_as(System::Identity)).await?;
    Ok(row.map_or(Value::Null, |row| json!({ "label": row.label, "created_at": row.created_at, "confirmed_at": row.confirmed_at })))
}

async fn passkeys(services: &Services, caller: &Caller) -> Result<Value, Error> {
    let told =
        |key: Passkey| json!({ "name": key.name, "synced": key.synced, "created_at": key.created_at, "last_used_at": key.last_used_at });
    Ok(passkey::list(services, caller).await?.into_iter().map(told).collect())
}

async fn sessions(services: &Services, caller: &Caller, user: UserId) -> Result<Value, Error> {
    let sessions = account::sessions::list(services, caller, None).await?;
    let sessions: Vec<Value> =
        sessions.into_iter().map(|s| json!({ "id": s.id, "device": s.device, "since": s.since, "last_seen": s.last_seen })).collect();
    let devices = device::Entity::find().filter(device::Column::UserId.eq(user.0)).limit(MOST as u64).all(&services.read(caller)).await?;
    let devices: Vec<Value> = devices.into_iter().map(|d| json!({ "known_since": d.created_at, "last_seen": d.last_seen_at })).collect();
    Ok(json!({ "sessions": sessions, "devices": devices }))
}

async fn tokens(services: &Services, caller: &Caller) -> Result<Value, Error> {
    let tokens = token::list(services, caller).await?;
    let told = tokens.into_iter().map(
        |t| json!({ "id": t.id, "name": t.name, "created_at": t.created_at, "last_used_at": t.last_used_at, "expires_at": t.expires_at }),
    );
    Ok(told.collect())
}

/// That mails were sent, not what stands in them: their links open things.
async fn mails(services: &Services, user: UserId) -> Result<Value, Error> {
    let query = mail::Entity::find().filter(mail::Column::UserId.eq(user.0)).order_by_asc(mail::Column::Id).limit(MOST as u64);
    let rows = query.all(&services.read_as(System::Identity)).await?;
    let told =
        rows.into_iter().map(|m| json!({ "to": m.recipient, "subject": m.subject, "written_at": m.created_at, "sent_at": m.sent_at }));
    Ok(told.collect())
}

/// What the caller did, and who did what with their data.
async fn entries(services: &Services, caller: &Caller) -> Result<Vec<Value>, Error> {
    use entity::audit::{Column, Entity};
    let Some(user) = caller.user() else { return Ok(Vec::new()) };
    let mut mine = Condition::any().add(Column::UserId.eq(user.0));
    if let Some(patient) = caller.patient() {
        mine = mine.add(Column::PatientId.eq(patient.0));
    }
    let (mut all, mut last) = (Vec::new(), i64::MAX);
    // Newest first: of more than a copy holds, the oldest are left out.
    while all.len() <= MOST {
        let query = Entity::find().filter(mine.clone()).filter(Column::Seq.lt(last)).order_by_desc(Column::Seq).limit(BATCH);
        let rows = query.all(&services.read(caller)).await?;
        let Some(end) = rows.last() else { break };
        last = end.seq;
        for row in rows {
            let is_me = row.user_id == Some(user.0);
            // What a doctor or administrator did with other people's data is noted with those.
            let object = (caller.patient().is_some() || row.patient_id.is_none()).then_some(row.object);
            let by = if is_me {
                "you"
            } else if row.user_id.is_some() {
                "somebody else"
            } else {
                "nobody signed in"
            };
            all.push(json!({ "at": row.at, "by": by, "account": row.user_id, "action": row.action, "object": object, "why": row.why }));
        }
    }
    if all.len() > MOST {
        all.truncate(MOST);
        all.push(json!({ "left_out": format!("What is older than these {MOST} entries is kept in the audit, and told on request.") }));
    }
    all.reverse();
    Ok(all)
}
