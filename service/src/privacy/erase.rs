//! The end of an account: personal data go, what the books and the audit need stays without a name.

use super::deletion::has_visits_ahead;
use crate::{
    Error, Services, System, audit,
    mail::{self, Letter},
    prescription, record,
    sealed::{self, Health},
    tx::Tx,
};
use domain::{Caller, PatientId};
use entity::account;
use sea_orm::{ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QuerySelect, Statement, Value, prelude::Uuid};

/// What is done to the rows of account `$1`, which has address `$2`, at `$3`; in this order, because the later need what the earlier read.
const STEPS: &[&str] = &[
    // Times that were agreed are free again, and the doctors' pages show it.
    "update appointment set status = 'cancelled', version = version + 1, updated_at = $3
     where patient_id = (select id from patient where user_id = $1) and ends_at > $3 and status in ('proposed', 'pending', 'booked', 'waitlist')",
    "update appointment set reason = null, reason_sealed = null, cancel_reason = null, report_id = null where patient_id = (select id from patient where user_id = $1)",
    // Files lose their keys with their rows; they themselves go from the store once this is certain.
    "delete from health_record where patient_id = (select id from patient where user_id = $1)",
    "delete from symptom_report where patient_id = (select id from patient where user_id = $1)",
    "update patient set name = 'Deleted patient', date_of_birth = null, sex = null, language = 'en', country = 'ZZ' where user_id = $1",
    "update doctor set name = 'Former doctor', education = '', bio = '', languages = '{en}', experience_years = 0, license_number = '',
         license_issuer = '', verified_at = null, weekly = '[]', exceptions = '[]', fee_minor = 0 where user_id = $1",
    "delete from session where user_id = $1",
    "delete from mail where user_id = $1 or recipient = $2",
    "delete from account_token where user_id = $1 or email = $2",
    "delete from device where user_id = $1",
    "delete from access_grant where user_id = $1",
    "delete from account_totp where user_id = $1",
    "delete from recovery_code where user_id = $1",
    "delete from passkey where user_id = $1",
    "delete from idempotency where user_id = $1",
    "delete from prescription_favourite where doctor_id in (select id from doctor where user_id = $1)",
    "delete from prescription where issued_at is null and doctor_id in (select id from doctor where user_id = $1)",
    "delete from note_draft where doctor_id in (select id from doctor where user_id = $1)
         or patient_id in (select id from patient where user_id = $1)",
    "delete from consent where user_id = $1",
    "delete from review where patient_id = (select id from patient where user_id = $1)",
    "update review set answer = null, answered_at = null where doctor_id = (select id from doctor where user_id = $1)",
    // What a doctor wrote and another approved stays, under no name; what nobody else has read goes.
    "delete from blog_report where user_id = $1",
    "delete from blog_comment where user_id = $1",
    "delete from blog_comment where post_id in (select p.id from blog_post p join doctor d on d.id = p.author_id
         where d.user_id = $1 and not exists (select from blog_article a where a.id = p.id))",
    "delete from blog_post p where p.author_id = (select id from doctor where user_id = $1)
         and not exists (select from blog_article a where a.id = p.id)",
    "update blog_post p set status = 'published', title = a.title, summary = a.summary, body = a.body, tags = a.tags, sources = a.sources,
         cover_id = a.cover_id, remark = null, remark_by = null, remarked_at = null, version = p.version + 1
     from blog_article a where a.id = p.id and a.author_id = (select id from doctor where user_id = $1)",
    "delete from blog_image i where i.author_id = (select id from doctor where user_id = $1) and not exists (
         select from blog_article a where a.author_id = i.author_id and (a.cover_id = i.id or position(i.id::text in a.body) > 0))",
    "delete from share where patient_id = (select id from patient where user_id = $1) or doctor_id = (select id from doctor where user_id = $1)",
    "delete from emergency_access where patient_id = (select id from patient where user_id = $1)",
    "delete from account_deletion where user_id = $1",
    "update account set email = id || '@erased.invalid', is_active = false, email_verified_at = null, locale = 'en', time_zone = 'UTC',
         erased_at = $3 where id = $1 and email = $2",
];

#[derive(FromQueryResult)]
struct Due {
    user_id: Uuid,
}

