//! Strings with rules of their own, where the code has no type for them or one of another crate. They exist only as schemas.

use crate::rest::patient::LINE_MAX;
use domain::patient::{BLOOD_GROUPS, LANGUAGES, SEVERITIES};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident => $schema:expr;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug)]
        pub(in crate::rest) enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let schema: ObjectBuilder = $schema;
                schema.schema_type(Type::String).description(Some(concat!($($doc),+).trim())).into()
            }
        }

        impl ToSchema for $name {}
    )+};
}

kinds! {
    /// The name of a time zone in the IANA database.
    TimeZone => ObjectBuilder::new().examples(["Europe/Berlin"]);
    /// What a token may do: `read`, `write`, or both, parted by a space.
    ScopeList => ObjectBuilder::new().examples(["read write"]);
    /// Something on one line.
    Line => ObjectBuilder::new().min_length(Some(1)).max_length(Some(LINE_MAX));
    /// A day of the week.
    Weekday => one_of(["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]);
    /// A language, as a BCP 47 tag.
    Language => one_of(LANGUAGES.map(|(tag, _)| tag));
    /// A blood group by ABO and Rh(D).
    BloodGroup => one_of(BLOOD_GROUPS);
    /// How bad an allergy is; empty where it is not known.
    Severity => one_of(SEVERITIES.into_iter().chain([""]));
    /// Who can register; administrators are made on the server's command line.
    PatientOrDoctor => one_of(["patient", "doctor"]);
}

fn one_of(codes: impl IntoIterator<Item = &'static str>) -> ObjectBuilder {
    ObjectBuilder::new().enum_values(Some(codes))
}
