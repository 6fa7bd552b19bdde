//! Written by `script/client` from `docs/openapi.json`: do not change it by hand.

use crate::Operation;
use chrono::{DateTime, NaiveDate, Utc};
use reqwest::Method;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What gives the right to see something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccessBasis {
    /// `own`
    #[serde(rename = "own")]
    Own,
    /// `appointment`
    #[serde(rename = "appointment")]
    Appointment,
    /// `consent`
    #[serde(rename = "consent")]
    Consent,
    /// `break-glass`
    #[serde(rename = "break-glass")]
    BreakGlass,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A kind of data that is opened together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AccessCategory {
    /// `profile`
    #[serde(rename = "profile")]
    Profile,
    /// `vital-signs`
    #[serde(rename = "vital-signs")]
    VitalSigns,
    /// `laboratory`
    #[serde(rename = "laboratory")]
    Laboratory,
    /// `imaging`
    #[serde(rename = "imaging")]
    Imaging,
    /// `immunization`
    #[serde(rename = "immunization")]
    Immunization,
    /// `condition`
    #[serde(rename = "condition")]
    Condition,
    /// `procedure`
    #[serde(rename = "procedure")]
    Procedure,
    /// `clinical-note`
    #[serde(rename = "clinical-note")]
    ClinicalNote,
    /// `document`
    #[serde(rename = "document")]
    Document,
    /// `prescription`
    #[serde(rename = "prescription")]
    Prescription,
    /// `symptom-report`
    #[serde(rename = "symptom-report")]
    SymptomReport,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A substance that harms the patient.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Allergy {
    /// What happens; empty where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<String>,
    /// How bad it is; empty where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// What it is, on one line without brackets and dashes.
    pub substance: String,
}

/// An appointment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Appointment {
    /// Why it was called off, where somebody said so.
    pub cancel_reason: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// With whom.
    pub doctor: AppointmentDoctor,
    /// The first instant after it.
    pub end: DateTime<Utc>,
    /// Until when a hold lasts.
    pub hold_until: Option<DateTime<Utc>>,
    /// Its id.
    pub id: AppointmentId,
    /// How it takes place.
    pub mode: VisitMode,
    /// For whom.
    pub patient: AppointmentPatient,
    /// Why the patient comes, in their words.
    pub reason: Option<String>,
    /// See the document.
    pub report: Option<AppointmentReport>,
    /// When it begins.
    pub start: DateTime<Utc>,
    /// Where it stands.
    pub status: AppointmentStatus,
    /// Counts changes; what `ETag` holds.
    pub version: i32,
}

/// The doctor, as an appointment shows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AppointmentDoctor {
    /// Its street and number.
    pub address: String,
    /// Its city.
    pub city: String,
    /// Name of the clinic.
    pub clinic: String,
    /// Their id.
    pub id: DoctorId,
    /// With title.
    pub name: String,
    /// What they look after.
    pub specialty: NamedSpecialty,
    /// Its time zone.
    pub time_zone: TimeZone,
}

/// An appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AppointmentId(pub uuid::Uuid);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AppointmentList {
    /// The rows, in order.
    pub items: Vec<Appointment>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// The patient, as an appointment shows them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AppointmentPatient {
    /// Where it is known.
    pub date_of_birth: Option<NaiveDate>,
    /// Their id.
    pub id: PatientId,
    /// Full name.
    pub name: String,
    /// See the document.
    pub sex: Option<Sex>,
}

/// The symptom report that led here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AppointmentReport {
    /// Its id.
    pub id: SymptomReportId,
    /// See the document.
    pub triage: Option<Triage>,
}

/// FHIR R4 appointment status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum AppointmentStatus {
    /// `proposed`
    #[serde(rename = "proposed")]
    Proposed,
    /// `pending`
    #[serde(rename = "pending")]
    Pending,
    /// `booked`
    #[serde(rename = "booked")]
    Booked,
    /// `arrived`
    #[serde(rename = "arrived")]
    Arrived,
    /// `fulfilled`
    #[serde(rename = "fulfilled")]
    Fulfilled,
    /// `cancelled`
    #[serde(rename = "cancelled")]
    Cancelled,
    /// `noshow`
    #[serde(rename = "noshow")]
    Noshow,
    /// `entered-in-error`
    #[serde(rename = "entered-in-error")]
    EnteredInError,
    /// `checked-in`
    #[serde(rename = "checked-in")]
    CheckedIn,
    /// `waitlist`
    #[serde(rename = "waitlist")]
    Waitlist,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// The engine's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assessment {
    /// Whether there is anything to assess.
    pub assessable: bool,
    /// What it may be, best first; a share is left for "none of these".
    pub conditions: Vec<RankedCondition>,
    /// Whether thoughts of suicide or self-harm were read: the crisis line comes first.
    pub crisis: bool,
    /// What was read.
    pub findings: Vec<Finding>,
    /// Digest prefix of model and knowledge.
    pub model: String,
    /// See the document.
    pub reason: Option<NotAssessable>,
    /// Who can help, best first.
    pub specialties: Vec<RankedSpecialty>,
    /// See the document.
    pub triage: Option<TriageResult>,
}

/// A file of an entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attachment {
    /// When it came.
    pub created_at: DateTime<Utc>,
    /// Its id, for `/api/attachments/{id}/`.
    pub id: AttachmentId,
    /// What it is, told from its content.
    pub media_type: MediaType,
    /// Its name.
    pub name: String,
    /// The entry.
    pub record: RecordId,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
    /// Bytes.
    pub size: i64,
}

/// A file of such an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AttachmentId(pub uuid::Uuid);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttachmentList {
    /// The rows, in order.
    pub items: Vec<Attachment>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// Something that was done to somebody's data, or a look at it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// What was done.
    pub action: String,
    /// When.
    pub at: DateTime<Utc>,
    /// To what: an id, or what was looked for.
    pub object: String,
    /// See the document.
    pub patient: Option<PatientId>,
    /// Its number in the chain, without a gap.
    pub seq: i64,
    /// See the document.
    pub user: Option<UserId>,
    /// Why, where it was asked.
    pub why: Option<String>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AuditEntryList {
    /// The rows, in order.
    pub items: Vec<AuditEntry>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// Availability, in and out: what was read can be sent back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Availability {
    /// Dates that differ, each once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exceptions: Option<Vec<DateException>>,
    /// How many days ahead slots are open.
    pub horizon_days: i32,
    /// How long before its start a slot can still be booked.
    pub notice_minutes: i32,
    /// Length of a visit.
    pub slot_minutes: i32,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZone>,
    /// The hours of every week.
    pub weekly: Vec<WeeklyHours>,
}

/// The published range into which a value falls.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// The stable code, kebab-case.
    pub code: String,
    /// How much it asks for attention.
    pub concern: Concern,
    /// In words.
    pub name: String,
}

/// That a text is good.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogApproval {
    /// Until when that holds: at most three years, a year where it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_due: Option<NaiveDate>,
    /// The version that was read.
    pub version: i32,
}

/// An article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogArticle {
    /// The text in Markdown.
    pub body: String,
    /// The same as safe HTML.
    pub html: String,
    /// What lists show.
    pub post: BlogPost,
    /// When.
    pub reviewed_at: DateTime<Utc>,
    /// Who reviewed it.
    pub reviewer: Byline,
    /// Where it is from.
    pub sources: Vec<Source>,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogComment {
    /// When.
    pub created_at: DateTime<Utc>,
    /// A doctor's name; null for everybody else, who are not named.
    pub doctor: Option<String>,
    /// Why it is out of sight; null where everybody sees it.
    pub hidden_why: Option<String>,
    /// Its id.
    pub id: CommentId,
    /// Whether the article's author wrote it.
    pub is_author: bool,
    /// Whether the caller wrote it.
    pub is_own: bool,
    /// Of which article.
    pub post: PostId,
    /// How many readers reported it; for administrators.
    pub reports: i32,
    /// What is said.
    pub text: String,
}

/// Why a comment is to be out of sight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogCommentHiding {
    /// Its author reads it.
    pub why: String,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogCommentList {
    /// The rows, in order.
    pub items: Vec<BlogComment>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// Something to say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogCommentText {
    /// What.
    pub text: String,
}

/// A text that is worked on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogDraft {
    /// Who writes it.
    pub author: Byline,
    /// The text in Markdown.
    pub body: String,
    /// See the document.
    pub cover: Option<ImageId>,
    /// Its id.
    pub id: PostId,
    /// Why it was sent back.
    pub remark: Option<String>,
    /// Until when its review holds; null where readers see nothing of it.
    pub review_due: Option<NaiveDate>,
    /// Its name in addresses; follows the title until it is published.
    pub slug: String,
    /// Where it is from.
    pub sources: Vec<Source>,
    /// How far it is.
    pub status: PostStatus,
    /// What it is about.
    pub summary: String,
    /// Tags.
    pub tags: Vec<String>,
    /// Title.
    pub title: String,
    /// When it was saved last.
    pub updated_at: DateTime<Utc>,
    /// Counts changes: every request that changes it says which one it means.
    pub version: i32,
    /// Why it was taken from its readers.
    pub withdrawn_why: Option<String>,
}

/// A text in the list of its author, or of those who review.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogDraftRow {
    /// Who writes it.
    pub author: Byline,
    /// Its id.
    pub id: PostId,
    /// Whether it was sent back with a remark.
    pub is_sent_back: bool,
    /// Whether it was taken from its readers.
    pub is_withdrawn: bool,
    /// Until when its review holds; null where readers see nothing of it.
    pub review_due: Option<NaiveDate>,
    /// Its name in addresses.
    pub slug: String,
    /// How far it is.
    pub status: PostStatus,
    /// When it was handed in for review.
    pub submitted_at: Option<DateTime<Utc>>,
    /// Title; may be empty.
    pub title: String,
    /// When it was saved last.
    pub updated_at: DateTime<Utc>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogDraftRowList {
    /// The rows, in order.
    pub items: Vec<BlogDraftRow>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// A picture that is stored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogImage {
    /// Its id.
    pub id: ImageId,
    /// Where it is, for `![description](…)` and for everybody.
    pub url: String,
}

/// An article in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogPost {
    /// Who wrote it.
    pub author: Byline,
    /// See the document.
    pub cover: Option<ImageId>,
    /// Its id.
    pub id: PostId,
    /// When it was first published.
    pub published_at: DateTime<Utc>,
    /// Until when its review holds.
    pub review_due: NaiveDate,
    /// Its name in addresses.
    pub slug: String,
    /// Where the words stand that were looked for; empty where none were.
    pub snippet: Vec<Segment>,
    /// What it is about.
    pub summary: String,
    /// Tags: codes of specialties and others.
    pub tags: Vec<String>,
    /// Title.
    pub title: String,
    /// When its text was changed last.
    pub updated_at: DateTime<Utc>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogPostList {
    /// The rows, in order.
    pub items: Vec<BlogPost>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// What is to be mended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogRemark {
    /// For its author.
    pub remark: String,
    /// The version that was read.
    pub version: i32,
}

/// A text, finished or not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogText {
    /// In Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<ImageId>,
    /// Where it is from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<SourceEdit>>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Codes of specialties and others, in letters, digits and hyphens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A change of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogTextEdit {
    /// What it says from now on.
    pub text: BlogText,
    /// The version that was changed.
    pub version: i32,
}

/// Which version is meant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogVersion {
    /// Its version.
    pub version: i32,
}

/// Why an article is taken from its readers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlogWithdrawal {
    /// For its author and administrators.
    pub reason: String,
}

/// A blood group by ABO and Rh(D).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BloodGroup {
    /// `A+`
    #[serde(rename = "A+")]
    APositive,
    /// `A-`
    #[serde(rename = "A-")]
    ANegative,
    /// `B+`
    #[serde(rename = "B+")]
    BPositive,
    /// `B-`
    #[serde(rename = "B-")]
    BNegative,
    /// `AB+`
    #[serde(rename = "AB+")]
    ABPositive,
    /// `AB-`
    #[serde(rename = "AB-")]
    ABNegative,
    /// `O+`
    #[serde(rename = "O+")]
    OPositive,
    /// `O-`
    #[serde(rename = "O-")]
    ONegative,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A doctor under their work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Byline {
    /// See the document.
    pub doctor: Option<DoctorId>,
    /// Name with title.
    pub name: String,
    /// Specialty.
    pub specialty: Specialty,
}

/// What can be said when an appointment is called off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cancellation {
    /// Why; patient and doctor both read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A place where doctors work.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clinic {
    /// Street and number.
    pub address: String,
    /// In which city.
    pub city: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Its id.
    pub id: ClinicId,
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// What it is called.
    pub name: String,
    /// In which its doctors' hours are written.
    pub time_zone: TimeZone,
}

/// A place where doctors work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClinicId(pub uuid::Uuid);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClinicList {
    /// The rows, in order.
    pub items: Vec<Clinic>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// A doctor's note in the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClinicalNote {
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The entry.
    pub record: RecordId,
    /// What it says.
    pub text: String,
    /// In a few words.
    pub title: String,
}

/// A code of another system than LOINC: a diagnosis, a vaccine, a procedure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Coding {
    /// The code.
    pub code: String,
    /// The system, such as `ICD-10`, `ATC`, `CVX` or `SNOMED CT`.
    pub system: String,
}

/// What a reader says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CommentId(pub uuid::Uuid);

/// How much a band asks for attention, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Concern {
    /// `low`
    #[serde(rename = "low")]
    Low,
    /// `raised`
    #[serde(rename = "raised")]
    Raised,
    /// `high`
    #[serde(rename = "high")]
    High,
    /// `emergency`
    #[serde(rename = "emergency")]
    Emergency,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A condition that the engine knows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// ICD-10.
    pub code: String,
    /// Plain English.
    pub name: String,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConditionList {
    /// The rows, in order.
    pub items: Vec<Condition>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// What can be added when a hold becomes a booking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Confirmation {
    /// Why, in the patient's own words; what was said before stays where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Something that was done about a consent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    /// Given or taken back.
    pub act: ConsentAct,
    /// When.
    pub at: DateTime<Utc>,
    /// To what.
    pub kind: ConsentKind,
    /// Which version of its text.
    pub version: String,
}

/// What was done about a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConsentAct {
    /// `given`
    #[serde(rename = "given")]
    Given,
    /// `withdrawn`
    #[serde(rename = "withdrawn")]
    Withdrawn,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A consent to be given or taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConsentChange {
    /// What is to be done.
    pub act: ConsentAct,
    /// To what.
    pub kind: ConsentKind,
}

