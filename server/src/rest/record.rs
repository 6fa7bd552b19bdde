//! `/api/health-records/` and `/api/attachments/`: entries of health records, what corrects them, and their files.

use super::etag::{self, IfNoneMatch, Versioned};
use super::openapi::TimeZone;
use super::transfer::{self, Download, Kept, Upload};
use super::{By, Id, Json, List, Outcome, Query, extract, ok, problem::Problem};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use chrono::{DateTime, Utc};
use domain::record::{self as rules, Coding, Interpretation, MEASURES, Measure, Media, NewRecord, NewResult, Range, Record, RecordType};
use domain::{AttachmentId, PatientId, Problems, RecordId, UserId, page};
use serde::{Deserialize, Serialize};
use service::Services;
use service::record::{self, Taken};
use utoipa::ToSchema;

/// What is possible in a person who lives; what lies beyond is refused.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PossibleRange)]
struct PossibleOut {
    /// Lowest.
    min: f64,
    /// Highest.
    max: f64,
}

/// Something that can be measured and written into a health record.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Measure)]
pub(super) struct MeasureOut {
    /// LOINC code.
    code: &'static str,
    /// What it is called.
    name: &'static str,
    /// In which kind of entry it stands: a vital sign or a value of a laboratory.
    record_type: RecordType,
    /// UCUM unit in which it is stored and answered.
    unit: &'static str,
    /// The same unit as people write it.
    unit_shown: &'static str,
    /// UCUM units that are taken as well, and converted.
    other_units: Vec<&'static str>,
    /// Whether a value must come with its unit: without, it could be meant in another.
    unit_required: bool,
    /// Decimal places that are usual.
    decimals: u8,
    /// What is possible, in `unit`.
    possible: PossibleOut,
}

impl From<&'static Measure> for MeasureOut {
    fn from(measure: &'static Measure) -> Self {
        let (min, max) = measure.possible;
        Self {
            code: measure.code,
            name: measure.name,
            record_type: measure.kind,
            unit: measure.unit,
            unit_shown: measure.shown,
            other_units: measure.others.iter().map(|(unit, ..)| *unit).collect(),
            unit_required: measure.needs_unit(),
            decimals: measure.decimals,
            possible: PossibleOut { min, max },
        }
    }
}

/// Value and unit as they were given, where they were converted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GivenValue)]
struct GivenOut {
    /// The value.
    value: f64,
    /// The unit, as it was written.
    unit: String,
}

/// A measured value.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Measurement)]
pub(super) struct MeasurementOut {
    /// LOINC code.
    code: String,
    /// What was measured.
    name: String,
    /// The value, in `unit`.
    value: f64,
    /// UCUM unit.
    unit: String,
    /// Reference range, where there is one: the laboratory's own, or that of adults.
    #[schema(required)]
    reference: Option<Range>,
    /// How the value stands to it (HL7 v3 ObservationInterpretation).
    #[schema(required)]
    interpretation: Option<Interpretation>,
    /// As it was given, where it was converted.
    #[schema(required)]
    given: Option<GivenOut>,
}

impl From<rules::Measurement> for MeasurementOut {
    fn from(one: rules::Measurement) -> Self {
        let rules::Measurement { code, name, value, unit, reference, interpretation, given } = one;
        let given = given.map(|(value, unit)| GivenOut { value, unit });
        Self { code, name, value, unit, reference, interpretation, given }
    }
}

