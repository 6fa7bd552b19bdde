//! `/api/auth/`: register, sign in, sign out.

use super::openapi::{PatientOrDoctor, TimeZone};
use super::{Address, By, Json, Maybe, Nothing, Outcome, extract, ok, problem::Problem, user::MeOut};
use crate::session::{self, Device};
use crate::state::AppState;
use axum::extract::State;
use domain::account::NewAccount;
use domain::patient::Sex;
use domain::{ClinicId, Code, Problems, Specialty, text};
use serde::{Deserialize, Serialize};
use service::account::{Proven, Whence};
use service::sign_in::{self, Step};
use service::{Error, Services};
use tower_sessions::Session;
use utoipa::ToSchema;

/// Longest number of a licence, in characters.
const LICENSE_MAX: usize = 60;

/// A registration. What only doctors have is required of them; for patients it is ignored, but must be readable.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Registration)]
pub(super) struct RegisterIn {
    /// The address to sign in with; compared without case.
    #[schema(required, value_type = String, format = Email, max_length = 254)]
    email: Option<String>,
    /// Long rather than complicated: not one character throughout, and not the address.
    #[schema(required, value_type = String, format = Password, min_length = 10, max_length = 128)]
    password: Option<String>,
    /// Who registers.
    #[schema(required, value_type = PatientOrDoctor)]
    user_type: Option<String>,
    /// Full name; a doctor's with title.
    #[schema(required, value_type = String, min_length = 1, max_length = 120)]
    name: Option<String>,
    /// Patients: not in the future, not more than 130 years ago.
    #[serde(default, deserialize_with = "extract::filled")]
    #[schema(value_type = Option<chrono::NaiveDate>)]
    date_of_birth: Option<String>,
    /// Patients.
    #[serde(default, deserialize_with = "extract::filled")]
    #[schema(value_type = Option<Sex>)]
    sex: Option<String>,
    /// Doctors; also read under the name `specialization`. Every one but `emergency-medicine`.
    #[serde(default, alias = "specialization", deserialize_with = "extract::filled")]
    #[schema(value_type = Option<Specialty>)]
    specialty: Option<String>,
    /// Doctors: number of the licence to practise.
    #[schema(max_length = 60)]
    license_number: Option<String>,
    /// Doctors: who issued the licence.
    #[schema(max_length = 120)]
    license_issuer: Option<String>,
    /// Doctors: last day on which the licence is in force; in the future.
    #[serde(default, deserialize_with = "extract::filled")]
    #[schema(value_type = Option<chrono::NaiveDate>)]
    license_expires: Option<String>,
    /// Doctors: where they work.
    #[serde(default, deserialize_with = "extract::filled")]
    #[schema(value_type = Option<ClinicId>)]
    clinic: Option<String>,
    /// The person's time zone; UTC where nothing is said.
    #[serde(default, deserialize_with = "extract::filled")]
    #[schema(value_type = Option<TimeZone>)]
    time_zone: Option<String>,
}

impl RegisterIn {
    /// What is wrong with fields that accounts of this kind do not have: they are not kept, but what nobody could mean is not waved through.
    fn ignored(&self) -> Problems {
        let mut wrong = Problems::default();
        if self.user_type.as_deref() == Some("doctor") {
            if let Some(raw) = &self.date_of_birth {
                wrong.take("date_of_birth", extract::date(raw));
            }
            if let Some(raw) = &self.sex {
                wrong.take("sex", domain::patient::sex(raw).and_then(|sex| sex.ok_or("Please choose from the list.".into())));
            }
            return wrong;
        }
        if let Some(raw) = &self.specialty {
            wrong.take("specialty", raw.parse::<Specialty>().map_err(|e| e.to_string()));
        }
        if let Some(raw) = &self.license_expires {
            wrong.take("license_expires", extract::date(raw));
        }
        if let Some(raw) = &self.clinic {
            wrong.take("clinic", raw.parse::<ClinicId>().map_err(|_| "Please choose a clinic from the list."));
        }
        wrong.take("license_number", text::optional(self.license_number.as_deref().unwrap_or_default(), LICENSE_MAX));
        wrong.take("license_issuer", text::optional(self.license_issuer.as_deref().unwrap_or_default(), text::NAME_MAX));
        wrong
    }
}