/// Something that can be agreed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConsentKind {
    /// `terms`
    #[serde(rename = "terms")]
    Terms,
    /// `privacy-notice`
    #[serde(rename = "privacy-notice")]
    PrivacyNotice,
    /// `improve-symptom-check`
    #[serde(rename = "improve-symptom-check")]
    ImproveSymptomCheck,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConsentList {
    /// The rows, in order.
    pub items: Vec<Consent>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// The address of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// The address to sign in with.
    pub email: String,
    /// Whether a link that was sent there has been followed.
    pub verified: bool,
}

/// What happens on one date instead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DateException {
    /// The clinic's local date.
    pub date: NaiveDate,
    /// The windows of that date; none for a day off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Vec<Hours>>,
    /// For the doctor alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// The end of the account, if it was asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Deletion {
    /// Since when; null where nothing was asked for.
    pub asked_at: Option<DateTime<Utc>>,
    /// When it is done, unless it is taken back.
    pub due_at: Option<DateTime<Utc>>,
}

/// A description of symptoms: a text, symptoms, or both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Description {
    /// Years; decimals for infants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<f32>,
    /// What was answered to questions of the interview, each finding once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<InterviewAnswer>>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Findings or names of symptoms, beside the text or instead of it; each at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symptoms: Option<Vec<String>>,
    /// What bothers the person, in their own words; English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A description of symptoms, and what is preferred.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DescriptionAndWishes {
    /// Years; decimals for infants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<f32>,
    /// On which day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// What was answered to questions of the interview, each finding once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<InterviewAnswer>>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Findings or names of symptoms, beside the text or instead of it; each at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symptoms: Option<Vec<String>>,
    /// What bothers the person, in their own words; English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A diagnosis in the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Diagnosis {
    /// When it was made.
    pub at: DateTime<Utc>,
    /// See the document.
    pub coding: Option<Coding>,
    /// The entry.
    pub record: RecordId,
    /// Its name.
    pub title: String,
}

/// A doctor in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doctor {
    /// Where they work.
    pub clinic: Clinic,
    /// Years in the field.
    pub experience_years: i32,
    /// What a visit costs.
    pub fee: Fee,
    /// What booking takes.
    pub id: DoctorId,
    /// What they speak.
    pub languages: Vec<Language>,
    /// With title.
    pub name: String,
    /// See the document.
    pub rating: Option<Rating>,
    /// The next free ones, in order.
    pub slots: Vec<Slot>,
    /// What they look after.
    pub specialty: NamedSpecialty,
    /// Whether video visits are offered.
    pub telehealth: bool,
}

/// What doctors change of their profile, as a whole: what is left out is emptied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoctorEdit {
    /// Whether the doctor confirms each booking: it waits as `pending` then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks_first: Option<bool>,
    /// About them, in their words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bio: Option<String>,
    /// Where they learnt it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub education: Option<String>,
    /// Years in the field.
    pub experience_years: i32,
    /// What a visit costs.
    pub fee: FeeEdit,
    /// What they speak.
    pub languages: Vec<Language>,
    /// Whether video visits are offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telehealth: Option<bool>,
}

/// The doctor behind an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DoctorId(pub uuid::Uuid);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoctorList {
    /// The rows, in order.
    pub items: Vec<Doctor>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// A doctor's public page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoctorProfile {
    /// All of it.
    #[serde(flatten)]
    pub doctor: Doctor,
    /// Whether the doctor confirms each booking: it waits as `pending` then.
    pub asks_first: bool,
    /// About them, in their words.
    pub bio: String,
    /// Whether the doctor can be booked.
    pub bookable: bool,
    /// Length of a visit.
    pub consultation_minutes: i32,
    /// Where they learnt it.
    pub education: String,
}

/// In what shape it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DoseForm {
    /// `tablet`
    #[serde(rename = "tablet")]
    Tablet,
    /// `capsule`
    #[serde(rename = "capsule")]
    Capsule,
    /// `solution`
    #[serde(rename = "solution")]
    Solution,
    /// `suspension`
    #[serde(rename = "suspension")]
    Suspension,
    /// `drops`
    #[serde(rename = "drops")]
    Drops,
    /// `injection`
    #[serde(rename = "injection")]
    Injection,
    /// `inhaler`
    #[serde(rename = "inhaler")]
    Inhaler,
    /// `spray`
    #[serde(rename = "spray")]
    Spray,
    /// `cream`
    #[serde(rename = "cream")]
    Cream,
    /// `ointment`
    #[serde(rename = "ointment")]
    Ointment,
    /// `gel`
    #[serde(rename = "gel")]
    Gel,
    /// `patch`
    #[serde(rename = "patch")]
    Patch,
    /// `suppository`
    #[serde(rename = "suppository")]
    Suppository,
    /// `powder`
    #[serde(rename = "powder")]
    Powder,
    /// `other`
    #[serde(rename = "other")]
    Other,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// How often: `times` in every `period` units of time (FHIR R4 `Timing.repeat`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DoseFrequency {
    /// Only when needed; then it is the most there may be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_needed: Option<bool>,
    /// In how many units of time, 1 to 90.
    pub period: i32,
    /// How many times, 1 to 24.
    pub times: i32,
    /// Which unit.
    pub unit: DosePeriod,
}

/// A unit of time (FHIR R4 `UnitsOfTime`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DosePeriod {
    /// `h`
    #[serde(rename = "h")]
    H,
    /// `d`
    #[serde(rename = "d")]
    D,
    /// `wk`
    #[serde(rename = "wk")]
    Wk,
    /// `mo`
    #[serde(rename = "mo")]
    Mo,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// The way into the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DoseRoute {
    /// `oral`
    #[serde(rename = "oral")]
    Oral,
    /// `sublingual`
    #[serde(rename = "sublingual")]
    Sublingual,
    /// `intravenous`
    #[serde(rename = "intravenous")]
    Intravenous,
    /// `intramuscular`
    #[serde(rename = "intramuscular")]
    Intramuscular,
    /// `subcutaneous`
    #[serde(rename = "subcutaneous")]
    Subcutaneous,
    /// `inhalation`
    #[serde(rename = "inhalation")]
    Inhalation,
    /// `nasal`
    #[serde(rename = "nasal")]
    Nasal,
    /// `topical`
    #[serde(rename = "topical")]
    Topical,
    /// `transdermal`
    #[serde(rename = "transdermal")]
    Transdermal,
    /// `ophthalmic`
    #[serde(rename = "ophthalmic")]
    Ophthalmic,
    /// `otic`
    #[serde(rename = "otic")]
    Otic,
    /// `rectal`
    #[serde(rename = "rectal")]
    Rectal,
    /// `vaginal`
    #[serde(rename = "vaginal")]
    Vaginal,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A unit, by its UCUM code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DoseUnit {
    /// `g`
    #[serde(rename = "g")]
    G,
    /// `mg`
    #[serde(rename = "mg")]
    Mg,
    /// `ug`
    #[serde(rename = "ug")]
    Ug,
    /// `[iU]`
    #[serde(rename = "[iU]")]
    IU,
    /// `mL`
    #[serde(rename = "mL")]
    ML,
    /// `mmol`
    #[serde(rename = "mmol")]
    Mmol,
    /// `{tablet}`
    #[serde(rename = "{tablet}")]
    Tablet,
    /// `{capsule}`
    #[serde(rename = "{capsule}")]
    Capsule,
    /// `[drp]`
    #[serde(rename = "[drp]")]
    Drp,
    /// `{puff}`
    #[serde(rename = "{puff}")]
    Puff,
    /// `{application}`
    #[serde(rename = "{application}")]
    Application,
    /// `{patch}`
    #[serde(rename = "{patch}")]
    Patch,
    /// `{suppository}`
    #[serde(rename = "{suppository}")]
    Suppository,
    /// `{sachet}`
    #[serde(rename = "{sachet}")]
    Sachet,
    /// `{package}`
    #[serde(rename = "{package}")]
    Package,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A new address, and the password.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct EmailChange {
    /// The account's.
    pub current_password: String,
    /// The account has it once the link that is sent there was followed.
    pub email: String,
}

impl fmt::Debug for EmailChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmailChange").finish_non_exhaustive()
    }
}

/// An emergency in which a patient cannot be asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmergencyAccess {
    /// The patient's.
    pub date_of_birth: NaiveDate,
    /// The address of the patient's account.
    pub email: String,
    /// Why it has to be now, in a sentence that the patient will read.
    pub reason: String,
}

/// Whom to call now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EmergencyNumbers {
    /// The number of the ambulance.
    pub ambulance: String,
    /// A crisis line with its name, where thoughts of suicide or self-harm were read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crisis: Option<String>,
}

/// What a device needs to work out codes.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Enrolment {
    /// To type in: base 32.
    pub secret: String,
    /// The same for a QR code.
    pub uri: String,
}

impl fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Enrolment").finish_non_exhaustive()
    }
}

/// Why it was refused.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Error {
    /// The nearest free slots, where a time was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternatives: Option<Vec<Slot>>,
    /// For programs; it never changes its meaning.
    pub code: ErrorCode,
    /// The first field that is wrong, as `location.city` or `symptoms[2]`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Every field that is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<FieldProblem>>,
    /// For people, in plain English.
    pub message: String,
    /// For the second step, where the password was right and a code is still to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa_token: Option<String>,
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").finish_non_exhaustive()
    }
}

/// Every error code that there is. A code has one HTTP status and never changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorCode {
    /// `VALIDATION_ERROR`
    #[serde(rename = "VALIDATION_ERROR")]
    ValidationError,
    /// `UNAUTHENTICATED`
    #[serde(rename = "UNAUTHENTICATED")]
    Unauthenticated,
    /// `SECOND_FACTOR_REQUIRED`
    #[serde(rename = "SECOND_FACTOR_REQUIRED")]
    SecondFactorRequired,
    /// `SECOND_FACTOR_MISSING`
    #[serde(rename = "SECOND_FACTOR_MISSING")]
    SecondFactorMissing,
    /// `FORBIDDEN`
    #[serde(rename = "FORBIDDEN")]
    Forbidden,
    /// `NOT_FOUND`
    #[serde(rename = "NOT_FOUND")]
    NotFound,
    /// `METHOD_NOT_ALLOWED`
    #[serde(rename = "METHOD_NOT_ALLOWED")]
    MethodNotAllowed,
    /// `SLOT_TAKEN`
    #[serde(rename = "SLOT_TAKEN")]
    SlotTaken,
    /// `PATIENT_BUSY`
    #[serde(rename = "PATIENT_BUSY")]
    PatientBusy,
    /// `CONFLICT`
    #[serde(rename = "CONFLICT")]
    Conflict,
    /// `EXPIRED`
    #[serde(rename = "EXPIRED")]
    Expired,
    /// `PRECONDITION_FAILED`
    #[serde(rename = "PRECONDITION_FAILED")]
    PreconditionFailed,
    /// `REQUEST_TIMEOUT`
    #[serde(rename = "REQUEST_TIMEOUT")]
    RequestTimeout,
    /// `TOO_LARGE`
    #[serde(rename = "TOO_LARGE")]
    TooLarge,
    /// `UNSUPPORTED_MEDIA_TYPE`
    #[serde(rename = "UNSUPPORTED_MEDIA_TYPE")]
    UnsupportedMediaType,
    /// `DOCTOR_NOT_BOOKABLE`
    #[serde(rename = "DOCTOR_NOT_BOOKABLE")]
    DoctorNotBookable,
    /// `START_IN_PAST`
    #[serde(rename = "START_IN_PAST")]
    StartInPast,
    /// `TOO_SOON`
    #[serde(rename = "TOO_SOON")]
    TooSoon,
    /// `TOO_FAR`
    #[serde(rename = "TOO_FAR")]
    TooFar,
    /// `NOT_A_SLOT`
    #[serde(rename = "NOT_A_SLOT")]
    NotASlot,
    /// `TOO_MANY_BOOKINGS`
    #[serde(rename = "TOO_MANY_BOOKINGS")]
    TooManyBookings,
    /// `ILLEGAL_MOVE`
    #[serde(rename = "ILLEGAL_MOVE")]
    IllegalMove,
    /// `IDEMPOTENCY_MISMATCH`
    #[serde(rename = "IDEMPOTENCY_MISMATCH")]
    IdempotencyMismatch,
    /// `RATE_LIMITED`
    #[serde(rename = "RATE_LIMITED")]
    RateLimited,
    /// `UNREADABLE`
    #[serde(rename = "UNREADABLE")]
    Unreadable,
    /// `INTERNAL`
    #[serde(rename = "INTERNAL")]
    Internal,
    /// `UNAVAILABLE`
    #[serde(rename = "UNAVAILABLE")]
    Unavailable,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A refusal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// Why not.
    pub error: Error,
    /// Whether it was done.
    pub success: bool,
}

/// A medication that a doctor writes often.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Favourite {
    /// Its id.
    pub id: FavouriteId,
    /// What is prescribed.
    pub medication: Medication,
}

/// A medication that a doctor writes often.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FavouriteId(pub uuid::Uuid);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FavouriteList {
    /// The rows, in order.
    pub items: Vec<Favourite>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// What a consultation costs, in the smallest unit of the currency (ISO 4217).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fee {
    /// How many of the smallest unit: 4500 EUR are 45 euros.
    pub amount_minor: i32,
    /// ISO 4217.
    pub currency: String,
}

/// What a consultation shall cost, in the smallest unit of the clinic's currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeeEdit {
    /// How many of the smallest unit, as a whole amount of the currency: 4500 EUR are 45 euros.
    pub amount_minor: i64,
    /// The clinic's (ISO 4217); it cannot be changed here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// One field and what is wrong with it, in a sentence that says what to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// The field's name in forms and JSON.
    pub field: String,
    /// What to do, in the second person.
    pub message: String,
}

/// A finding read from a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The finding's id in the knowledge base.
    pub id: String,
    /// Plain English.
    pub name: String,
    /// Where it was read: half-open, in Unicode code points of the text sent; nothing where it was not read from text.
    pub span: Option<Vec<i64>>,
    /// There or not.
    pub state: FindingState,
}

/// Whether a finding is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FindingState {
    /// `present`
    #[serde(rename = "present")]
    Present,
    /// `absent`
    #[serde(rename = "absent")]
    Absent,
    /// `unknown`
    #[serde(rename = "unknown")]
    Unknown,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// An address that a link is to be sent to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Forgotten {
    /// Compared without case.
    pub email: String,
}

/// Value and unit as they were given, where they were converted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GivenValue {
    /// The unit, as it was written.
    pub unit: String,
    /// The value.
    pub value: f64,
}

