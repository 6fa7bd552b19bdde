//! What a doctor's one statement finds of a patient: rows of several kinds, told apart by a word, each opened as its kind is sealed.

use crate::{Error, Keys, access, note::Draft, prescription, sealed, sealed::Health, symptom};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    FavouriteId, PatientId, PrescriptionId, RecordId,
    access::{Basis, Category},
    assessment::SymptomReport,
    patient::Sex,
    prescription::{Favourite, Medication, Status},
    record::{Coding, Content, Measurement, RecordType, Series, series_of},
};
use entity::symptom_report;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, JsonValue, Statement, Value, prelude::Uuid};
use serde::{Deserialize, de::DeserializeOwned};

/// Entries with vital signs that are read: enough for the newest of each measure and a line.
const VITALS: u16 = 60;
/// Notes.
const NOTES: u16 = 3;
/// Rows of every other kind.
const ROWS: u16 = 50;

/// A diagnosis in the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnosis {
    /// The entry.
    pub record: RecordId,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// Its name.
    pub title: String,
    /// Its code.
    pub coding: Option<Coding>,
}

/// A doctor's note in the record.
#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    /// The entry.
    pub record: RecordId,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// In a few words.
    pub title: String,
    /// What it says.
    pub text: String,
}

/// A prescription that holds, or a draft of one.
#[derive(Debug, Clone, PartialEq)]
pub struct Prescribed {
    /// Which.
    pub id: PrescriptionId,
    /// Active, or a draft.
    pub status: Status,
    /// When it was issued; for a draft, written.
    pub at: DateTime<Utc>,
    /// Name of the doctor.
    pub doctor: String,
    /// What is on it.
    pub medications: Vec<Medication>,
}

/// Everything that was found, as far as it is open.
#[derive(Debug)]
pub(super) struct Chart {
    pub(super) who: Who,
    pub(super) open: Vec<(Category, Basis)>,
    pub(super) health: Option<Health>,
    pub(super) diagnoses: Vec<Diagnosis>,
    pub(super) notes: Vec<Note>,
    pub(super) prescriptions: Vec<Prescribed>,
    pub(super) vitals: Vec<Series>,
    pub(super) report: Option<SymptomReport>,
    pub(super) favourites: Vec<Favourite>,
    pub(super) draft: Draft,
}

/// The patient, in the clear.
#[derive(Debug, Deserialize)]
pub(super) struct Who {
    pub(super) name: String,
    pub(super) date_of_birth: Option<NaiveDate>,
    sex: Option<String>,
    pub(super) language: String,
}

impl Who {
    pub(super) fn sex(&self) -> Result<Option<Sex>, Error> {
        domain::patient::sex(self.sex.as_deref().unwrap_or_default()).map_err(|e| Error::corrupt("patient", e))
    }
}

#[derive(Debug, FromQueryResult)]
struct Row {
    kind: String,
    id: Option<Uuid>,
    at: Option<DateTime<Utc>>,
    content: Option<Vec<u8>>,
    more: Option<JsonValue>,
}

/// What is in the clear of a report.
#[derive(Deserialize)]
struct Reported {
    age: Option<f32>,
    sex: Option<String>,
    level: Option<String>,
    model: String,
}

/// What is in the clear of a prescription.
#[derive(Deserialize)]
struct Signed {
    status: String,
    doctor: String,
}

/// One statement, and so of one moment. The database shows of each table what is open to the doctor; what that is stands among the rows, too.
fn sql() -> String {
    let entries = |kind: &str, most: u16| {
        format!(
            "(select r.record_type, r.id, r.recorded_at, r.content, null::jsonb from health_record r
              where r.patient_id = $2 and r.record_type = '{kind}' and not r.retracted
                  and not exists (select from health_record c where c.corrects = r.id)
              order by r.recorded_at desc, r.id desc limit {most})"
        )
    };
    format!(
        "select 'patient' as kind, p.id, null::timestamptz as at, p.health as content,
             jsonb_build_object('name', p.name, 'date_of_birth', p.date_of_birth, 'sex', p.sex, 'language', p.language) as more
         from patient p where p.id = $2
         union all select 'open', null, null, null, to_jsonb(g) from ({granted}) g
         union all {vitals}
         union all {conditions}
         union all {notes}
         union all (select 'prescription', x.id, coalesce(x.issued_at, x.updated_at), x.content,
                 jsonb_build_object('status', x.status, 'doctor', d.name)
             from prescription x join doctor d on d.id = x.doctor_id
             where x.patient_id = $2 and x.status in ('draft', 'active') order by x.id desc limit {ROWS})
         union all (select 'report', s.id, s.created_at, s.content,
                 jsonb_build_object('age', s.age, 'sex', s.sex, 'level', s.level, 'model', s.model)
             from symptom_report s where s.patient_id = $2 order by s.created_at desc, s.id desc limit 1)
         union all (select 'favourite', f.id, f.created_at, f.content, null from prescription_favourite f
             where f.doctor_id = $1 order by f.id limit {ROWS})
         union all select 'draft', n.id, n.updated_at, n.content, to_jsonb(n.version) from note_draft n
             where n.doctor_id = $1 and n.patient_id = $2",
        granted = access::GRANTED,
        vitals = entries(RecordType::VitalSigns.code(), VITALS),
        conditions = entries(RecordType::Condition.code(), ROWS),
        notes = entries(RecordType::ClinicalNote.code(), NOTES),
    )
}