/// Takes the data out of accounts whose time has come, at most `most`; how many. Several instances may do it at once. A doctor for whom
/// somebody waits after all stays until the visit is over.
pub async fn sweep(services: &Services, most: u32) -> Result<u32, Error> {
    let sql = "select d.user_id from account_deletion d where d.due_at <= $1 and not exists (select from legal_hold h where h.user_id = d.user_id)
               and not exists (select from appointment a join doctor x on x.id = a.doctor_id where x.user_id = d.user_id and a.ends_at > $1
                               and a.status in ('pending', 'booked', 'checked-in', 'arrived', 'waitlist'))
               order by d.due_at limit $2";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [services.now().into(), i64::from(most).into()]);
    let due = Due::find_by_statement(statement).all(&services.read_as(System::Operator)).await?;
    let mut done = 0;
    for Due { user_id } in due {
        done += u32::from(erase(services, user_id).await?);
    }
    Ok(done)
}

/// Whether it was done: who thought better of it meanwhile keeps everything.
async fn erase(services: &Services, user: Uuid) -> Result<bool, Error> {
    // No password opens what is left.
    let nothing = crate::ids::secret()?.to_string();
    let hash = services.passwords().hash(nothing).await?;
    let now = services.now();
    let tx = services.begin_as(System::Operator).await?;
    // Asking, taking back and holding lock this row, too.
    let Some(row) = account::Entity::find_by_id(user).lock_exclusive().one(&tx).await? else { return Ok(false) };
    let is_due = "select 1 from account_deletion d where d.user_id = $1 and d.due_at <= $2
                  and not exists (select from legal_hold h where h.user_id = d.user_id)";
    let values: [Value; 2] = [user.into(), now.into()];
    let is_due = tx.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, is_due, values)).await?;
    // A booking locks the doctor's row: it comes before, and is seen, or finds nobody to be booked.
    let lock = Statement::from_sql_and_values(DbBackend::Postgres, "select 1 from doctor where user_id = $1 for update", [user.into()]);
    tx.query_one_raw(lock).await?;
    if is_due.is_none() || row.erased_at.is_some() || has_visits_ahead(&tx, user, now).await? {
        return Ok(false);
    }
    let files = files(&tx, user).await?;
    let patient = take_out(&tx, services, &row, &hash, now).await?;
    mail::post_last(&tx, services, &row.email, &Letter::Deleted).await?;
    audit::note(&tx, &Caller::Anonymous, now, patient, "account.erase", user).await?;
    tx.commit().await?;
    record::forget(services, &files).await;
    Ok(true)
}

/// What the account's patient has in the store.
async fn files(tx: &Tx, user: Uuid) -> Result<Vec<Uuid>, Error> {
    match patient_of(tx, user).await? {
        Some(patient) => record::ids_of(tx, patient).await,
        None => Ok(Vec::new()),
    }
}

async fn patient_of(tx: &Tx, user: Uuid) -> Result<Option<PatientId>, Error> {
    let sql = "select id from patient where user_id = $1";
    let row = tx.query_one_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [user.into()])).await?;
    Ok(row.map(|row| row.try_get_by_index::<Uuid>(0)).transpose()?.map(PatientId))
}

async fn take_out(
    tx: &Tx,
    services: &Services,
    row: &account::Model,
    hash: &str,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Option<PatientId>, Error> {
    let run = |sql: &str, values: Vec<Value>| Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
    let patient = patient_of(tx, row.id).await?;
    for step in STEPS {
        // A statement takes as many values as it names.
        let all: [Value; 3] = [row.id.into(), row.email.clone().into(), now.into()];
        let step = step.to_owned();
        let (sql, values) = match (step.contains("$2"), step.contains("$3")) {
            (false, true) => (step.replace("$3", "$2"), vec![all[0].clone(), all[2].clone()]),
            (true, true) => (step.to_owned(), all.to_vec()),
            (true, false) => (step.to_owned(), all[..2].to_vec()),
            (false, false) => (step.to_owned(), all[..1].to_vec()),
        };
        tx.execute_raw(run(&sql, values)).await?;
    }
    tx.execute_raw(run("update account set password_hash = $2 where id = $1", vec![row.id.into(), hash.to_owned().into()])).await?;
    if let Some(PatientId(patient)) = patient {
        prescription::forget_names(tx, services.keys(), patient).await?;
        // Doctors who read the profile find an empty one.
        let health = sealed::HEALTH.seal(services.keys(), patient, &Health::default())?;
        let sql = "update patient set health = $2, blood_group = null, allergies = null, conditions = null, medications = null,
                       emergency_contact = null where id = $1";
        tx.execute_raw(run(sql, vec![patient.into(), health.into()])).await?;
    }
    Ok(patient)
}