/// An entry of a health record. It never changes; a correction is an entry of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HealthRecord {
    /// The account that wrote it.
    pub author: UserId,
    /// The doctor's name; none where the patient wrote it.
    pub author_name: Option<String>,
    /// See the document.
    pub coding: Option<Coding>,
    /// See the document.
    pub corrected_by: Option<RecordId>,
    /// See the document.
    pub corrects: Option<RecordId>,
    /// When it was written down.
    pub created_at: DateTime<Utc>,
    /// Files that go with it.
    pub files: i32,
    /// Its id.
    pub id: RecordId,
    /// LOINC code of the panel that the values make together.
    pub panel: Option<String>,
    /// Whose.
    pub patient: PatientId,
    /// What kind.
    pub record_type: RecordType,
    /// When it was so.
    pub recorded_at: DateTime<Utc>,
    /// Measured values.
    pub results: Vec<Measurement>,
    /// Whether it says that what it corrects was entered in error.
    pub retracted: bool,
    /// More.
    pub text: Option<String>,
    /// In a few words.
    pub title: String,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HealthRecordList {
    /// The rows, in order.
    pub items: Vec<HealthRecord>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// Why data must not be deleted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hold {
    /// In a sentence, for other administrators.
    pub reason: String,
}

/// A window of a day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hours {
    /// When it opens.
    pub from: TimeOfDay,
    /// When it closes; later.
    pub until: TimeOfDay,
}

/// A picture in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ImageId(pub uuid::Uuid);

/// Whether a value lies within its reference range (HL7 v3 ObservationInterpretation).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Interpretation {
    /// `L`
    #[serde(rename = "L")]
    L,
    /// `N`
    #[serde(rename = "N")]
    N,
    /// `H`
    #[serde(rename = "H")]
    H,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// Where an interview stands, and whom to call where that cannot wait.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Interview {
    /// What is known so far.
    pub assessment: Assessment,
    /// Only at the emergency levels, and where a life may be at risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency: Option<EmergencyNumbers>,
    /// See the document.
    pub question: Option<Question>,
}

/// An answer to a question about one finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InterviewAnswer {
    /// Id of the finding, or one of the ids that answer "since when" (`course-days`, …; see the question's items).
    pub id: String,
    /// There, not there, or not known.
    pub state: FindingState,
}

/// Where an interview stands: all that is known so far.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InterviewSoFar {
    /// Years; decimals for infants.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<f32>,
    /// What was answered to questions of the interview, each finding once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Vec<InterviewAnswer>>,
    /// The version that asked the questions so far, as `assessment.model` told it: refused where the server has another one by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// Findings or names of symptoms, beside the text or instead of it; each at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symptoms: Option<Vec<String>>,
    /// What bothers the person, in their own words; English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A language, as a BCP 47 tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// `en`
    #[serde(rename = "en")]
    En,
    /// `es`
    #[serde(rename = "es")]
    Es,
    /// `fr`
    #[serde(rename = "fr")]
    Fr,
    /// `de`
    #[serde(rename = "de")]
    De,
    /// `pt`
    #[serde(rename = "pt")]
    Pt,
    /// `it`
    #[serde(rename = "it")]
    It,
    /// `pl`
    #[serde(rename = "pl")]
    Pl,
    /// `tr`
    #[serde(rename = "tr")]
    Tr,
    /// `ar`
    #[serde(rename = "ar")]
    Ar,
    /// `hi`
    #[serde(rename = "hi")]
    Hi,
    /// `ur`
    #[serde(rename = "ur")]
    Ur,
    /// `zh`
    #[serde(rename = "zh")]
    Zh,
    /// `ja`
    #[serde(rename = "ja")]
    Ja,
    /// `uk`
    #[serde(rename = "uk")]
    Uk,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A licence to practise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct License {
    /// Last day on which it is in force.
    pub expires: NaiveDate,
    /// Who gave it.
    pub issuer: String,
    /// As the issuer wrote it.
    pub number: String,
}

/// Something on one line.
pub type Line = String;

/// What stands in a mailed link behind `token=`.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// Good once.
    pub token: String,
}

impl fmt::Debug for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").finish_non_exhaustive()
    }
}

/// A city, or a place in degrees north and east: one or the other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Location {
    /// Compared without case and accents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Degrees north.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub latitude: Option<f64>,
    /// Degrees east.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longitude: Option<f64>,
}

/// An address and its password.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Login {
    /// Compared without case.
    pub email: String,
    /// As it was chosen.
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login").finish_non_exhaustive()
    }
}

/// A personal token that was just made.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct MadeToken {
    /// The rest of it.
    pub personal: PersonalToken,
    /// The text, told here and never again.
    pub token: String,
}

impl fmt::Debug for MadeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MadeToken").finish_non_exhaustive()
    }
}

/// The account that is signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Me {
    /// See the document.
    pub doctor: Option<DoctorId>,
    /// The address to sign in with.
    pub email: String,
    /// Of the account.
    pub id: UserId,
    /// Name to show.
    pub name: String,
    /// See the document.
    pub patient: Option<PatientId>,
    /// The person's.
    pub time_zone: TimeZone,
    /// What the account is for.
    pub user_type: UserType,
}

/// Something that can be measured and written into a health record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// LOINC code.
    pub code: String,
    /// Decimal places that are usual.
    pub decimals: i32,
    /// What it is called.
    pub name: String,
    /// UCUM units that are taken as well, and converted.
    pub other_units: Vec<String>,
    /// What is possible, in `unit`.
    pub possible: PossibleRange,
    /// In which kind of entry it stands: a vital sign or a value of a laboratory.
    pub record_type: RecordType,
    /// UCUM unit in which it is stored and answered.
    pub unit: String,
    /// Whether a value must come with its unit: without, it could be meant in another.
    pub unit_required: bool,
    /// The same unit as people write it.
    pub unit_shown: String,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MeasureList {
    /// The rows, in order.
    pub items: Vec<Measure>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// A measured value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// LOINC code.
    pub code: String,
    /// See the document.
    pub given: Option<GivenValue>,
    /// See the document.
    pub interpretation: Option<Interpretation>,
    /// What was measured.
    pub name: String,
    /// See the document.
    pub reference: Option<ReferenceRange>,
    /// UCUM unit.
    pub unit: String,
    /// The value, in `unit`.
    pub value: f64,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MediaType {
    /// `application/pdf`
    #[serde(rename = "application/pdf")]
    ApplicationPdf,
    /// `image/png`
    #[serde(rename = "image/png")]
    ImagePng,
    /// `image/jpeg`
    #[serde(rename = "image/jpeg")]
    ImageJpeg,
    /// `image/webp`
    #[serde(rename = "image/webp")]
    ImageWebp,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A medicine on a prescription.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Medication {
    /// ATC, where the list of medicines knows the substance.
    pub code: Option<String>,
    /// For how many days; for now where nothing is said.
    pub days: Option<i32>,
    /// What is taken at once.
    pub dose: Quantity,
    /// In what shape it comes.
    pub form: DoseForm,
    /// How often.
    pub frequency: DoseFrequency,
    /// For the patient.
    pub instructions: Option<String>,
    /// The substance.
    pub name: String,
    /// See the document.
    pub quantity: Option<Quantity>,
    /// How often it may be handed out again.
    pub refills: i32,
    /// The way into the body.
    pub route: DoseRoute,
    /// See the document.
    pub strength: Option<Quantity>,
}

/// A medicine to be prescribed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MedicationEdit {
    /// For how many days; for now where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<i32>,
    /// What is taken at once.
    pub dose: Quantity,
    /// In what shape it comes.
    pub form: DoseForm,
    /// How often.
    pub frequency: DoseFrequency,
    /// For the patient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// The substance.
    pub name: String,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// How often it may be handed out again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refills: Option<i32>,
    /// The way into the body.
    pub route: DoseRoute,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strength: Option<Quantity>,
}

/// The list of medicines that was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MedicinesList {
    /// When it was last read through.
    pub date: NaiveDate,
    /// Its version.
    pub version: String,
}

/// Where an appointment is to be moved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// The start of another free slot of the same doctor.
    pub start: DateTime<Utc>,
}

/// A specialty, as the engine's answers name it too.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedSpecialty {
    /// The stable code.
    pub code: Specialty,
    /// Plain English.
    pub name: String,
}

/// A wish for an appointment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewAppointment {
    /// With whom.
    pub doctor: DoctorId,
    /// Hold the time for five minutes instead of booking it; then confirm. One time is held at once: a new hold lets the last one go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<bool>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<VisitMode>,
    /// Why, in the patient's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<SymptomReportId>,
    /// The start of one of the doctor's free slots.
    pub start: DateTime<Utc>,
}

/// An entry to be written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewHealthRecord {
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coding: Option<Coding>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<PatientId>,
    /// What kind.
    pub record_type: RecordType,
    /// When it was so; not in the future.
    pub recorded_at: DateTime<Utc>,
    /// Measured values, for vital signs and laboratory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub results: Option<Vec<NewMeasurement>>,
    /// More.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// In a few words, on one line; may be left out where values are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A value to be written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewMeasurement {
    /// LOINC code of the catalogue.
    pub code: String,
    /// Its other end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_high: Option<f64>,
    /// The laboratory's own range, in the same unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference_low: Option<f64>,
    /// UCUM unit, or as people write it; the catalogue's where it is left out. Laboratory values that are given in several units need it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The value.
    pub value: f64,
}

/// A new passkey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewPasskey {
    /// What the device answered.
    pub credential: PasskeyRegistration,
    /// How to tell it from others: `phone`.
    pub name: String,
    /// As it was asked.
    pub question: String,
}

/// A prescription to be begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewPrescription {
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<AppointmentId>,
    /// One to twelve.
    pub medications: Vec<MedicationEdit>,
    /// For the patient and the pharmacy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// For whom: a patient whom the doctor treats.
    pub patient: PatientId,
    /// Why the doctor goes on in spite of warnings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Vec<OverrideReason>>,
}

/// A personal token to be made.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct NewToken {
    /// Life in days; 90 where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<i32>,
    /// What it is for; no two alike.
    pub name: String,
    /// The account's, once more.
    pub password: String,
    /// Ask for no more than the script needs.
    pub scope: ScopeList,
}

impl fmt::Debug for NewToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NewToken").finish_non_exhaustive()
    }
}

/// The newest value of a vital sign.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewestValue {
    /// When it was measured.
    pub at: DateTime<Utc>,
    /// LOINC code.
    pub code: String,
    /// See the document.
    pub interpretation: Option<Interpretation>,
    /// What was measured.
    pub name: String,
    /// The entry.
    pub record: RecordId,
    /// UCUM unit.
    pub unit: String,
    /// The value, in `unit`.
    pub value: f64,
}

/// Why a text cannot be assessed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotAssessable {
    /// `no_symptom`
    #[serde(rename = "no_symptom")]
    NoSymptom,
    /// `other_language`
    #[serde(rename = "other_language")]
    OtherLanguage,
    /// `animal`
    #[serde(rename = "animal")]
    Animal,
    /// `not_now`
    #[serde(rename = "not_now")]
    NotNow,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A kind of data that is open, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenCategory {
    /// What opens it.
    pub basis: AccessBasis,
    /// What.
    pub category: AccessCategory,
}

/// A look at the caller's data, or a change, by somebody else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// What was done, like `appointment.read`.
    pub action: String,
    /// When.
    pub at: DateTime<Utc>,
    /// See the document.
    pub basis: Option<AccessBasis>,
    /// Who it was, in words.
    pub by: String,
    /// See the document.
    pub doctor: Option<DoctorId>,
    /// The doctor's reason, where a record was opened in an emergency.
    pub reason: Option<String>,
    /// Its number in the audit.
    pub seq: i64,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenedList {
    /// The rows, in order.
    pub items: Vec<Opened>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// Whose record was opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenedPatient {
    /// Their id.
    pub id: PatientId,
}

/// Why a doctor goes on, by the id of a warning or gap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OverrideReason {
    /// Id of a warning or gap.
    pub id: String,
    /// Why.
    pub reason: String,
}

/// A doctor's own profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OwnDoctorProfile {
    /// All of it.
    #[serde(flatten)]
    pub doctor_profile: DoctorProfile,
    /// The licence to practise.
    pub license: License,
    /// Whether an administrator has checked it.
    pub verified: bool,
}

/// A passkey.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Passkey {
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// Id.
    pub id: PasskeyId,
    /// Whether the device keeps copies of it elsewhere, so that it is not lost with the device.
    pub is_synced: bool,
    /// When it opened the account last.
    pub last_used_at: Option<DateTime<Utc>>,
    /// What its owner calls it.
    pub name: String,
}

/// What a device answers that has signed with a key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyAssertion {
    /// Which key.
    pub id: String,
    /// What it signed.
    pub response: PasskeyAssertionResponse,
}

/// A signature, and what it is over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyAssertionResponse {
    /// For whom it signed, whether the person was there and showed who they are.
    #[serde(rename = "authenticatorData")]
    pub authenticator_data: String,
    /// What the browser was asked, and by whom: JSON.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
    /// Over both.
    pub signature: String,
    /// Whose key it is, where the device says so.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "userHandle")]
    pub user_handle: Option<String>,
}

/// What a device is to make a key for (`PublicKeyCredentialCreationOptionsJSON`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyCreation {
    /// Who made the device: not asked for.
    pub attestation: String,
    /// What the device must be able to do.
    #[serde(rename = "authenticatorSelection")]
    pub authenticator_selection: PasskeySelection,
    /// To be signed along.
    pub challenge: String,
    /// Keys of this account: a device that has one makes no other.
    #[serde(rename = "excludeCredentials")]
    pub exclude_credentials: Vec<PasskeyDescriptor>,
    /// Kinds of keys that are understood here, the best first.
    #[serde(rename = "pubKeyCredParams")]
    pub pub_key_cred_params: Vec<PasskeyParameter>,
    /// Who asks.
    pub rp: PasskeyParty,
    /// How long it has, in milliseconds.
    pub timeout: i32,
    /// For whom.
    pub user: PasskeyUser,
}

/// A question to a device that is to make a key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyCreationQuestion {
    /// For `navigator.credentials.create()`.
    pub public_key: PasskeyCreation,
    /// To come back with the answer, within five minutes; good once.
    pub question: String,
}

/// A key that there is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyDescriptor {
    /// Which.
    pub id: String,
    /// Always `public-key`.
    pub r#type: String,
}

/// A key of a device that opens an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PasskeyId(pub uuid::Uuid);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyList {
    /// The rows, in order.
    pub items: Vec<Passkey>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// A kind of key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyParameter {
    /// A number of IANA's COSE algorithms.
    pub alg: i32,
    /// Always `public-key`.
    pub r#type: String,
}

/// Who asks for a key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyParty {
    /// A domain.
    pub id: String,
    /// In words.
    pub name: String,
}

/// A question to a device that has a key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyQuestion {
    /// For `navigator.credentials.get()`.
    pub public_key: PasskeyRequest,
    /// To come back with the answer, within five minutes; good once.
    pub question: String,
}

/// What a device answers that has made a key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyRegistration {
    /// What it says.
    pub response: PasskeyRegistrationResponse,
}