/// What there is of a patient; none where nothing is open. One statement.
///
/// * `asked` – the values of [`access::GRANTED`]
/// * errors: one value that does not open must not pass for one that is not there, and so nothing is shown
pub(super) async fn find(db: &impl ConnectionTrait, keys: &Keys, asked: [Value; 5]) -> Result<Option<Chart>, Error> {
    let rows = Row::find_by_statement(Statement::from_sql_and_values(DbBackend::Postgres, sql(), asked)).all(db).await?;
    let Some(patient) = rows.iter().find(|row| row.kind == "patient") else { return Ok(None) };
    let granted = rows.iter().filter(|row| row.kind == "open").map(Row::read).collect::<Result<Vec<access::Row>, _>>()?;
    let open = access::read(granted).all();
    if open.is_empty() {
        return Ok(None);
    }
    let is_open = |category: Category| open.iter().any(|(of, _)| *of == category);
    let of = |kind: &'static str, category: Category| rows.iter().filter(move |row| row.kind == kind).filter(move |_| is_open(category));
    let health = is_open(Category::Profile).then(|| patient.unseal(keys, sealed::HEALTH)).transpose()?;
    let vitals = of(RecordType::VitalSigns.code(), Category::VitalSigns).map(|row| row.entry(keys)).collect::<Result<Vec<_>, _>>()?;
    let measured: Vec<(RecordId, DateTime<Utc>, &[Measurement])> =
        vitals.iter().map(|(id, at, content)| (*id, *at, content.results.as_slice())).collect();
    let chart = Chart {
        who: patient.read()?,
        health,
        diagnoses: of(RecordType::Condition.code(), Category::Condition).map(|row| row.diagnosis(keys)).collect::<Result<_, _>>()?,
        notes: of(RecordType::ClinicalNote.code(), Category::ClinicalNote).map(|row| row.note(keys)).collect::<Result<_, _>>()?,
        prescriptions: of("prescription", Category::Prescription).map(|row| row.prescribed(keys)).collect::<Result<_, _>>()?,
        vitals: series_of(&measured, RecordType::VitalSigns),
        report: of("report", Category::SymptomReport).next().map(|row| row.report(keys)).transpose()?,
        favourites: rows.iter().filter(|row| row.kind == "favourite").map(|row| row.favourite(keys)).collect::<Result<_, _>>()?,
        draft: rows.iter().find(|row| row.kind == "draft").map(|row| row.draft(keys)).transpose()?.unwrap_or_default(),
        open: open.clone(),
    };
    Ok(Some(chart))
}

impl Row {
    fn id(&self) -> Result<Uuid, Error> {
        self.id.ok_or_else(|| self.broken("without an id"))
    }

    fn at(&self) -> Result<DateTime<Utc>, Error> {
        self.at.ok_or_else(|| self.broken("without a time"))
    }

    fn broken(&self, why: impl std::fmt::Display) -> Error {
        Error::Internal(format!("a row of kind {} of a patient's chart is {why}", self.kind))
    }

    /// What is beside the sealed value.
    fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        serde_json::from_value(self.more.clone().unwrap_or_default())
            .map_err(|e| self.broken(format!("not of its shape ({:?})", e.classify())))
    }

    fn unseal<T: DeserializeOwned>(&self, keys: &Keys, field: sealed::Field) -> Result<T, Error> {
        field.open(keys, self.id()?, self.content.as_deref())
    }

    fn entry(&self, keys: &Keys) -> Result<(RecordId, DateTime<Utc>, Content), Error> {
        Ok((RecordId(self.id()?), self.at()?, self.unseal(keys, sealed::RECORD)?))
    }

    fn diagnosis(&self, keys: &Keys) -> Result<Diagnosis, Error> {
        let (record, at, content) = self.entry(keys)?;
        Ok(Diagnosis { record, at, title: content.title, coding: content.coding })
    }

    fn note(&self, keys: &Keys) -> Result<Note, Error> {
        let (record, at, content) = self.entry(keys)?;
        Ok(Note { record, at, title: content.title, text: content.text.unwrap_or_default() })
    }

    fn prescribed(&self, keys: &Keys) -> Result<Prescribed, Error> {
        let Signed { status, doctor } = self.read()?;
        let status = Status::of(&status).ok_or_else(|| self.broken("of no known status"))?;
        let content: prescription::Content = self.unseal(keys, sealed::PRESCRIPTION)?;
        Ok(Prescribed { id: PrescriptionId(self.id()?), status, at: self.at()?, doctor, medications: content.sheet.medications })
    }

    fn report(&self, keys: &Keys) -> Result<SymptomReport, Error> {
        let Reported { age, sex, level, model } = self.read()?;
        let (id, created_at, content) = (self.id()?, self.at()?, self.content.clone());
        symptom::read(keys, symptom_report::Model { id, patient_id: None, age, sex, content, level, model, created_at })
    }

    fn favourite(&self, keys: &Keys) -> Result<Favourite, Error> {
        Ok(Favourite { id: FavouriteId(self.id()?), medication: self.unseal(keys, sealed::FAVOURITE)? })
    }

    fn draft(&self, keys: &Keys) -> Result<Draft, Error> {
        Ok(Draft { words: self.unseal(keys, sealed::NOTE)?, version: self.read()? })
    }
}

/// What a look at the whole patient is remembered by: not as one at a list.
pub(crate) fn looked_at(id: PatientId) -> Uuid {
    Uuid::from_u128(id.0.as_u128() ^ 1)
}