/// An entry of a health record. It never changes; a correction is an entry of its own.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = HealthRecord)]
pub(super) struct RecordOut {
    /// Its id.
    id: RecordId,
    /// Whose.
    patient: PatientId,
    /// What kind.
    record_type: RecordType,
    /// When it was so.
    recorded_at: DateTime<Utc>,
    /// When it was written down.
    created_at: DateTime<Utc>,
    /// The account that wrote it.
    author: UserId,
    /// The doctor's name; none where the patient wrote it.
    #[schema(required)]
    author_name: Option<String>,
    /// In a few words.
    title: String,
    /// More.
    #[schema(required)]
    text: Option<String>,
    /// A code of another system, such as ICD-10.
    #[schema(required)]
    coding: Option<Coding>,
    /// LOINC code of the panel that the values make together.
    #[schema(required)]
    panel: Option<&'static str>,
    /// Measured values.
    results: Vec<MeasurementOut>,
    /// The entry that this one corrects.
    #[schema(required)]
    corrects: Option<RecordId>,
    /// The entry that corrects this one; then this one counts no more.
    #[schema(required)]
    corrected_by: Option<RecordId>,
    /// Whether it says that what it corrects was entered in error.
    retracted: bool,
    /// Files that go with it.
    files: u32,
}

impl From<Record> for RecordOut {
    fn from(record: Record) -> Self {
        let panel = record.content.panel();
        Self {
            id: record.id,
            patient: record.patient,
            record_type: record.record_type,
            recorded_at: record.recorded_at,
            created_at: record.created_at,
            author: record.author,
            author_name: record.author_name,
            title: record.content.title,
            text: record.content.text,
            coding: record.content.coding,
            panel,
            results: record.content.results.into_iter().map(MeasurementOut::from).collect(),
            corrects: record.corrects,
            corrected_by: record.corrected_by,
            retracted: record.retracted,
            files: record.files,
        }
    }
}

/// A value to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMeasurement)]
struct ResultIn {
    /// LOINC code of the catalogue.
    #[schema(max_length = 12)]
    code: String,
    /// The value.
    value: f64,
    /// UCUM unit, or as people write it; the catalogue's where it is left out. Laboratory values that are given in several units need it.
    #[serde(default)]
    #[schema(max_length = 40)]
    unit: String,
    /// The laboratory's own range, in the same unit.
    reference_low: Option<f64>,
    /// Its other end.
    reference_high: Option<f64>,
}

/// An entry to be written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewHealthRecord)]
pub(super) struct RecordIn {
    /// Whose record; patients write their own, doctors say whose. A correction leaves it out.
    patient: Option<PatientId>,
    /// What kind.
    record_type: RecordType,
    /// When it was so; not in the future.
    recorded_at: DateTime<Utc>,
    /// In a few words, on one line; may be left out where values are given.
    #[serde(default)]
    #[schema(max_length = 120)]
    title: String,
    /// More.
    #[serde(default)]
    #[schema(max_length = 10000)]
    text: String,
    /// A code of another system.
    coding: Option<Coding>,
    /// Measured values, for vital signs and laboratory.
    #[serde(default)]
    #[schema(max_items = 60)]
    results: Vec<ResultIn>,
}

impl RecordIn {
    fn read(self) -> (Option<PatientId>, NewRecord) {
        let results = self.results.into_iter().map(|one| NewResult {
            code: one.code,
            value: one.value,
            unit: one.unit,
            low: one.reference_low,
            high: one.reference_high,
        });
        let new = NewRecord {
            record_type: self.record_type,
            recorded_at: self.recorded_at,
            title: self.title,
            text: self.text,
            coding: self.coding,
            results: results.collect(),
        };
        (self.patient, new)
    }
}

/// Why an entry is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Retraction)]
pub(super) struct RetractionIn {
    /// In a sentence.
    #[schema(min_length = 1, max_length = 10000)]
    reason: String,
}

/// A table of values.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RecordImport)]
pub(super) struct ImportIn {
    /// Whose record; patients write their own.
    patient: Option<PatientId>,
    /// The table (RFC 4180) with a line of headings: `recorded_at`, `code` or `name`, `value`; `unit`, `reference_low`, `reference_high`.
    #[schema(max_length = 102400)]
    csv: String,
    /// Only look at it: nothing is written.
    #[serde(default)]
    preview: bool,
    /// Of times that do not say their own; UTC where it is left out.
    #[schema(value_type = Option<TimeZone>)]
    time_zone: Option<String>,
}