/// What a new key is, and that it was made for this.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyRegistrationResponse {
    /// The new key: CBOR. Who made the device is not asked for.
    #[serde(rename = "attestationObject")]
    pub attestation_object: String,
    /// What the browser was asked, and by whom: JSON.
    #[serde(rename = "clientDataJSON")]
    pub client_data_json: String,
}

/// What a device is to sign (`PublicKeyCredentialRequestOptionsJSON`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyRequest {
    /// To be signed.
    pub challenge: String,
    /// Who asks: a domain.
    #[serde(rename = "rpId")]
    pub rp_id: String,
    /// How long it has, in milliseconds.
    pub timeout: i32,
    /// The person shows the device who they are.
    #[serde(rename = "userVerification")]
    pub user_verification: String,
}

/// What a device must be able to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeySelection {
    /// It finds the key by itself: nobody writes an address first.
    #[serde(rename = "residentKey")]
    pub resident_key: String,
    /// The person shows the device who they are.
    #[serde(rename = "userVerification")]
    pub user_verification: String,
}

/// What signing in with a passkey needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeySignIn {
    /// What the device answered.
    pub credential: PasskeyAssertion,
    /// As it was asked.
    pub question: String,
}

/// For whom a key is made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyUser {
    /// The same: devices show it.
    #[serde(rename = "displayName")]
    pub display_name: String,
    /// The account's id.
    pub id: String,
    /// Its address.
    pub name: String,
}

/// What a new passkey needs first.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct PasskeyWish {
    /// Where signing in asks for one: six digits of the device, or a recovery code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The account's, once more.
    pub password: String,
}

impl fmt::Debug for PasskeyWish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasskeyWish").finish_non_exhaustive()
    }
}

/// The account's password.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct PasswordAgain {
    /// Once more.
    pub password: String,
}

impl fmt::Debug for PasswordAgain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordAgain").finish_non_exhaustive()
    }
}

/// A new password, and the old one.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct PasswordChange {
    /// The one that holds now.
    pub current_password: String,
    /// As for a registration.
    pub password: String,
}

impl fmt::Debug for PasswordChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordChange").finish_non_exhaustive()
    }
}

/// The password once more: what follows is not for a session that was left open.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct PasswordConfirmation {
    /// The account's.
    pub password: String,
}

impl fmt::Debug for PasswordConfirmation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordConfirmation").finish_non_exhaustive()
    }
}

/// A link and the password that it sets.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct PasswordReset {
    /// As for a registration.
    pub password: String,
    /// What stands in the link behind `token=`.
    pub token: String,
}

impl fmt::Debug for PasswordReset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PasswordReset").finish_non_exhaustive()
    }
}

/// A patient's profile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Patient {
    /// What harms them.
    pub allergies: Vec<Allergy>,
    /// See the document.
    pub blood_group: Option<BloodGroup>,
    /// Long-term conditions.
    pub conditions: Vec<String>,
    /// ISO 3166-1 alpha-2, `ZZ` where nobody said; it decides which emergency number is told.
    pub country: String,
    /// Where it is known.
    pub date_of_birth: Option<NaiveDate>,
    /// Whom to call.
    pub emergency_contact: Option<String>,
    /// Their id.
    pub id: PatientId,
    /// Preferred language.
    pub language: Language,
    /// Current medicines.
    pub medications: Vec<String>,
    /// Full name.
    pub name: String,
    /// See the document.
    pub sex: Option<Sex>,
    /// The person's.
    pub time_zone: TimeZone,
}

/// A whole profile: what is left out is emptied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatientEdit {
    /// What harms them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allergies: Option<Vec<Allergy>>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blood_group: Option<BloodGroup>,
    /// Long-term conditions, each on one line of at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Vec<Line>>,
    /// ISO 3166-1 alpha-2; it decides which emergency number is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Not in the future, not more than 130 years ago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<NaiveDate>,
    /// Whom to call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency_contact: Option<String>,
    /// Preferred language.
    pub language: Language,
    /// Current medicines, each on one line of at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medications: Option<Vec<Line>>,
    /// Full name, on one line.
    pub name: String,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// The person's.
    pub time_zone: TimeZone,
}

/// What is known of a patient's health in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatientHealth {
    /// What harms them.
    pub allergies: Vec<Allergy>,
    /// ABO and Rh(D).
    pub blood_group: Option<String>,
    /// Long-term conditions.
    pub conditions: Vec<String>,
    /// Whom to call.
    pub emergency_contact: Option<String>,
    /// Current medicines, as the patient says.
    pub medications: Vec<String>,
}

/// The patient behind an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PatientId(pub uuid::Uuid);

/// Who can register; administrators are made on the server's command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PatientOrDoctor {
    /// `patient`
    #[serde(rename = "patient")]
    Patient,
    /// `doctor`
    #[serde(rename = "doctor")]
    Doctor,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A patient, as the calling doctor may see them now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PatientSummary {
    /// Where it is known.
    pub date_of_birth: Option<NaiveDate>,
    /// Diagnoses in the record that count, newest first.
    pub diagnoses: Vec<Diagnosis>,
    /// See the document.
    pub health: Option<PatientHealth>,
    /// Their id.
    pub id: PatientId,
    /// Preferred language (BCP 47).
    pub language: String,
    /// Full name.
    pub name: String,
    /// The newest notes of doctors.
    pub notes: Vec<ClinicalNote>,
    /// What is open to the doctor.
    pub open: Vec<OpenCategory>,
    /// Prescriptions that hold, and drafts, newest first.
    pub prescriptions: Vec<Prescribed>,
    /// See the document.
    pub report: Option<ReportInShort>,
    /// See the document.
    pub sex: Option<Sex>,
    /// The latest ten visits with the doctor, newest first.
    pub visits: Vec<Appointment>,
    /// The newest value of each vital sign.
    pub vitals: Vec<NewestValue>,
}

/// A personal token, without its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonalToken {
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// Until when it counts.
    pub expires_at: DateTime<Utc>,
    /// For revoking it.
    pub id: TokenId,
    /// When it was used last, to the hour.
    pub last_used_at: Option<DateTime<Utc>>,
    /// What it is for.
    pub name: String,
    /// What it may do.
    pub scope: ScopeList,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonalTokenList {
    /// The rows, in order.
    pub items: Vec<PersonalToken>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// What is possible in a person who lives; what lies beyond is refused.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PossibleRange {
    /// Highest.
    pub max: f64,
    /// Lowest.
    pub min: f64,
}

/// An article of the blog.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PostId(pub uuid::Uuid);

/// How far the text is that its author works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PostStatus {
    /// `draft`
    #[serde(rename = "draft")]
    Draft,
    /// `in-review`
    #[serde(rename = "in-review")]
    InReview,
    /// `published`
    #[serde(rename = "published")]
    Published,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// An assessment, and whom to call where that cannot wait.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prediction {
    /// All of it.
    #[serde(flatten)]
    pub assessment: Assessment,
    /// Only at the emergency levels, and where a life may be at risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency: Option<EmergencyNumbers>,
}

/// A prescription that holds, or a draft.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prescribed {
    /// When it was issued; for a draft, written.
    pub at: DateTime<Utc>,
    /// Name of the doctor.
    pub doctor: String,
    /// Which.
    pub id: PrescriptionId,
    /// Each medicine in a line: name and how it is taken.
    pub medications: Vec<String>,
    /// Active, or a draft.
    pub status: PrescriptionStatus,
}

/// A prescription.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Prescription {
    /// See the document.
    pub appointment: Option<AppointmentId>,
    /// See the document.
    pub checked: Option<PrescriptionChecks>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub doctor: PrescriptionDoctor,
    /// When it was cancelled or completed.
    pub ended_at: Option<DateTime<Utc>>,
    /// Its id.
    pub id: PrescriptionId,
    /// When it was issued.
    pub issued_at: Option<DateTime<Utc>>,
    /// What is prescribed.
    pub medications: Vec<Medication>,
    /// For the patient and the pharmacy.
    pub notes: Option<String>,
    /// For whom.
    pub patient: PrescriptionPatient,
    /// Why the doctor went on in spite of warnings; for doctors.
    pub reasons: Vec<OverrideReason>,
    /// See the document.
    pub replaces: Option<PrescriptionId>,
    /// Where it stands.
    pub status: PrescriptionStatus,
    /// Counts changes; what `ETag` holds.
    pub version: i32,
}

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PrescriptionCheck {
    /// `allergy`
    #[serde(rename = "allergy")]
    Allergy,
    /// `duplicate`
    #[serde(rename = "duplicate")]
    Duplicate,
    /// `dose`
    #[serde(rename = "dose")]
    Dose,
    /// `interaction`
    #[serde(rename = "interaction")]
    Interaction,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// What is to be checked, without keeping anything.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrescriptionCheckRequest {
    /// One to twelve.
    pub medications: Vec<MedicationEdit>,
    /// For whom: a patient whom the doctor treats.
    pub patient: PatientId,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<PrescriptionId>,
}

/// What the checks say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrescriptionChecks {
    /// The checks that left nothing out and found nothing. No other may be taken for "none".
    pub clear: Vec<PrescriptionCheck>,
    /// What could not be checked.
    pub gaps: Vec<PrescriptionGap>,
    /// See the document.
    pub list: Option<MedicinesList>,
    /// What was found, the loudest first. Serious ones and interruptions need a reason before the prescription can be issued.
    pub warnings: Vec<PrescriptionWarning>,
}

/// The doctor, as a prescription names them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrescriptionDoctor {
    /// Name, street and city.
    pub clinic: String,
    /// Their id.
    pub id: DoctorId,
    /// Number and issuer.
    pub license: String,
    /// With title.
    pub name: String,
}

/// What a draft says from now on: what is left out is emptied.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrescriptionEdit {
    /// One to twelve.
    pub medications: Vec<MedicationEdit>,
    /// For the patient and the pharmacy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Why the doctor goes on in spite of warnings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Vec<OverrideReason>>,
}

/// Something that could not be checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrescriptionGap {
    /// What could not be looked for.
    pub checks: Vec<PrescriptionCheck>,
    /// What a reason refers to.
    pub id: String,
    /// Whether going on needs a reason.
    pub needs_reason: bool,
    /// Why, in a sentence.
    pub why: String,
}

/// A prescription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PrescriptionId(pub uuid::Uuid);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrescriptionList {
    /// The rows, in order.
    pub items: Vec<Prescription>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// The patient, as a prescription names them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrescriptionPatient {
    /// Where it is known.
    pub date_of_birth: Option<NaiveDate>,
    /// Their id.
    pub id: PatientId,
    /// Full name.
    pub name: String,
}

/// Where a prescription stands (FHIR R4 `medicationrequest-status`, reduced).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PrescriptionStatus {
    /// `draft`
    #[serde(rename = "draft")]
    Draft,
    /// `active`
    #[serde(rename = "active")]
    Active,
    /// `cancelled`
    #[serde(rename = "cancelled")]
    Cancelled,
    /// `completed`
    #[serde(rename = "completed")]
    Completed,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PrescriptionWarning {
    /// What was looked for.
    pub check: PrescriptionCheck,
    /// Names it, as long as the medicines are the same: what a reason refers to.
    pub id: String,
    /// How loudly.
    pub severity: WarningSeverity,
    /// Who says so.
    pub source: String,
    /// What happens, and what to do.
    pub text: String,
    /// In a few words.
    pub title: String,
}

/// A number with its unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// UCUM.
    pub unit: DoseUnit,
    /// Above zero, at most four digits behind the point.
    pub value: f64,
}

/// The next question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Question {
    /// Most questions that there will be.
    pub at_most: i64,
    /// What can be answered.
    pub items: Vec<QuestionItem>,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Its number, from one.
    pub number: i64,
    /// As it is put to the person.
    pub text: String,
    /// Why it is asked.
    pub why: String,
}

/// Something that can be answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionItem {
    /// What an answer names.
    pub id: String,
    /// In a few plain words.
    pub name: String,
}

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// `single`
    #[serde(rename = "single")]
    Single,
    /// `group`
    #[serde(rename = "group")]
    Group,
    /// `duration`
    #[serde(rename = "duration")]
    Duration,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A condition that may explain the findings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankedCondition {
    /// ICD-10.
    pub code: String,
    /// Names of findings that speak against it.
    pub evidence_against: Vec<String>,
    /// Names of findings that speak for it.
    pub evidence_for: Vec<String>,
    /// Plain English.
    pub name: String,
    /// Names of findings that are usual with it and of which nothing was said; empty in reports older than this field.
    pub not_told: Vec<String>,
    /// In [0, 1]; all of them and "none of these" sum to one.
    pub probability: f32,
    /// When to seek help sooner.
    pub safety_net: String,
    /// What to do oneself.
    pub self_care: String,
    /// How urgent this condition is by itself.
    pub triage: Triage,
}

/// A specialty and how well it fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RankedSpecialty {
    /// Code.
    pub code: Specialty,
    /// Plain English.
    pub name: String,
    /// In [0, 1].
    pub probability: f32,
}

/// The mean of what patients gave, 1–5.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rating {
    /// How many patients gave one.
    pub count: i32,
    /// The mean.
    pub mean: f32,
}

/// A further figure beside the main one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// The stable code, kebab-case.
    pub code: String,
    /// In words.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Value, to as many decimals as the main one.
    pub value: f64,
}

/// An assessment with the doctors who can help in time; none at the emergency levels, but whom to call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recommendation {
    /// All of it.
    #[serde(flatten)]
    pub assessment: Assessment,
    /// At most five, best first.
    pub doctors: Vec<RecommendedDoctor>,
    /// Only at the emergency levels, and where a life may be at risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency: Option<EmergencyNumbers>,
    /// Under which this is kept; booking takes it.
    pub report: SymptomReportId,
}

/// A doctor who is recommended, with free slots that are soon enough.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecommendedDoctor {
    /// All of it.
    #[serde(flatten)]
    pub doctor: Doctor,
    /// Why, in words.
    pub reasons: Vec<String>,
    /// How well it fits.
    pub score: f32,
}

/// A record as a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordExport {
    /// The table (RFC 4180), a row for each value. What programs for tables could take for a formula has an apostrophe before it.
    pub csv: String,
    /// A name for the file.
    pub name: String,
}

/// An entry of a health record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordId(pub uuid::Uuid);

/// A table of values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordImport {
    /// The table (RFC 4180) with a line of headings: `recorded_at`, `code` or `name`, `value`; `unit`, `reference_low`, `reference_high`.
    pub csv: String,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<PatientId>,
    /// Only look at it: nothing is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preview: Option<bool>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZone>,
}

/// A row that cannot be taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordImportError {
    /// Its line, counted from 1.
    pub line: i64,
    /// What is wrong with it.
    pub message: String,
}

