//! Typed identifiers. Every id is a UUID version 7 (RFC 9562) made by the server, so ids sort by creation time.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// An account.
    UserId,
    /// The patient behind an account.
    PatientId,
    /// The doctor behind an account.
    DoctorId,
    /// A place where doctors work.
    ClinicId,
    /// An appointment.
    AppointmentId,
    /// What a patient says of a doctor.
    ReviewId,
    /// A stored symptom assessment.
    SymptomReportId,
    /// A sign-in on one device; not what its cookie holds.
    SessionId,
    /// A key of a device that opens an account.
    PasskeyId,
    /// A program's leave to act for an account.
    TokenId,
    /// An entry of a health record.
    RecordId,
    /// A file of such an entry.
    AttachmentId,
    /// A prescription.
    PrescriptionId,
    /// A medication that a doctor writes often.
    FavouriteId,
    /// An article of the blog.
    PostId,
    /// What a reader says of it.
    CommentId,
    /// A picture in it.
    ImageId,
}
