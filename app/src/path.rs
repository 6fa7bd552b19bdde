//! Addresses, made in one place.

use chrono::{DateTime, Utc};
use domain::{AppointmentId, AttachmentId, DoctorId, ImageId, PatientId, PostId, PrescriptionId, RecordId, SymptomReportId, risk::ScoreId};

/// A doctor's page.
pub fn doctor(id: DoctorId) -> String {
    format!("/doctors/{id}")
}

/// A patient, for their doctors.
pub fn patient(id: PatientId) -> String {
    format!("/patients/{id}")
}

/// The result of an assessment.
pub fn report(id: SymptomReportId) -> String {
    format!("/symptoms/{id}")
}

/// An appointment.
pub fn appointment(id: AppointmentId) -> String {
    format!("/appointments/{id}")
}

/// Moving a visit, for its doctor.
pub fn shift(id: AppointmentId) -> String {
    format!("/dashboard/visits/{id}/move")
}

/// An entry of a health record.
pub fn record(id: RecordId) -> String {
    format!("/records/{id}")
}

/// A health record: one's own, or a patient's.
pub fn records(patient: Option<PatientId>) -> String {
    patient.map_or_else(|| "/records".to_owned(), |patient| format!("/patients/{patient}/records"))
}

/// A file of an entry.
pub fn attachment(id: AttachmentId) -> String {
    format!("/api/attachments/{id}/")
}

/// A prescription, for its patient.
pub fn prescription(id: PrescriptionId) -> String {
    format!("/prescriptions/{id}")
}

/// A prescription, for doctors.
pub fn written(id: PrescriptionId) -> String {
    format!("/dashboard/prescriptions/{id}")
}

/// The prescriptions of a patient, for doctors.
pub fn prescriptions_of(patient: PatientId) -> String {
    format!("/patients/{patient}/prescriptions")
}

/// A new prescription for a patient.
pub fn prescribe(patient: PatientId) -> String {
    format!("/patients/{patient}/prescriptions/new")
}

/// A risk score.
pub fn risk(score: ScoreId) -> String {
    format!("/risk/{score}")
}

/// An article, for everybody.
pub fn article(slug: &str) -> String {
    format!("/blog/{}", encode(slug))
}

/// Articles with a tag.
pub fn tagged(tag: &str) -> String {
    with("/blog", &[("tag", tag)])
}

/// A picture of an article.
pub fn picture(id: ImageId) -> String {
    format!("/blog/images/{id}")
}

/// The text that the author of an article works on.
pub fn draft(id: PostId) -> String {
    format!("/dashboard/blog/{id}")
}

/// The same text for whoever reviews it.
pub fn draft_review(id: PostId) -> String {
    format!("/dashboard/blog/{id}/review")
}

/// Booking a slot, with the report that led there.
pub fn book(doctor: DoctorId, start: DateTime<Utc>, report: Option<SymptomReportId>) -> String {
    let start = start.format("%Y-%m-%dT%H:%M:%SZ");
    match report {
        Some(report) => format!("/book/{doctor}?start={start}&report={report}"),
        None => format!("/book/{doctor}?start={start}"),
    }
}

/// Signing in, and then back to `next`.
pub fn login(next: &str) -> String {
    if next.is_empty() || next == "/" { "/login".into() } else { with("/login", &[("next", next)]) }
}

/// An address with a query; empty values are left out.
pub fn with(path: &str, query: &[(&str, &str)]) -> String {
    let pairs: Vec<String> =
        query.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}={}", encode(value))).collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}

/// Percent-encodes everything but the unreserved characters (RFC 3986).
pub fn encode(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for byte in raw.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// `next`, when it stays on this site; else `otherwise`.
pub fn local<'a>(next: &'a str, otherwise: &'a str) -> &'a str {
    let stays = next.starts_with('/') && !next.starts_with("//") && !next.contains(['\\', '\n', '\r', '\t', '\0']);
    if stays { next } else { otherwise }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_to_another_site_after_signing_in() {
        for (next, to) in
            [("/book/1?start=a", "/book/1?start=a"), ("https://evil.example", "/"), ("//evil.example", "/"), ("/\\evil", "/"), ("", "/")]
        {
            assert_eq!(local(next, "/"), to);
        }
    }

    #[test]
    fn a_query_keeps_what_was_in_it() {
        assert_eq!(with("/login", &[("next", "/book/1?start=a&b"), ("x", "")]), "/login?next=%2Fbook%2F1%3Fstart%3Da%26b");
    }
}