/// What became of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordImported {
    /// Entries that were added; those that were there already are not added again.
    pub added: i64,
    /// Entries that the right rows make: one for each instant and kind.
    pub entries: i64,
    /// What is wrong, row by row; at most a hundred.
    pub errors: Vec<RecordImportError>,
    /// Rows that were read.
    pub rows: i64,
}

/// What an entry is. Codes are stable: they are stored, appear in addresses, and are the categories of access.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecordType {
    /// `vital-signs`
    #[serde(rename = "vital-signs")]
    VitalSigns,
    /// `laboratory`
    #[serde(rename = "laboratory")]
    Laboratory,
    /// `imaging`
    #[serde(rename = "imaging")]
    Imaging,
    /// `immunization`
    #[serde(rename = "immunization")]
    Immunization,
    /// `condition`
    #[serde(rename = "condition")]
    Condition,
    /// `procedure`
    #[serde(rename = "procedure")]
    Procedure,
    /// `clinical-note`
    #[serde(rename = "clinical-note")]
    ClinicalNote,
    /// `document`
    #[serde(rename = "document")]
    Document,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// Recovery codes.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct RecoveryCodes {
    /// Each opens once. They are told here and never again.
    pub recovery_codes: Vec<String>,
}

impl fmt::Debug for RecoveryCodes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecoveryCodes").finish_non_exhaustive()
    }
}

/// A red flag that is up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RedFlag {
    /// Id in the knowledge base.
    pub id: String,
    /// The level it asks for.
    pub level: Triage,
    /// In one sentence.
    pub why: String,
}

/// From where to where; either end may be open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReferenceRange {
    /// Highest; null where the range is open.
    pub high: Option<f64>,
    /// Lowest; null where the range is open.
    pub low: Option<f64>,
}

/// A refresh token.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct RefreshRequest {
    /// As it was given.
    pub refresh_token: String,
}

impl fmt::Debug for RefreshRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RefreshRequest").finish_non_exhaustive()
    }
}

/// The address that was registered, and nothing about whether it was known before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registered {
    /// Lower-cased.
    pub email: String,
    /// As what.
    pub user_type: PatientOrDoctor,
}

/// A registration. What only doctors have is required of them; for patients it is ignored, but must be readable.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinic: Option<ClinicId>,
    /// Patients: not in the future, not more than 130 years ago.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<NaiveDate>,
    /// The address to sign in with; compared without case.
    pub email: String,
    /// Doctors: last day on which the licence is in force; in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license_expires: Option<NaiveDate>,
    /// Doctors: who issued the licence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license_issuer: Option<String>,
    /// Doctors: number of the licence to practise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub license_number: Option<String>,
    /// Full name; a doctor's with title.
    pub name: String,
    /// Long rather than complicated: not one character throughout, and not the address.
    pub password: String,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialty: Option<Specialty>,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<TimeZone>,
    /// Who registers.
    pub user_type: PatientOrDoctor,
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registration").finish_non_exhaustive()
    }
}

/// A symptom report in short.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReportInShort {
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Which.
    pub id: SymptomReportId,
    /// In the patient's words.
    pub text: String,
    /// See the document.
    pub triage: Option<Triage>,
}

/// Why an entry is taken back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Retraction {
    /// In a sentence.
    pub reason: String,
}

/// What a patient says of a doctor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Review {
    /// What the doctor answers.
    pub answer: Option<String>,
    /// When it was written first.
    pub created_at: DateTime<Utc>,
    /// Of whom.
    pub doctor: DoctorId,
    /// Why it is out of sight; null where everybody sees it.
    pub hidden_why: Option<String>,
    /// Its id.
    pub id: ReviewId,
    /// From poor to very good.
    pub rating: i32,
    /// May be empty.
    pub text: String,
    /// When it was changed last.
    pub updated_at: DateTime<Utc>,
}

/// A doctor's answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewAnswer {
    /// For everybody to read; empty: takes it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
}

/// How a visit was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewEdit {
    /// From poor to very good.
    pub rating: i32,
    /// In the patient's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Why a review is to be out of sight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewHiding {
    /// Its author reads it.
    pub why: String,
}

/// What a patient says of a doctor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ReviewId(pub uuid::Uuid);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReviewList {
    /// The rows, in order.
    pub items: Vec<Review>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// A token to end.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct RevokeRequest {
    /// A refresh token, an access token or a personal token.
    pub token: String,
}

impl fmt::Debug for RevokeRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RevokeRequest").finish_non_exhaustive()
    }
}

/// A score and its answers as they come in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RiskInput {
    /// The answers, by field.
    pub inputs: BTreeMap<String, ScoreAnswer>,
    /// Which score.
    pub score: ScoreId,
}

/// The answer of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RiskResult {
    /// Where it falls.
    pub band: Band,
    /// Where the score was published.
    pub citation: String,
    /// Whether thoughts of death or self-harm were told: the crisis line comes first.
    pub crisis: bool,
    /// Further figures.
    pub further: Vec<Reading>,
    /// The answers that were used, in their plain form; assessing them again gives the same result.
    pub inputs: BTreeMap<String, ScoreAnswer>,
    /// What it means, in plain words in the second person.
    pub meaning: String,
    /// What to do, most important first.
    pub recommendations: Vec<String>,
    /// Which score.
    pub score: ScoreId,
    /// Its unit.
    pub unit: String,
    /// The value, to the score's decimals; always finite.
    pub value: f64,
}

/// Why the level is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum RootCause {
    /// `emergency_evidence_present`
    #[serde(rename = "emergency_evidence_present")]
    EmergencyEvidencePresent,
    /// `serious_evidence_present`
    #[serde(rename = "serious_evidence_present")]
    SeriousEvidencePresent,
    /// `emergency_condition_likely`
    #[serde(rename = "emergency_condition_likely")]
    EmergencyConditionLikely,
    /// `emergency_condition_possible`
    #[serde(rename = "emergency_condition_possible")]
    EmergencyConditionPossible,
    /// `consultation_condition_likely`
    #[serde(rename = "consultation_condition_likely")]
    ConsultationConditionLikely,
    /// `self_care_sufficient`
    #[serde(rename = "self_care_sufficient")]
    SelfCareSufficient,
    /// `diagnosis_unknown`
    #[serde(rename = "diagnosis_unknown")]
    DiagnosisUnknown,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// What a token may do: `read`, `write`, or both, parted by a space.
pub type ScopeList = String;

/// What a score is called, asks and rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Score {
    /// What it answers, in the second person.
    pub about: String,
    /// Where it was published.
    pub citation: String,
    /// Decimal places to which the value is given; the band is read from the value as given.
    pub decimals: i32,
    /// What is asked, in order.
    pub fields: Vec<ScoreField>,
    /// For whom it is valid, and what has to be at hand.
    pub for_whom: String,
    /// Which.
    pub id: ScoreId,
    /// Its name.
    pub name: String,
    /// What it is about, in everyday words.
    pub topic: String,
    /// Unit of the value; `points` where it is a sum.
    pub unit: String,
}

/// An answer as it comes in, from JSON or from a form (where everything is text).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ScoreAnswer {
    /// Yes or no.
    Boolean(bool),
    /// A number; for a choice its position counted from 0, for yes or no 1 or 0.
    Number(f64),
    /// The code of a choice; empty is no answer. A form also writes numbers, yes and no as text; a program sends them as what they are.
    String(String),
}

/// One of the answers that a field offers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreChoice {
    /// The stable code.
    pub code: String,
    /// In words.
    pub label: String,
}

/// Something that a score asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreField {
    /// All of it.
    #[serde(flatten)]
    pub score_field_kind: ScoreFieldKind,
    /// The ordinary answer, as a number (of a choice its position from 0, 1 for yes): where a slider stands before anything is said, and what counts where
    /// an optional field is left out.
    pub default: f64,
    /// More about it; empty where nothing is to be said.
    pub help: String,
    /// Its name in forms and JSON.
    pub id: String,
    /// What it is, or the question.
    pub label: String,
    /// Whether it may be left out.
    pub optional: bool,
    /// Unit; empty where there is none.
    pub unit: String,
}

/// What kind of answer a field takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum ScoreFieldKind {
    /// A number from `min` to `max`, the range in which the score is valid.
    #[serde(rename = "number")]
    Number {
        /// Largest.
        max: f64,
        /// Smallest.
        min: f64,
        /// Step of a slider; with `whole` it is 1.
        step: f64,
        /// Whether only whole numbers are taken.
        whole: bool,
    },
    /// One of a list.
    #[serde(rename = "choice")]
    Choice {
        /// The list.
        choices: Vec<ScoreChoice>,
    },
    /// Yes or no.
    #[serde(rename = "yes-no")]
    YesNo,
    /// Yes or no, where the score is valid for one of them only.
    #[serde(rename = "only")]
    Only {
        /// Completes "not valid for you because …".
        because: String,
        /// The answer for which it is valid.
        valid: bool,
    },
}

/// A published score. Codes are kebab-case and stable: they are stored and appear in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScoreId {
    /// `bmi`
    #[serde(rename = "bmi")]
    Bmi,
    /// `findrisc`
    #[serde(rename = "findrisc")]
    Findrisc,
    /// `score2`
    #[serde(rename = "score2")]
    Score2,
    /// `prevent`
    #[serde(rename = "prevent")]
    Prevent,
    /// `framingham-2008`
    #[serde(rename = "framingham-2008")]
    Framingham2008,
    /// `cha2ds2-vasc`
    #[serde(rename = "cha2ds2-vasc")]
    Cha2ds2Vasc,
    /// `ckd-epi-2021`
    #[serde(rename = "ckd-epi-2021")]
    CkdEpi2021,
    /// `phq-9`
    #[serde(rename = "phq-9")]
    Phq9,
    /// `gad-7`
    #[serde(rename = "gad-7")]
    Gad7,
    /// `news2`
    #[serde(rename = "news2")]
    News2,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoreList {
    /// The rows, in order.
    pub items: Vec<Score>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// A code of the second factor.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct SecondFactorCode {
    /// Six digits of the device; where a factor is on, a recovery code will do.
    pub code: String,
}

impl fmt::Debug for SecondFactorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecondFactorCode").finish_non_exhaustive()
    }
}

/// What taking the second factor away needs.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct SecondFactorRemoval {
    /// Six digits of the device, or a recovery code.
    pub code: String,
    /// The account's, once more.
    pub password: String,
}

impl fmt::Debug for SecondFactorRemoval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecondFactorRemoval").finish_non_exhaustive()
    }
}

/// Where the second factor stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SecondFactorState {
    /// Whether signing in asks for a code.
    pub is_on: bool,
    /// Recovery codes that were not used.
    pub recovery_codes_left: i64,
    /// Since when it does.
    pub since: Option<DateTime<Utc>>,
}

/// The second step of signing in.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct SecondStep {
    /// Six digits of the device, or a recovery code.
    pub code: String,
    /// From the refusal of the first step.
    pub mfa_token: String,
}

impl fmt::Debug for SecondStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecondStep").finish_non_exhaustive()
    }
}

/// The second step of getting tokens.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct SecondStepForTokens {
    /// Six digits of the device, or a recovery code.
    pub code: String,
    /// From the refusal of the first step.
    pub mfa_token: String,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeList>,
}

impl fmt::Debug for SecondStepForTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SecondStepForTokens").finish_non_exhaustive()
    }
}

/// A piece of text, of which what was looked for is marked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Segment {
    /// Whether it was looked for.
    pub marked: bool,
    /// The text.
    pub text: String,
}

/// A sign-in that holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Browser and system.
    pub device: String,
    /// Names the session; it is not what the cookie holds.
    pub id: SessionId,
    /// Whether this request came with it.
    pub is_this: bool,
    /// When it was last in use, to a minute.
    pub last_seen: DateTime<Utc>,
    /// When it began.
    pub since: DateTime<Utc>,
}

/// A sign-in on one device; not what its cookie holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SessionId(pub uuid::Uuid);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionList {
    /// The rows, in order.
    pub items: Vec<Session>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// How bad an allergy is; empty where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Severity {
    /// `mild`
    #[serde(rename = "mild")]
    Mild,
    /// `moderate`
    #[serde(rename = "moderate")]
    Moderate,
    /// `severe`
    #[serde(rename = "severe")]
    Severe,
    /// ``
    #[serde(rename = "")]
    Nothing,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// Administrative sex (FHIR R4 `AdministrativeGender`, without `unknown`, which is absence).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sex {
    /// `female`
    #[serde(rename = "female")]
    Female,
    /// `male`
    #[serde(rename = "male")]
    Male,
    /// `other`
    #[serde(rename = "other")]
    Other,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// What a patient shares with one doctor now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// What.
    pub categories: Vec<AccessCategory>,
    /// With whom.
    pub doctor: DoctorId,
    /// Their name.
    pub name: String,
    /// When it ends by itself; null: when it is taken back.
    pub until: Option<DateTime<Utc>>,
}

/// What is to be shared.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShareEdit {
    /// Exactly these; what was shared before and is not among them ends.
    pub categories: Vec<AccessCategory>,
    /// The last day, within ten years; without one it lasts until it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<NaiveDate>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShareList {
    /// The rows, in order.
    pub items: Vec<Share>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// A span of time in which somebody can be seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Slot {
    /// The first instant after it.
    pub end: DateTime<Utc>,
    /// When it begins; what booking takes.
    pub start: DateTime<Utc>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SlotList {
    /// The rows, in order.
    pub items: Vec<Slot>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// Where something is from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Its title.
    pub title: String,
    /// Its address; always https.
    pub url: String,
}

/// Where something is from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceEdit {
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// An https address.
    pub url: String,
}