/// A row that cannot be taken.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordImportError)]
struct RowErrorOut {
    /// Its line, counted from 1.
    line: u64,
    /// What is wrong with it.
    message: String,
}

/// What became of a table.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordImported)]
pub(super) struct ImportedOut {
    /// Rows that were read.
    rows: u64,
    /// Entries that the right rows make: one for each instant and kind.
    entries: u64,
    /// Entries that were added; those that were there already are not added again.
    added: u64,
    /// What is wrong, row by row; at most a hundred.
    errors: Vec<RowErrorOut>,
}

impl From<Taken> for ImportedOut {
    fn from(taken: Taken) -> Self {
        Self {
            rows: taken.import.rows as u64,
            entries: taken.import.groups.len() as u64,
            added: taken.added,
            errors: taken.import.errors.into_iter().map(|error| RowErrorOut { line: error.line, message: error.message }).collect(),
        }
    }
}

/// A record as a table.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RecordExport)]
pub(super) struct ExportOut {
    /// A name for the file.
    name: String,
    /// The table (RFC 4180), a row for each value. What programs for tables could take for a formula has an apostrophe before it.
    csv: String,
}

/// A file of an entry.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Attachment)]
pub(super) struct AttachmentOut {
    /// Its id, for `/api/attachments/{id}/`.
    id: AttachmentId,
    /// The entry.
    record: RecordId,
    /// Its name.
    name: String,
    /// What it is, told from its content.
    media_type: Media,
    /// Bytes.
    #[schema(minimum = 1)]
    size: u64,
    /// SHA-256 of its content, in hexadecimal.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
    /// When it came.
    created_at: DateTime<Utc>,
}

