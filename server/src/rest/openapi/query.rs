//! Query parameters. In the code they are texts, so that all that is wrong can be told at once; here stands what they mean.

use super::signature::reference;
use crate::rest::appointment::AppointmentsQuery;
use crate::rest::audit::AuditQuery;
use crate::rest::blog::{CommentsQuery, DraftsQuery, PostsQuery};
use crate::rest::clinic::ClinicsQuery;
use crate::rest::doctor::{OTHER_NAMES, SlotsQuery, UnverifiedQuery};
use crate::rest::prescription::PrescriptionsQuery;
use crate::rest::record::{ExportQuery, RecordsQuery};
use crate::rest::review::ReviewsQuery;
use crate::rest::sharing::{OpenedQuery, TreatedQuery};
use crate::rest::user::UsersQuery;
use domain::doctor::DoctorQuery;
use domain::page::{LIMIT_DEFAULT, LIMIT_MAX};
use domain::text::NAME_MAX;
use serde_json::{Value, json};

/// The parameters of an address.
pub(in crate::rest) trait Parameters {
    /// Each of them.
    fn parameters() -> Vec<Value>;
}

impl Parameters for DoctorQuery {
    fn parameters() -> Vec<Value> {
        let mut all = vec![
            parameter("specialty", reference("Specialty"), "Only this specialty."),
            parameter("city", most(NAME_MAX), "Only clinics in this city; compared without case and accents."),
            parameter("language", reference("Language"), "Only doctors who speak it."),
            parameter("telehealth", json!({ "type": "boolean" }), "`true`: only doctors who offer video visits."),
            parameter(
                "free_on",
                json!({ "type": "string", "format": "date" }),
                "Only doctors with a free slot on this day of their clinic.",
            ),
            parameter("text", most(100), "Words in name, specialty, clinic or biography."),
        ];
        all.extend(OTHER_NAMES.iter().filter_map(|(name, other)| also_called(&all, name, other)).collect::<Vec<_>>());
        all.extend(page());
        all
    }
}

impl Parameters for SlotsQuery {
    fn parameters() -> Vec<Value> {
        let instant = json!({ "type": "string", "format": "date-time" });
        vec![
            parameter("from", instant.clone(), "From when on (RFC 3339); now where nothing is said."),
            parameter("to", instant, "Up to when, at most 62 days later; 14 days later where nothing is said."),
        ]
    }
}

impl Parameters for AppointmentsQuery {
    fn parameters() -> Vec<Value> {
        let when = json!({ "type": "string", "enum": ["upcoming", "past"], "default": "upcoming" });
        let instant = json!({ "type": "string", "format": "date-time" });
        let mut all = vec![
            parameter("when", when, "What is still to come, soonest first; or what is over or called off, latest first."),
            parameter("from", instant.clone(), "Only what begins from then on (RFC 3339)."),
            parameter("until", instant, "Only what begins before then."),
        ];
        all.extend(page());
        all
    }
}

impl Parameters for PrescriptionsQuery {
    fn parameters() -> Vec<Value> {
        let id = json!({ "type": "string", "format": "uuid" });
        let mut all = vec![
            parameter("patient", id, "Only this patient's: one whom the doctor treats, or who shares them."),
            parameter("status", reference("PrescriptionStatus"), "Only where they stand here."),
        ];
        all.extend(page());
        all
    }
}

impl Parameters for ClinicsQuery {
    fn parameters() -> Vec<Value> {
        page().into()
    }
}

impl Parameters for UnverifiedQuery {
    fn parameters() -> Vec<Value> {
        page().into()
    }
}

impl Parameters for UsersQuery {
    fn parameters() -> Vec<Value> {
        let mut all = vec![parameter("q", most(NAME_MAX), "A part of the e-mail address.")];
        all.extend(page());
        all
    }
}

impl Parameters for AuditQuery {
    fn parameters() -> Vec<Value> {
        let id = json!({ "type": "string", "format": "uuid" });
        let instant = json!({ "type": "string", "format": "date-time" });
        let mut all = vec![
            parameter("user", id.clone(), "Only what this account did."),
            parameter("patient", id, "Only what is about this patient."),
            parameter("action", most(60), "Only this action, like `appointment.read`; with a dot at its end, all that begin so."),
            parameter("from", instant.clone(), "Only from then on (RFC 3339)."),
            parameter("to", instant, "Only before then."),
        ];
        all.extend(page());
        all
    }
}

impl Parameters for ReviewsQuery {
    fn parameters() -> Vec<Value> {
        page().into()
    }
}

impl Parameters for PostsQuery {
    fn parameters() -> Vec<Value> {
        let mut all = vec![
            parameter(
                "q",
                most(200),
                "Words that all stand in the article; the best first. A word that stands nowhere is taken for one like it.",
            ),
            parameter("tag", most(domain::blog::TAG_MAX), "Only with this tag; newest first. Not together with `q`."),
        ];
        all.extend(page());
        all
    }
}

impl Parameters for DraftsQuery {
    fn parameters() -> Vec<Value> {
        page().into()
    }
}

impl Parameters for CommentsQuery {
    fn parameters() -> Vec<Value> {
        let of = json!({ "type": "string", "enum": ["reported", "newest", "hidden"], "default": "reported" });
        let mut all = vec![parameter("of", of, "Which: those that readers reported, the newest, or those out of sight.")];
        all.extend(page());
        all
    }
}

impl Parameters for OpenedQuery {
    fn parameters() -> Vec<Value> {
        page().into()
    }
}

impl Parameters for TreatedQuery {
    fn parameters() -> Vec<Value> {
        let mut all = vec![parameter("q", most(NAME_MAX), "A name, or what is remembered of it.")];
        all.extend(page());
        all
    }
}

impl Parameters for RecordsQuery {
    fn parameters() -> Vec<Value> {
        let instant = json!({ "type": "string", "format": "date-time" });
        let code = json!({ "type": "string", "minLength": 3, "maxLength": 12 });
        let mut all = ExportQuery::parameters();
        all.extend([
            parameter("code", code, "Only entries with a value of this LOINC code. Such a page can be short and yet have a `next`."),
            parameter("from", instant.clone(), "Only from then on (RFC 3339)."),
            parameter("until", instant, "Only before then."),
        ]);
        all.extend(page());
        all
    }
}

impl Parameters for ExportQuery {
    fn parameters() -> Vec<Value> {
        let id = json!({ "type": "string", "format": "uuid" });
        vec![
            parameter("patient", id, "Whose record; patients have their own, doctors say whose."),
            parameter("type", reference("RecordType"), "Only this kind."),
        ]
    }
}

fn page() -> [Value; 2] {
    let rows = json!({ "type": "integer", "minimum": 1, "maximum": LIMIT_MAX, "default": LIMIT_DEFAULT });
    [
        parameter(
            "after",
            json!({ "type": "string", "minLength": 1 }),
            "The page after this cursor, which is the `next` of the page before.",
        ),
        parameter("limit", rows, "Rows of a page."),
    ]
}

fn also_called(all: &[Value], name: &str, other: &str) -> Option<Value> {
    let meant = all.iter().find(|parameter| parameter["name"] == name)?;
    Some(parameter(other, meant["schema"].clone(), &format!("Another name of `{name}`.")))
}

fn most(characters: usize) -> Value {
    json!({ "type": "string", "maxLength": characters })
}

fn parameter(name: &str, schema: Value, description: &str) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": description, "schema": schema })
}