/// A medical specialty. Codes are kebab-case English and stable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Specialty {
    /// `general-practice`
    #[serde(rename = "general-practice")]
    GeneralPractice,
    /// `cardiology`
    #[serde(rename = "cardiology")]
    Cardiology,
    /// `pulmonology`
    #[serde(rename = "pulmonology")]
    Pulmonology,
    /// `gastroenterology`
    #[serde(rename = "gastroenterology")]
    Gastroenterology,
    /// `neurology`
    #[serde(rename = "neurology")]
    Neurology,
    /// `psychiatry`
    #[serde(rename = "psychiatry")]
    Psychiatry,
    /// `dermatology`
    #[serde(rename = "dermatology")]
    Dermatology,
    /// `ophthalmology`
    #[serde(rename = "ophthalmology")]
    Ophthalmology,
    /// `otolaryngology`
    #[serde(rename = "otolaryngology")]
    Otolaryngology,
    /// `orthopaedics`
    #[serde(rename = "orthopaedics")]
    Orthopaedics,
    /// `rheumatology`
    #[serde(rename = "rheumatology")]
    Rheumatology,
    /// `endocrinology`
    #[serde(rename = "endocrinology")]
    Endocrinology,
    /// `urology`
    #[serde(rename = "urology")]
    Urology,
    /// `nephrology`
    #[serde(rename = "nephrology")]
    Nephrology,
    /// `gynaecology`
    #[serde(rename = "gynaecology")]
    Gynaecology,
    /// `paediatrics`
    #[serde(rename = "paediatrics")]
    Paediatrics,
    /// `haematology`
    #[serde(rename = "haematology")]
    Haematology,
    /// `emergency-medicine`
    #[serde(rename = "emergency-medicine")]
    EmergencyMedicine,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A report that was kept: what was told, and the assessment as it was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SymptomReport {
    /// All of it.
    #[serde(flatten)]
    pub assessment: Assessment,
    /// Years; decimals for infants.
    pub age: Option<f32>,
    /// When it was told.
    pub created_at: DateTime<Utc>,
    /// Only at the emergency levels, and where a life may be at risk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emergency: Option<EmergencyNumbers>,
    /// What was answered to questions, in their order; the interview takes it as it is.
    pub evidence: Vec<InterviewAnswer>,
    /// Under which this is kept; booking takes it.
    pub report: SymptomReportId,
    /// See the document.
    pub sex: Option<Sex>,
    /// What was written, each symptom that was named beside it on a line of its own.
    pub text: String,
}

/// A stored symptom assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SymptomReportId(pub uuid::Uuid);

/// A time of day, written `HH:MM`, from `00:00` to `24:00`.
pub type TimeOfDay = String;

/// The name of a time zone in the IANA database.
pub type TimeZone = String;

/// A program's leave to act for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TokenId(pub uuid::Uuid);

/// An address, its password, and what the program wants to do.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct TokenRequest {
    /// Compared without case.
    pub email: String,
    /// As it was chosen.
    pub password: String,
    /// See the document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<ScopeList>,
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest").finish_non_exhaustive()
    }
}

/// Tokens of a program.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Tokens {
    /// For `Authorization: Bearer`.
    pub access_token: String,
    /// Seconds for which the access token counts.
    pub expires_in: i64,
    /// Until when it does.
    pub refresh_expires_at: DateTime<Utc>,
    /// Gets the next tokens; good once.
    pub refresh_token: String,
    /// What both may do.
    pub scope: ScopeList,
    /// Always `Bearer`.
    pub token_type: String,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").finish_non_exhaustive()
    }
}

/// A patient in a doctor's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreatedPatient {
    /// Where it is known.
    pub date_of_birth: Option<NaiveDate>,
    /// Their id.
    pub id: PatientId,
    /// The latest visit with the doctor that has begun.
    pub last_visit: Option<DateTime<Utc>>,
    /// Full name.
    pub name: String,
    /// The next one.
    pub next_visit: Option<DateTime<Utc>>,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreatedPatientList {
    /// The rows, in order.
    pub items: Vec<TreatedPatient>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// Levels of urgency, from least to most urgent, so that `max` is the safer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Triage {
    /// `self_care`
    #[serde(rename = "self_care")]
    SelfCare,
    /// `consultation`
    #[serde(rename = "consultation")]
    Consultation,
    /// `consultation_24`
    #[serde(rename = "consultation_24")]
    Consultation24,
    /// `emergency`
    #[serde(rename = "emergency")]
    Emergency,
    /// `emergency_ambulance`
    #[serde(rename = "emergency_ambulance")]
    EmergencyAmbulance,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// How urgent it is, and why.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TriageResult {
    /// The level.
    pub level: Triage,
    /// The red flags that are up, most urgent first.
    pub red_flags: Vec<RedFlag>,
    /// What decided.
    pub root_cause: RootCause,
}

/// A doctor who waits for verification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnverifiedDoctor {
    /// Name of the clinic.
    pub clinic: String,
    /// Where they can be asked.
    pub email: String,
    /// What verifying takes.
    pub id: DoctorId,
    /// What is to be checked.
    pub license: License,
    /// With title.
    pub name: String,
    /// Since when they wait.
    pub registered_at: DateTime<Utc>,
    /// What they look after.
    pub specialty: NamedSpecialty,
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnverifiedDoctorList {
    /// The rows, in order.
    pub items: Vec<UnverifiedDoctor>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// An account in the administrator's list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct User {
    /// When it registered.
    pub created_at: DateTime<Utc>,
    /// The address to sign in with.
    pub email: String,
    /// Of the account.
    pub id: UserId,
    /// Whether it can sign in.
    pub is_active: bool,
    /// Whether signing in asks for a code.
    pub second_factor: bool,
    /// What the account is for.
    pub user_type: UserType,
}

/// An account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UserId(pub uuid::Uuid);

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UserList {
    /// The rows, in order.
    pub items: Vec<User>,
    /// Cursor of the next page, for `?after=`; null on the last one.
    pub next: Option<String>,
}

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserType {
    /// `patient`
    #[serde(rename = "patient")]
    Patient,
    /// `doctor`
    #[serde(rename = "doctor")]
    Doctor,
    /// `admin`
    #[serde(rename = "admin")]
    Admin,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// How the visit takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum VisitMode {
    /// `in-person`
    #[serde(rename = "in-person")]
    InPerson,
    /// `telehealth`
    #[serde(rename = "telehealth")]
    Telehealth,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A month.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VisitMonth {
    /// Its first day.
    pub first: NaiveDate,
    /// What became of its visits.
    pub tally: VisitTally,
}

/// The last twelve months, the running one included, by the clinic's clock.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VisitStatistics {
    /// All of them together.
    pub all: VisitTally,
    /// Oldest first; each month is there.
    pub months: Vec<VisitMonth>,
}

/// What became of the visits of some time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VisitTally {
    /// Visits that were called off.
    pub cancelled: i32,
    /// Median days from the booking to the visit; null without any.
    pub lead_days: Option<f64>,
    /// Their share of the visits that were not called off, from 0 to 1; null without any.
    pub no_show_rate: Option<f64>,
    /// Visits to which nobody came.
    pub no_shows: i32,
    /// Visits that took place.
    pub visits: i32,
    /// Median minutes from check-in to being called in; null where no visit has both.
    pub waited_minutes: Option<f64>,
    /// Visits that have both.
    pub waited_visits: i32,
}

/// How loudly it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum WarningSeverity {
    /// `note`
    #[serde(rename = "note")]
    Note,
    /// `serious`
    #[serde(rename = "serious")]
    Serious,
    /// `interrupt`
    #[serde(rename = "interrupt")]
    Interrupt,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Weekday {
    /// `Mon`
    #[serde(rename = "Mon")]
    Mon,
    /// `Tue`
    #[serde(rename = "Tue")]
    Tue,
    /// `Wed`
    #[serde(rename = "Wed")]
    Wed,
    /// `Thu`
    #[serde(rename = "Thu")]
    Thu,
    /// `Fri`
    #[serde(rename = "Fri")]
    Fri,
    /// `Sat`
    #[serde(rename = "Sat")]
    Sat,
    /// `Sun`
    #[serde(rename = "Sun")]
    Sun,
    /// What a newer server says and this client does not know.
    #[serde(other)]
    Newer,
}

/// A window of every week. Windows of one day do not overlap.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeeklyHours {
    /// When it opens.
    pub from: TimeOfDay,
    /// When it closes; later.
    pub until: TimeOfDay,
    /// On which day.
    pub weekday: Weekday,
}

/// Work out a score
///
/// `POST /api/ai/assess-risk/`
#[must_use]
pub fn risk_assess(body: &RiskInput) -> Operation<RiskResult> {
    Operation::new(Method::POST, "/api/ai/assess-risk/").saying(body)
}

/// Known conditions
///
/// `GET /api/ai/conditions/`
#[must_use]
pub fn symptom_conditions() -> Operation<ConditionList> {
    Operation::new(Method::GET, "/api/ai/conditions/")
}

/// What to ask next
///
/// `POST /api/ai/interview/`
#[must_use]
pub fn symptom_interview(body: &InterviewSoFar) -> Operation<Interview> {
    Operation::new(Method::POST, "/api/ai/interview/").saying(body)
}

/// What it may be
///
/// `POST /api/ai/predict-disease/`
#[must_use]
pub fn symptom_predict(body: &Description) -> Operation<Prediction> {
    Operation::new(Method::POST, "/api/ai/predict-disease/").saying(body)
}

/// Who can help
///
/// `POST /api/ai/recommend-doctor/`
#[must_use]
pub fn symptom_recommend(body: &DescriptionAndWishes) -> Operation<Recommendation> {
    Operation::new(Method::POST, "/api/ai/recommend-doctor/").saying(body)
}

/// Known scores
///
/// `GET /api/ai/scores/`
#[must_use]
pub fn risk_scores() -> Operation<ScoreList> {
    Operation::new(Method::GET, "/api/ai/scores/")
}

/// What [`appointment_list`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AppointmentListQuery {
    /// What is still to come, soonest first; or what is over or called off, latest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Only what begins from then on (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Only what begins before then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// My appointments
///
/// `GET /api/appointments/`
#[must_use]
pub fn appointment_list(query: &AppointmentListQuery) -> Operation<AppointmentList> {
    Operation::new(Method::GET, "/api/appointments/").asking(query)
}

/// Book or hold a time
///
/// `POST /api/appointments/`
#[must_use]
pub fn appointment_book(body: &NewAppointment) -> Operation<Appointment> {
    Operation::new(Method::POST, "/api/appointments/").saying(body)
}

/// One appointment
///
/// `GET /api/appointments/{id}/`
#[must_use]
pub fn appointment_get(id: &AppointmentId) -> Operation<Appointment> {
    Operation::new(Method::GET, &format!("/api/appointments/{}/", id.0))
}

/// Accept a request
///
/// `POST /api/appointments/{id}/accept/`
#[must_use]
pub fn appointment_accept(id: &AppointmentId) -> Operation<Appointment> {
    Operation::new(Method::POST, &format!("/api/appointments/{}/accept/", id.0))
}

/// Begin the visit
///
/// `POST /api/appointments/{id}/arrive/`
#[must_use]
pub fn appointment_arrive(id: &AppointmentId) -> Operation<Appointment> {
    Operation::new(Method::POST, &format!("/api/appointments/{}/arrive/", id.0))
}

/// Cancel
///
/// `POST /api/appointments/{id}/cancel/`
#[must_use]
pub fn appointment_cancel(id: &AppointmentId, body: Option<&Cancellation>) -> Operation<Appointment> {
    Operation::new(Method::POST, &format!("/api/appointments/{}/cancel/", id.0)).perhaps_saying(body)
}

/// Check in
///
/// `POST /api/appointments/{id}/check-in/`
#[must_use]
pub fn appointment_check_in(id: &AppointmentId) -> Operation<Appointment> {
    Operation::new(Method::POST, &format!("/api/appointments/{}/check-in/", id.0))
}

/// End the visit
///
/// `POST /api/appointments/{id}/complete/`
#[must_use]
pub fn appointment_complete(id: &AppointmentId) -> Operation<Appointment> {
    Operation::new(Method::POST, &format!("/api/appointments/{}/complete/", id.0))
}

/// Confirm a hold
///
/// `POST /api/appointments/{id}/confirm/`
#[must_use]
pub fn appointment_confirm(id: &AppointmentId, body: Option<&Confirmation>) -> Operation<Appointment> {
    Operation::new(Method::POST, &format!("/api/appointments/{}/confirm/", id.0)).perhaps_saying(body)
}

/// Note that nobody came
///
/// `POST /api/appointments/{id}/no-show/`
#[must_use]
pub fn appointment_no_show(id: &AppointmentId) -> Operation<Appointment> {
    Operation::new(Method::POST, &format!("/api/appointments/{}/no-show/", id.0))
}

/// Move
///
/// `POST /api/appointments/{id}/reschedule/`
#[must_use]
pub fn appointment_reschedule(id: &AppointmentId, body: &Move) -> Operation<Appointment> {
    Operation::new(Method::POST, &format!("/api/appointments/{}/reschedule/", id.0)).saying(body)
}

/// What [`audit_list`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct AuditListQuery {
    /// Only what this account did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<uuid::Uuid>,
    /// Only what is about this patient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<uuid::Uuid>,
    /// Only this action, like `appointment.read`; with a dot at its end, all that begin so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// Only from then on (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Only before then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// Search the audit
///
/// `GET /api/audit/`
#[must_use]
pub fn audit_list(query: &AuditListQuery) -> Operation<AuditEntryList> {
    Operation::new(Method::GET, "/api/audit/").asking(query)
}

/// Confirm a new address
///
/// `POST /api/auth/email/confirm/`
#[must_use]
pub fn access_change_email(body: &Link) -> Operation<()> {
    Operation::new(Method::POST, "/api/auth/email/confirm/").saying(body)
}

/// Sign in
///
/// `POST /api/auth/login/`
#[must_use]
pub fn account_login(body: &Login) -> Operation<Me> {
    Operation::new(Method::POST, "/api/auth/login/").saying(body)
}

/// Sign out everywhere
///
/// `POST /api/auth/logout-everywhere/`
#[must_use]
pub fn account_logout_everywhere() -> Operation<()> {
    Operation::new(Method::POST, "/api/auth/logout-everywhere/")
}

/// Sign out
///
/// `POST /api/auth/logout/`
#[must_use]
pub fn account_logout() -> Operation<()> {
    Operation::new(Method::POST, "/api/auth/logout/")
}

/// Sign in with a passkey
///
/// `POST /api/auth/passkey/`
#[must_use]
pub fn passkey_sign_in(body: &PasskeySignIn) -> Operation<Me> {
    Operation::new(Method::POST, "/api/auth/passkey/").saying(body)
}

/// Ask a device to sign in
///
/// `POST /api/auth/passkey/question/`
#[must_use]
pub fn passkey_ask() -> Operation<PasskeyQuestion> {
    Operation::new(Method::POST, "/api/auth/passkey/question/")
}

/// Forgot the password
///
/// `POST /api/auth/password-reset/`
#[must_use]
pub fn access_ask_reset(body: &Forgotten) -> Operation<()> {
    Operation::new(Method::POST, "/api/auth/password-reset/").saying(body)
}

/// Choose a new password
///
/// `POST /api/auth/password-reset/confirm/`
#[must_use]
pub fn access_reset_password(body: &PasswordReset) -> Operation<()> {
    Operation::new(Method::POST, "/api/auth/password-reset/confirm/").saying(body)
}

/// Get the next tokens
///
/// `POST /api/auth/refresh/`
#[must_use]
pub fn token_refresh(body: &RefreshRequest) -> Operation<Tokens> {
    Operation::new(Method::POST, "/api/auth/refresh/").saying(body)
}

/// Register
///
/// `POST /api/auth/register/`
#[must_use]
pub fn account_register(body: &Registration) -> Operation<Registered> {
    Operation::new(Method::POST, "/api/auth/register/").saying(body)
}