impl From<rules::Attachment> for AttachmentOut {
    fn from(file: rules::Attachment) -> Self {
        let rules::Attachment { id, record, name, media, size, sha256, created_at } = file;
        Self { id, record, name, media_type: media, size, sha256, created_at }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RecordsQuery {
    patient: String,
    r#type: String,
    code: String,
    from: String,
    until: String,
    after: String,
    limit: String,
}

impl RecordsQuery {
    fn read(&self) -> Result<record::List, Problems> {
        let mut wrong = Problems::default();
        let list = record::List {
            patient: filled(&self.patient).and_then(|raw| wrong.take("patient", raw.parse().map_err(|_| "Please use an id."))),
            kind: filled(&self.r#type).and_then(|raw| wrong.take("type", raw.parse())),
            code: filled(&self.code).and_then(|raw| wrong.take("code", code(raw))),
            from: filled(&self.from).and_then(|raw| wrong.take("from", extract::instant(raw))),
            until: filled(&self.until).and_then(|raw| wrong.take("until", extract::instant(raw))),
            after: filled(&self.after)
                .and_then(|raw| wrong.take("after", raw.parse().map_err(|_| "Please use the cursor of the page before."))),
            limit: wrong.take("limit", domain::doctor::limit(&self.limit)).unwrap_or(page::LIMIT_DEFAULT),
        };
        if wrong.is_empty() { Ok(list) } else { Err(wrong) }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct ExportQuery {
    patient: String,
    r#type: String,
}

fn filled(raw: &str) -> Option<&str> {
    Some(raw.trim()).filter(|raw| !raw.is_empty())
}

fn code(raw: &str) -> Result<String, &'static str> {
    rules::measure(raw).map(|known| known.code.to_owned()).ok_or("We do not know this LOINC code.")
}

/// `GET /api/health-records/measures/`: the catalogue, the same for everybody.
pub(super) async fn measures() -> Outcome<List<MeasureOut>> {
    Ok(ok(List::whole(MEASURES)))
}

/// `GET /api/health-records/`
pub(super) async fn list(State(services): State<Services>, By(caller): By, Query(query): Query<RecordsQuery>) -> Outcome<List<RecordOut>> {
    Ok(ok(List::page(record::list(&services, &caller, &query.read()?).await?)))
}

/// `POST /api/health-records/`
pub(super) async fn create(State(services): State<Services>, By(caller): By, Json(given): Json<RecordIn>) -> Outcome<RecordOut, 201> {
    let (patient, new) = given.read();
    added(record::create(&services, &caller, patient, &new).await?, "The entry is written.")
}

fn added(record: Record, words: &'static str) -> Outcome<RecordOut, 201> {
    let place = HeaderValue::from_str(&format!("/api/health-records/{}/", record.id)).unwrap_or(HeaderValue::from_static("/"));
    Ok(etag::tagged(record.into()).created().header(header::LOCATION, place).saying(words))
}

/// `GET /api/health-records/{id}/`
pub(super) async fn get(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<RecordId>,
    known: IfNoneMatch,
) -> Result<Versioned<RecordOut>, Problem> {
    Ok(etag::versioned(record::get(&services, &caller, id).await?.into(), &known))
}

/// `POST /api/health-records/{id}/correct/`
pub(super) async fn correct(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<RecordId>,
    Json(given): Json<RecordIn>,
) -> Outcome<RecordOut, 201> {
    let (patient, new) = given.read();
    if patient.is_some() {
        return Err(Problem::field("patient", "A correction is of the same person; please leave this out."));
    }
    added(record::correct(&services, &caller, id, &new).await?, "The correction is written.")
}

/// `POST /api/health-records/{id}/retract/`
pub(super) async fn retract(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<RecordId>,
    Json(given): Json<RetractionIn>,
) -> Outcome<RecordOut, 201> {
    added(record::retract(&services, &caller, id, &given.reason).await?, "The entry is marked as made in error.")
}

/// `GET /api/health-records/{id}/attachments/`
pub(super) async fn attachments(State(services): State<Services>, By(caller): By, Id(id): Id<RecordId>) -> Outcome<List<AttachmentOut>> {
    Ok(ok(List::whole(record::attachments(&services, &caller, id).await?)))
}

/// `POST /api/health-records/{id}/attachments/`
pub(super) async fn attach(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<RecordId>,
    upload: Upload<Kept>,
) -> Outcome<AttachmentOut, 201> {
    let file = record::attach(&services, &caller, id, &upload.name, upload.bytes).await.map_err(transfer::refused::<Kept>)?;
    Ok(ok(AttachmentOut::from(file)).created().saying("The file is stored."))
}

/// `GET /api/attachments/{id}/`
pub(super) async fn download(State(services): State<Services>, By(caller): By, Id(id): Id<AttachmentId>) -> Result<Download, Problem> {
    let (file, bytes) = record::download(&services, &caller, id).await?;
    Ok(Download { file, bytes })
}

/// `POST /api/health-records/import/`
pub(super) async fn import(State(services): State<Services>, By(caller): By, Json(given): Json<ImportIn>) -> Outcome<ImportedOut> {
    let zone = given.time_zone.as_deref().unwrap_or("UTC").parse();
    let zone = zone.map_err(|_| Problem::field("time_zone", "Please use a name of the IANA time zone database, like Europe/Berlin."))?;
    let taken = record::import(&services, &caller, given.patient, &given.csv, zone, !given.preview).await?;
    Ok(ok(taken.into()))
}

/// `GET /api/health-records/export/`
pub(super) async fn export(State(services): State<Services>, By(caller): By, Query(query): Query<ExportQuery>) -> Outcome<ExportOut> {
    let all = RecordsQuery { patient: query.patient, r#type: query.r#type, ..RecordsQuery::default() }.read()?;
    let csv = record::export(&services, &caller, all.patient, all.kind).await?;
    Ok(ok(ExportOut { name: format!("health-record-{}.csv", services.now().format("%Y-%m-%d")), csv }))
}