impl From<RegisterIn> for NewAccount {
    fn from(given: RegisterIn) -> Self {
        Self {
            email: given.email.unwrap_or_default(),
            password: given.password.unwrap_or_default(),
            user_type: given.user_type.unwrap_or_default(),
            name: given.name.unwrap_or_default(),
            date_of_birth: given.date_of_birth.unwrap_or_default(),
            sex: given.sex.unwrap_or_default(),
            specialty: given.specialty.unwrap_or_default(),
            license_number: given.license_number.unwrap_or_default(),
            license_issuer: given.license_issuer.unwrap_or_default(),
            license_expires: given.license_expires.unwrap_or_default(),
            clinic: given.clinic.unwrap_or_default(),
            time_zone: given.time_zone.unwrap_or_default(),
        }
    }
}

/// The address that was registered, and nothing about whether it was known before.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Registered)]
pub(super) struct RegisteredOut {
    /// Lower-cased.
    #[schema(format = Email)]
    email: String,
    /// As what.
    #[schema(value_type = PatientOrDoctor)]
    user_type: String,
}

/// An address and its password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Login)]
pub(super) struct LoginIn {
    /// Compared without case.
    #[schema(format = Email)]
    email: String,
    /// As it was chosen.
    #[schema(format = Password)]
    password: String,
}

/// `POST /api/auth/register/`
pub(super) async fn register(State(services): State<Services>, Json(given): Json<RegisterIn>) -> Outcome<RegisteredOut, 201> {
    let mut wrong = given.ignored();
    let new = NewAccount::from(given);
    if !wrong.is_empty() {
        wrong.0.extend(new.parse(services.now().date_naive()).err().into_iter().flat_map(|more| more.0));
        return Err(wrong.into());
    }
    service::account::register(&services, &new).await?;
    let out = RegisteredOut { email: new.email.trim().to_lowercase(), user_type: new.user_type };
    Ok(ok(out)
        .created()
        .saying("You can sign in now, and confirm the address by the link that we mail. If you had an account already, it is unchanged."))
}

/// `POST /api/auth/login/`: answers with the account, and the session in a cookie.
pub(super) async fn login(
    State(state): State<AppState>,
    session: Session,
    Address(address): Address,
    device: Device,
    Json(given): Json<LoginIn>,
) -> Outcome<MeOut> {
    let from = Whence { address, device: device.secret() };
    let proven = first_step(sign_in::password(&state.services, &given.email, &given.password, &from).await)?;
    session::sign_in(&session, &proven, &state, &device).await?;
    // Now, and not after the answer was made: a failure can still be told.
    session.save().await?;
    Ok(ok(proven.account.into()).saying("You are signed in."))
}

/// Whom the password alone has signed in, or why it has not. Which of address and password is wrong is nobody's business.
pub(super) fn first_step(step: Result<Step, Error>) -> Result<Proven, Problem> {
    match step {
        Ok(Step::Done(proven)) => Ok(proven),
        Ok(Step::Code(pending)) => Err(Problem::second_step(pending.0)),
        Err(error) => Err(refused(error)),
    }
}

fn refused(error: Error) -> Problem {
    match Problem::from(error) {
        refused if refused.code() == Code::Unauthenticated => refused.saying("This e-mail address and password do not belong together."),
        other => other,
    }
}

/// `POST /api/auth/logout/`: who is not signed in is signed out already.
pub(super) async fn logout(session: Session, _: Maybe<Nothing>) -> Outcome<()> {
    session::sign_out(&session).await?;
    Ok(ok(()).saying("You are signed out."))
}

/// `POST /api/auth/logout-everywhere/`
pub(super) async fn logout_everywhere(
    State(services): State<Services>,
    By(caller): By,
    session: Session,
    _: Maybe<Nothing>,
) -> Outcome<()> {
    service::account::logout_everywhere(&services, &caller).await?;
    session::sign_out(&session).await?;
    Ok(ok(()).saying("You are signed out on every device."))
}