/// End a token
///
/// `POST /api/auth/revoke/`
#[must_use]
pub fn token_revoke(body: &RevokeRequest) -> Operation<()> {
    Operation::new(Method::POST, "/api/auth/revoke/").saying(body)
}

/// Sign in: the second step
///
/// `POST /api/auth/second-factor/`
#[must_use]
pub fn second_factor_sign_in(body: &SecondStep) -> Operation<Me> {
    Operation::new(Method::POST, "/api/auth/second-factor/").saying(body)
}

/// Get tokens
///
/// `POST /api/auth/token/`
#[must_use]
pub fn token_issue(body: &TokenRequest) -> Operation<Tokens> {
    Operation::new(Method::POST, "/api/auth/token/").saying(body)
}

/// Get tokens: the second step
///
/// `POST /api/auth/token/second-factor/`
#[must_use]
pub fn second_factor_issue(body: &SecondStepForTokens) -> Operation<Tokens> {
    Operation::new(Method::POST, "/api/auth/token/second-factor/").saying(body)
}

/// Confirm an address
///
/// `POST /api/auth/verify-email/`
#[must_use]
pub fn access_verify_email(body: &Link) -> Operation<()> {
    Operation::new(Method::POST, "/api/auth/verify-email/").saying(body)
}

/// Send the link again
///
/// `POST /api/auth/verify-email/resend/`
#[must_use]
pub fn access_resend() -> Operation<()> {
    Operation::new(Method::POST, "/api/auth/verify-email/resend/")
}

/// What [`blog_list`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BlogListQuery {
    /// Words that all stand in the article; the best first. A word that stands nowhere is taken for one like it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only with this tag; newest first. Not together with `q`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag: Option<String>,
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// Articles
///
/// `GET /api/blogs/`
#[must_use]
pub fn blog_list(query: &BlogListQuery) -> Operation<BlogPostList> {
    Operation::new(Method::GET, "/api/blogs/").asking(query)
}

/// Begin an article
///
/// `POST /api/blogs/`
#[must_use]
pub fn blog_create(body: &BlogText) -> Operation<BlogDraft> {
    Operation::new(Method::POST, "/api/blogs/").saying(body)
}

/// What [`blog_to_moderate`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BlogToModerateQuery {
    /// Which: those that readers reported, the newest, or those out of sight.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// Comments to judge
///
/// `GET /api/blogs/comments/`
#[must_use]
pub fn blog_to_moderate(query: &BlogToModerateQuery) -> Operation<BlogCommentList> {
    Operation::new(Method::GET, "/api/blogs/comments/").asking(query)
}

/// Delete a comment
///
/// `DELETE /api/blogs/comments/{id}/`
#[must_use]
pub fn blog_remove_comment(id: &CommentId) -> Operation<()> {
    Operation::new(Method::DELETE, &format!("/api/blogs/comments/{}/", id.0))
}

/// Take a comment out of sight
///
/// `POST /api/blogs/comments/{id}/hide/`
#[must_use]
pub fn blog_hide_comment(id: &CommentId, body: &BlogCommentHiding) -> Operation<BlogComment> {
    Operation::new(Method::POST, &format!("/api/blogs/comments/{}/hide/", id.0)).saying(body)
}

/// Report a comment
///
/// `POST /api/blogs/comments/{id}/report/`
#[must_use]
pub fn blog_report_comment(id: &CommentId) -> Operation<()> {
    Operation::new(Method::POST, &format!("/api/blogs/comments/{}/report/", id.0))
}

/// Leave a comment, or show it again
///
/// `POST /api/blogs/comments/{id}/show/`
#[must_use]
pub fn blog_show_comment(id: &CommentId) -> Operation<BlogComment> {
    Operation::new(Method::POST, &format!("/api/blogs/comments/{}/show/", id.0))
}

/// What [`blog_mine`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BlogMineQuery {
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// My articles
///
/// `GET /api/blogs/drafts/`
#[must_use]
pub fn blog_mine(query: &BlogMineQuery) -> Operation<BlogDraftRowList> {
    Operation::new(Method::GET, "/api/blogs/drafts/").asking(query)
}

/// A text as its author works on it
///
/// `GET /api/blogs/drafts/{id}/`
#[must_use]
pub fn blog_draft(id: &PostId) -> Operation<BlogDraft> {
    Operation::new(Method::GET, &format!("/api/blogs/drafts/{}/", id.0))
}

/// Save a text
///
/// `PUT /api/blogs/drafts/{id}/`
#[must_use]
pub fn blog_save(id: &PostId, body: &BlogTextEdit) -> Operation<BlogDraft> {
    Operation::new(Method::PUT, &format!("/api/blogs/drafts/{}/", id.0)).saying(body)
}

/// Approve a text
///
/// `POST /api/blogs/drafts/{id}/approve/`
#[must_use]
pub fn blog_approve(id: &PostId, body: &BlogApproval) -> Operation<BlogDraft> {
    Operation::new(Method::POST, &format!("/api/blogs/drafts/{}/approve/", id.0)).saying(body)
}

/// Send a text back
///
/// `POST /api/blogs/drafts/{id}/send-back/`
#[must_use]
pub fn blog_send_back(id: &PostId, body: &BlogRemark) -> Operation<BlogDraft> {
    Operation::new(Method::POST, &format!("/api/blogs/drafts/{}/send-back/", id.0)).saying(body)
}

/// Hand in for review
///
/// `POST /api/blogs/drafts/{id}/submit/`
#[must_use]
pub fn blog_submit(id: &PostId, body: &BlogVersion) -> Operation<BlogDraft> {
    Operation::new(Method::POST, &format!("/api/blogs/drafts/{}/submit/", id.0)).saying(body)
}

/// Take an article from its readers
///
/// `POST /api/blogs/drafts/{id}/withdraw/`
#[must_use]
pub fn blog_withdraw(id: &PostId, body: &BlogWithdrawal) -> Operation<BlogDraft> {
    Operation::new(Method::POST, &format!("/api/blogs/drafts/{}/withdraw/", id.0)).saying(body)
}

/// What [`blog_to_review`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BlogToReviewQuery {
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// Texts to review
///
/// `GET /api/blogs/to-review/`
#[must_use]
pub fn blog_to_review(query: &BlogToReviewQuery) -> Operation<BlogDraftRowList> {
    Operation::new(Method::GET, "/api/blogs/to-review/").asking(query)
}

/// An article
///
/// `GET /api/blogs/{id}/`
#[must_use]
pub fn blog_get(id: &str) -> Operation<BlogArticle> {
    Operation::new(Method::GET, &format!("/api/blogs/{}/", id))
}

/// What [`blog_comments`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct BlogCommentsQuery {
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// Comments of an article
///
/// `GET /api/blogs/{id}/comments/`
#[must_use]
pub fn blog_comments(id: &str, query: &BlogCommentsQuery) -> Operation<BlogCommentList> {
    Operation::new(Method::GET, &format!("/api/blogs/{}/comments/", id)).asking(query)
}

/// Say something
///
/// `POST /api/blogs/{id}/comments/`
#[must_use]
pub fn blog_comment(id: &str, body: &BlogCommentText) -> Operation<BlogComment> {
    Operation::new(Method::POST, &format!("/api/blogs/{}/comments/", id)).saying(body)
}

/// What [`clinic_list`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ClinicListQuery {
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// List clinics
///
/// `GET /api/clinics/`
#[must_use]
pub fn clinic_list(query: &ClinicListQuery) -> Operation<ClinicList> {
    Operation::new(Method::GET, "/api/clinics/").asking(query)
}

/// What [`doctor_list`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DoctorListQuery {
    /// Only this specialty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialty: Option<Specialty>,
    /// Only clinics in this city; compared without case and accents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Only doctors who speak it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// `true`: only doctors who offer video visits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telehealth: Option<bool>,
    /// Only doctors with a free slot on this day of their clinic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free_on: Option<NaiveDate>,
    /// Words in name, specialty, clinic or biography.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Another name of `specialty`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specialization: Option<Specialty>,
    /// Another name of `free_on`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<NaiveDate>,
    /// Another name of `text`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// Find doctors
///
/// `GET /api/doctors/`
#[must_use]
pub fn doctor_list(query: &DoctorListQuery) -> Operation<DoctorList> {
    Operation::new(Method::GET, "/api/doctors/").asking(query)
}

/// My profile as a doctor
///
/// `GET /api/doctors/me/`
#[must_use]
pub fn doctor_me() -> Operation<OwnDoctorProfile> {
    Operation::new(Method::GET, "/api/doctors/me/")
}

/// Change my profile
///
/// `PUT /api/doctors/me/`
#[must_use]
pub fn doctor_put(body: &DoctorEdit) -> Operation<OwnDoctorProfile> {
    Operation::new(Method::PUT, "/api/doctors/me/").saying(body)
}

/// My hours
///
/// `GET /api/doctors/me/availability/`
#[must_use]
pub fn availability_get() -> Operation<Availability> {
    Operation::new(Method::GET, "/api/doctors/me/availability/")
}

/// Change my hours
///
/// `PUT /api/doctors/me/availability/`
#[must_use]
pub fn availability_put(body: &Availability) -> Operation<Availability> {
    Operation::new(Method::PUT, "/api/doctors/me/availability/").saying(body)
}

/// My visits in numbers
///
/// `GET /api/doctors/me/statistics/`
#[must_use]
pub fn statistics_mine() -> Operation<VisitStatistics> {
    Operation::new(Method::GET, "/api/doctors/me/statistics/")
}

/// What [`doctor_unverified`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DoctorUnverifiedQuery {
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// List doctors who wait
///
/// `GET /api/doctors/unverified/`
#[must_use]
pub fn doctor_unverified(query: &DoctorUnverifiedQuery) -> Operation<UnverifiedDoctorList> {
    Operation::new(Method::GET, "/api/doctors/unverified/").asking(query)
}

/// One doctor
///
/// `GET /api/doctors/{id}/`
#[must_use]
pub fn doctor_get(id: &DoctorId) -> Operation<DoctorProfile> {
    Operation::new(Method::GET, &format!("/api/doctors/{}/", id.0))
}

/// Say how a visit was
///
/// `PUT /api/doctors/{id}/review/`
#[must_use]
pub fn review_write(id: &DoctorId, body: &ReviewEdit) -> Operation<Review> {
    Operation::new(Method::PUT, &format!("/api/doctors/{}/review/", id.0)).saying(body)
}

/// What [`review_list`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ReviewListQuery {
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// Reviews of a doctor
///
/// `GET /api/doctors/{id}/reviews/`
#[must_use]
pub fn review_list(id: &DoctorId, query: &ReviewListQuery) -> Operation<ReviewList> {
    Operation::new(Method::GET, &format!("/api/doctors/{}/reviews/", id.0)).asking(query)
}

/// What [`doctor_slots`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DoctorSlotsQuery {
    /// From when on (RFC 3339); now where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Up to when, at most 62 days later; 14 days later where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
}
/// Free slots
///
/// `GET /api/doctors/{id}/slots/`
#[must_use]
pub fn doctor_slots(id: &DoctorId, query: &DoctorSlotsQuery) -> Operation<SlotList> {
    Operation::new(Method::GET, &format!("/api/doctors/{}/slots/", id.0)).asking(query)
}

/// Confirm a licence
///
/// `POST /api/doctors/{id}/verify/`
#[must_use]
pub fn doctor_verify(id: &DoctorId) -> Operation<()> {
    Operation::new(Method::POST, &format!("/api/doctors/{}/verify/", id.0))
}

/// What [`record_list`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RecordListQuery {
    /// Whose record; patients have their own, doctors say whose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<uuid::Uuid>,
    /// Only this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<RecordType>,
    /// Only entries with a value of this LOINC code. Such a page can be short and yet have a `next`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Only from then on (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// Only before then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// A health record
///
/// `GET /api/health-records/`
#[must_use]
pub fn record_list(query: &RecordListQuery) -> Operation<HealthRecordList> {
    Operation::new(Method::GET, "/api/health-records/").asking(query)
}

/// Write an entry
///
/// `POST /api/health-records/`
#[must_use]
pub fn record_create(body: &NewHealthRecord) -> Operation<HealthRecord> {
    Operation::new(Method::POST, "/api/health-records/").saying(body)
}

/// What [`record_export`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct RecordExportQuery {
    /// Whose record; patients have their own, doctors say whose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<uuid::Uuid>,
    /// Only this kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub r#type: Option<RecordType>,
}
/// Give out a record as a table
///
/// `GET /api/health-records/export/`
#[must_use]
pub fn record_export(query: &RecordExportQuery) -> Operation<RecordExport> {
    Operation::new(Method::GET, "/api/health-records/export/").asking(query)
}

/// Take in a table of values
///
/// `POST /api/health-records/import/`
#[must_use]
pub fn record_import(body: &RecordImport) -> Operation<RecordImported> {
    Operation::new(Method::POST, "/api/health-records/import/").saying(body)
}

/// Known measures
///
/// `GET /api/health-records/measures/`
#[must_use]
pub fn record_measures() -> Operation<MeasureList> {
    Operation::new(Method::GET, "/api/health-records/measures/")
}

/// An entry
///
/// `GET /api/health-records/{id}/`
#[must_use]
pub fn record_get(id: &RecordId) -> Operation<HealthRecord> {
    Operation::new(Method::GET, &format!("/api/health-records/{}/", id.0))
}

/// Files of an entry
///
/// `GET /api/health-records/{id}/attachments/`
#[must_use]
pub fn record_attachments(id: &RecordId) -> Operation<AttachmentList> {
    Operation::new(Method::GET, &format!("/api/health-records/{}/attachments/", id.0))
}

/// Correct an entry
///
/// `POST /api/health-records/{id}/correct/`
#[must_use]
pub fn record_correct(id: &RecordId, body: &NewHealthRecord) -> Operation<HealthRecord> {
    Operation::new(Method::POST, &format!("/api/health-records/{}/correct/", id.0)).saying(body)
}

/// Take an entry back
///
/// `POST /api/health-records/{id}/retract/`
#[must_use]
pub fn record_retract(id: &RecordId, body: &Retraction) -> Operation<HealthRecord> {
    Operation::new(Method::POST, &format!("/api/health-records/{}/retract/", id.0)).saying(body)
}

/// What [`sharing_list`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SharingListQuery {
    /// A name, or what is remembered of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// A doctor's patients
///
/// `GET /api/patients/`
#[must_use]
pub fn sharing_list(query: &SharingListQuery) -> Operation<TreatedPatientList> {
    Operation::new(Method::GET, "/api/patients/").asking(query)
}

/// Open a record in an emergency
///
/// `POST /api/patients/emergency/`
#[must_use]
pub fn sharing_break_glass(body: &EmergencyAccess) -> Operation<OpenedPatient> {
    Operation::new(Method::POST, "/api/patients/emergency/").saying(body)
}

/// My profile as a patient
///
/// `GET /api/patients/me/`
#[must_use]
pub fn patient_get() -> Operation<Patient> {
    Operation::new(Method::GET, "/api/patients/me/")
}

/// Change my profile
///
/// `PUT /api/patients/me/`
#[must_use]
pub fn patient_put(body: &PatientEdit) -> Operation<Patient> {
    Operation::new(Method::PUT, "/api/patients/me/").saying(body)
}

/// What [`sharing_opened`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct SharingOpenedQuery {
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// Who opened my record
///
/// `GET /api/patients/me/opened/`
#[must_use]
pub fn sharing_opened(query: &SharingOpenedQuery) -> Operation<OpenedList> {
    Operation::new(Method::GET, "/api/patients/me/opened/").asking(query)
}

/// My reviews
///
/// `GET /api/patients/me/reviews/`
#[must_use]
pub fn review_mine() -> Operation<ReviewList> {
    Operation::new(Method::GET, "/api/patients/me/reviews/")
}

/// What I share
///
/// `GET /api/patients/me/shares/`
#[must_use]
pub fn sharing_shares() -> Operation<ShareList> {
    Operation::new(Method::GET, "/api/patients/me/shares/")
}

/// Stop sharing
///
/// `DELETE /api/patients/me/shares/{id}/`
#[must_use]
pub fn sharing_stop(id: &DoctorId) -> Operation<()> {
    Operation::new(Method::DELETE, &format!("/api/patients/me/shares/{}/", id.0))
}

/// Share with a doctor
///
/// `PUT /api/patients/me/shares/{id}/`
#[must_use]
pub fn sharing_share(id: &DoctorId, body: &ShareEdit) -> Operation<()> {
    Operation::new(Method::PUT, &format!("/api/patients/me/shares/{}/", id.0)).saying(body)
}

/// A patient at one glance
///
/// `GET /api/patients/{id}/`
#[must_use]
pub fn sharing_summary(id: &PatientId) -> Operation<PatientSummary> {
    Operation::new(Method::GET, &format!("/api/patients/{}/", id.0))
}

/// What [`prescription_list`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct PrescriptionListQuery {
    /// Only this patient's: one whom the doctor treats, or who shares them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient: Option<uuid::Uuid>,
    /// Only where they stand here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<PrescriptionStatus>,
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// Prescriptions
///
/// `GET /api/prescriptions/`
#[must_use]
pub fn prescription_list(query: &PrescriptionListQuery) -> Operation<PrescriptionList> {
    Operation::new(Method::GET, "/api/prescriptions/").asking(query)
}

/// Begin a draft
///
/// `POST /api/prescriptions/`
#[must_use]
pub fn prescription_draft(body: &NewPrescription) -> Operation<Prescription> {
    Operation::new(Method::POST, "/api/prescriptions/").saying(body)
}

/// Check without keeping
///
/// `POST /api/prescriptions/check/`
#[must_use]
pub fn prescription_check(body: &PrescriptionCheckRequest) -> Operation<PrescriptionChecks> {
    Operation::new(Method::POST, "/api/prescriptions/check/").saying(body)
}

/// Favourites
///
/// `GET /api/prescriptions/favourites/`
#[must_use]
pub fn prescription_favourites() -> Operation<FavouriteList> {
    Operation::new(Method::GET, "/api/prescriptions/favourites/")
}

/// Keep a favourite
///
/// `POST /api/prescriptions/favourites/`
#[must_use]
pub fn prescription_favour(body: &MedicationEdit) -> Operation<Favourite> {
    Operation::new(Method::POST, "/api/prescriptions/favourites/").saying(body)
}

/// Let a favourite go
///
/// `DELETE /api/prescriptions/favourites/{id}/`
#[must_use]
pub fn prescription_unfavour(id: &FavouriteId) -> Operation<()> {
    Operation::new(Method::DELETE, &format!("/api/prescriptions/favourites/{}/", id.0))
}

/// One prescription
///
/// `GET /api/prescriptions/{id}/`
#[must_use]
pub fn prescription_get(id: &PrescriptionId) -> Operation<Prescription> {
    Operation::new(Method::GET, &format!("/api/prescriptions/{}/", id.0))
}

/// Write on a draft
///
/// `PUT /api/prescriptions/{id}/`
#[must_use]
pub fn prescription_edit(id: &PrescriptionId, body: &PrescriptionEdit) -> Operation<Prescription> {
    Operation::new(Method::PUT, &format!("/api/prescriptions/{}/", id.0)).saying(body)
}

/// Cancel
///
/// `POST /api/prescriptions/{id}/cancel/`
#[must_use]
pub fn prescription_cancel(id: &PrescriptionId) -> Operation<Prescription> {
    Operation::new(Method::POST, &format!("/api/prescriptions/{}/cancel/", id.0))
}

/// Complete
///
/// `POST /api/prescriptions/{id}/complete/`
#[must_use]
pub fn prescription_complete(id: &PrescriptionId) -> Operation<Prescription> {
    Operation::new(Method::POST, &format!("/api/prescriptions/{}/complete/", id.0))
}

/// Correct
///
/// `POST /api/prescriptions/{id}/correct/`
#[must_use]
pub fn prescription_correct(id: &PrescriptionId) -> Operation<Prescription> {
    Operation::new(Method::POST, &format!("/api/prescriptions/{}/correct/", id.0))
}

/// Issue
///
/// `POST /api/prescriptions/{id}/issue/`
#[must_use]
pub fn prescription_issue(id: &PrescriptionId) -> Operation<Prescription> {
    Operation::new(Method::POST, &format!("/api/prescriptions/{}/issue/", id.0))
}

/// Repeat
///
/// `POST /api/prescriptions/{id}/repeat/`
#[must_use]
pub fn prescription_repeat(id: &PrescriptionId) -> Operation<Prescription> {
    Operation::new(Method::POST, &format!("/api/prescriptions/{}/repeat/", id.0))
}

/// Answer a review
///
/// `POST /api/reviews/{id}/answer/`
#[must_use]
pub fn review_answer(id: &ReviewId, body: &ReviewAnswer) -> Operation<Review> {
    Operation::new(Method::POST, &format!("/api/reviews/{}/answer/", id.0)).saying(body)
}

/// Take a review out of sight
///
/// `POST /api/reviews/{id}/hide/`
#[must_use]
pub fn review_hide(id: &ReviewId, body: &ReviewHiding) -> Operation<Review> {
    Operation::new(Method::POST, &format!("/api/reviews/{}/hide/", id.0)).saying(body)
}

/// Show a review again
///
/// `POST /api/reviews/{id}/show/`
#[must_use]
pub fn review_show(id: &ReviewId) -> Operation<Review> {
    Operation::new(Method::POST, &format!("/api/reviews/{}/show/", id.0))
}

/// One report
///
/// `GET /api/symptom-reports/{id}/`
#[must_use]
pub fn symptom_report(id: &SymptomReportId) -> Operation<SymptomReport> {
    Operation::new(Method::GET, &format!("/api/symptom-reports/{}/", id.0))
}

/// What [`user_list`] can be asked; nothing of it has to be.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct UserListQuery {
    /// A part of the e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// The page after this cursor, which is the `next` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Rows of a page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
/// List accounts
///
/// `GET /api/users/`
#[must_use]
pub fn user_list(query: &UserListQuery) -> Operation<UserList> {
    Operation::new(Method::GET, "/api/users/").asking(query)
}

/// Who am I?
///
/// `GET /api/users/me/`
#[must_use]
pub fn user_me() -> Operation<Me> {
    Operation::new(Method::GET, "/api/users/me/")
}

/// What was agreed to
///
/// `GET /api/users/me/consents/`
#[must_use]
pub fn privacy_consents() -> Operation<ConsentList> {
    Operation::new(Method::GET, "/api/users/me/consents/")
}

/// Agree, or take it back
///
/// `POST /api/users/me/consents/`
#[must_use]
pub fn privacy_consent(body: &ConsentChange) -> Operation<()> {
    Operation::new(Method::POST, "/api/users/me/consents/").saying(body)
}

/// Keep the account
///
/// `DELETE /api/users/me/deletion/`
#[must_use]
pub fn privacy_cancel_deletion() -> Operation<()> {
    Operation::new(Method::DELETE, "/api/users/me/deletion/")
}

/// Is the account about to end?
///
/// `GET /api/users/me/deletion/`
#[must_use]
pub fn privacy_deletion() -> Operation<Deletion> {
    Operation::new(Method::GET, "/api/users/me/deletion/")
}

/// End the account
///
/// `POST /api/users/me/deletion/`
#[must_use]
pub fn privacy_ask_deletion(body: &PasswordConfirmation) -> Operation<Deletion> {
    Operation::new(Method::POST, "/api/users/me/deletion/").saying(body)
}

/// One's address
///
/// `GET /api/users/me/email/`
#[must_use]
pub fn access_email() -> Operation<Contact> {
    Operation::new(Method::GET, "/api/users/me/email/")
}

/// Change the address
///
/// `POST /api/users/me/email/`
#[must_use]
pub fn access_ask_email(body: &EmailChange) -> Operation<()> {
    Operation::new(Method::POST, "/api/users/me/email/").saying(body)
}

/// My passkeys
///
/// `GET /api/users/me/passkeys/`
#[must_use]
pub fn passkey_list() -> Operation<PasskeyList> {
    Operation::new(Method::GET, "/api/users/me/passkeys/")
}

/// Add a passkey
///
/// `POST /api/users/me/passkeys/`
#[must_use]
pub fn passkey_add(body: &NewPasskey) -> Operation<Passkey> {
    Operation::new(Method::POST, "/api/users/me/passkeys/").saying(body)
}

/// Ask a device to make a passkey
///
/// `POST /api/users/me/passkeys/question/`
#[must_use]
pub fn passkey_ask_new(body: &PasskeyWish) -> Operation<PasskeyCreationQuestion> {
    Operation::new(Method::POST, "/api/users/me/passkeys/question/").saying(body)
}

/// Remove a passkey
///
/// `DELETE /api/users/me/passkeys/{id}/`
#[must_use]
pub fn passkey_remove(id: &PasskeyId) -> Operation<()> {
    Operation::new(Method::DELETE, &format!("/api/users/me/passkeys/{}/", id.0))
}

/// Change the password
///
/// `POST /api/users/me/password/`
#[must_use]
pub fn access_change_password(body: &PasswordChange) -> Operation<()> {
    Operation::new(Method::POST, "/api/users/me/password/").saying(body)
}

/// My second factor
///
/// `GET /api/users/me/second-factor/`
#[must_use]
pub fn second_factor_state() -> Operation<SecondFactorState> {
    Operation::new(Method::GET, "/api/users/me/second-factor/")
}

/// Begin to set up a second factor
///
/// `POST /api/users/me/second-factor/`
#[must_use]
pub fn second_factor_begin(body: &PasswordAgain) -> Operation<Enrolment> {
    Operation::new(Method::POST, "/api/users/me/second-factor/").saying(body)
}

/// Confirm the second factor
///
/// `POST /api/users/me/second-factor/confirm/`
#[must_use]
pub fn second_factor_confirm(body: &SecondFactorCode) -> Operation<RecoveryCodes> {
    Operation::new(Method::POST, "/api/users/me/second-factor/confirm/").saying(body)
}

/// Renew the recovery codes
///
/// `POST /api/users/me/second-factor/recovery-codes/`
#[must_use]
pub fn second_factor_renew(body: &SecondFactorCode) -> Operation<RecoveryCodes> {
    Operation::new(Method::POST, "/api/users/me/second-factor/recovery-codes/").saying(body)
}

/// Take the second factor away
///
/// `POST /api/users/me/second-factor/remove/`
#[must_use]
pub fn second_factor_remove(body: &SecondFactorRemoval) -> Operation<()> {
    Operation::new(Method::POST, "/api/users/me/second-factor/remove/").saying(body)
}

/// Sign out elsewhere
///
/// `DELETE /api/users/me/sessions/`
#[must_use]
pub fn access_end_others() -> Operation<()> {
    Operation::new(Method::DELETE, "/api/users/me/sessions/")
}

/// Where am I signed in?
///
/// `GET /api/users/me/sessions/`
#[must_use]
pub fn access_sessions() -> Operation<SessionList> {
    Operation::new(Method::GET, "/api/users/me/sessions/")
}

/// Sign out one device
///
/// `DELETE /api/users/me/sessions/{id}/`
#[must_use]
pub fn access_end(id: &SessionId) -> Operation<()> {
    Operation::new(Method::DELETE, &format!("/api/users/me/sessions/{}/", id.0))
}

/// My personal tokens
///
/// `GET /api/users/me/tokens/`
#[must_use]
pub fn token_list() -> Operation<PersonalTokenList> {
    Operation::new(Method::GET, "/api/users/me/tokens/")
}

/// Make a personal token
///
/// `POST /api/users/me/tokens/`
#[must_use]
pub fn token_create(body: &NewToken) -> Operation<MadeToken> {
    Operation::new(Method::POST, "/api/users/me/tokens/").saying(body)
}

/// Revoke a personal token
///
/// `POST /api/users/me/tokens/{id}/revoke/`
#[must_use]
pub fn token_revoke_own(id: &TokenId) -> Operation<()> {
    Operation::new(Method::POST, &format!("/api/users/me/tokens/{}/revoke/", id.0))
}

/// Let an account in
///
/// `POST /api/users/{id}/activate/`
#[must_use]
pub fn user_activate(id: &UserId) -> Operation<()> {
    Operation::new(Method::POST, &format!("/api/users/{}/activate/", id.0))
}

/// Keep an account out
///
/// `POST /api/users/{id}/deactivate/`
#[must_use]
pub fn user_deactivate(id: &UserId) -> Operation<()> {
    Operation::new(Method::POST, &format!("/api/users/{}/deactivate/", id.0))
}

/// Let an account's data go
///
/// `DELETE /api/users/{id}/hold/`
#[must_use]
pub fn privacy_let_go(id: &UserId) -> Operation<()> {
    Operation::new(Method::DELETE, &format!("/api/users/{}/hold/", id.0))
}

/// Hold an account's data
///
/// `POST /api/users/{id}/hold/`
#[must_use]
pub fn privacy_hold(id: &UserId, body: &Hold) -> Operation<()> {
    Operation::new(Method::POST, &format!("/api/users/{}/hold/", id.0)).saying(body)
}

/// Take somebody's second factor away
///
/// `POST /api/users/{id}/second-factor/reset/`
#[must_use]
pub fn second_factor_reset(id: &UserId) -> Operation<()> {
    Operation::new(Method::POST, &format!("/api/users/{}/second-factor/reset/", id.0))
}
