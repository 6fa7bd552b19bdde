//! `/api/prescriptions/`: write, check, issue, end, print; and what doctors write often.

mod shape;

use super::etag::{self, IfMatch, IfNoneMatch, Versioned};
use super::transfer::Pdf;
use super::{Answer, By, Id, Json, List, Maybe, Nothing, Outcome, Query, ok, problem::Problem, user};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use domain::prescription::{Prescription, Sheet, Status};
use domain::{FavouriteId, PrescriptionId, Problems, page};
use service::Services;
use service::prescription::{self, NewDraft, Target};
pub(super) use shape::PrescriptionsQuery;
use shape::{CheckIn, CheckedOut, FavouriteOut, MedicationIn, PrescriptionIn, PrescriptionOut, SheetIn};

/// `GET /api/prescriptions/`
pub(super) async fn list(
    State(services): State<Services>,
    By(caller): By,
    Query(query): Query<PrescriptionsQuery>,
) -> Outcome<List<PrescriptionOut>> {
    let mut wrong = Problems::default();
    let patient = match &*query.patient {
        "" => None,
        id => wrong.take("patient", id.parse().map_err(|_| "Please use the id of a patient.")),
    };
    let status = match &*query.status {
        "" => None,
        code => wrong.take("status", Status::of(code).ok_or("Please use draft, active, cancelled or completed.")),
    };
    let after = user::cursor(&mut wrong, &query.after);
    let limit = wrong.take("limit", domain::doctor::limit(&query.limit)).unwrap_or(page::LIMIT_DEFAULT);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    let list = prescription::List { patient, status, after, limit };
    Ok(ok(List::page(prescription::list(&services, &caller, &list).await?)))
}

/// `POST /api/prescriptions/`
pub(super) async fn draft(
    State(services): State<Services>,
    By(caller): By,
    Json(given): Json<PrescriptionIn>,
) -> Outcome<PrescriptionOut, 201> {
    let (patient, appointment, sheet) = given.read()?;
    let made = prescription::draft(&services, &caller, NewDraft { patient, appointment, sheet }).await?;
    Ok(made_at(made).saying("The draft is kept. Nothing is issued yet."))
}

/// `GET /api/prescriptions/{id}/`: 304 where the client has this version already.
pub(super) async fn get(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<PrescriptionId>,
    known: IfNoneMatch,
) -> Result<Versioned<PrescriptionOut>, Problem> {
    let found = prescription::get(&services, &caller, id).await?;
    let is_known = known.knows(found.version);
    Ok(if is_known { Versioned::Known(etag::tag(found.version)) } else { Versioned::Whole(versioned(found)) })
}

/// `PUT /api/prescriptions/{id}/`
pub(super) async fn edit(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<PrescriptionId>,
    meant: IfMatch,
    Json(given): Json<SheetIn>,
) -> Outcome<PrescriptionOut> {
    let holds = |version: &i32| meant.is_meant(version);
    let which = Target { id, meant: meant.only(&holds) };
    Ok(versioned(prescription::edit(&services, &caller, which, given.read()).await?).saying("The draft is kept."))
}

/// `POST /api/prescriptions/check/`
pub(super) async fn check(State(services): State<Services>, By(caller): By, Json(given): Json<CheckIn>) -> Outcome<CheckedOut> {
    let (patient, replaces, medications) = given.read()?;
    let sheet = Sheet { medications, ..Sheet::default() };
    Ok(ok(prescription::check(&services, &caller, patient, replaces, sheet).await?.into()))
}

/// `POST /api/prescriptions/{id}/issue/`
pub(super) async fn issue(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<PrescriptionId>,
    meant: IfMatch,
    _: Maybe<Nothing>,
) -> Outcome<PrescriptionOut> {
    let holds = |version: &i32| meant.is_meant(version);
    let which = Target { id, meant: meant.only(&holds) };
    Ok(versioned(prescription::issue(&services, &caller, which).await?).saying("The prescription is issued."))
}

/// `POST /api/prescriptions/{id}/cancel/`
pub(super) async fn cancel(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<PrescriptionId>,
    meant: IfMatch,
    _: Maybe<Nothing>,
) -> Outcome<PrescriptionOut> {
    let holds = |version: &i32| meant.is_meant(version);
    let which = Target { id, meant: meant.only(&holds) };
    Ok(versioned(prescription::cancel(&services, &caller, which).await?).saying("The prescription is cancelled."))
}

/// `POST /api/prescriptions/{id}/complete/`
pub(super) async fn complete(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<PrescriptionId>,
    meant: IfMatch,
    _: Maybe<Nothing>,
) -> Outcome<PrescriptionOut> {
    let holds = |version: &i32| meant.is_meant(version);
    let which = Target { id, meant: meant.only(&holds) };
    Ok(versioned(prescription::complete(&services, &caller, which).await?).saying("The prescription is completed."))
}

/// `POST /api/prescriptions/{id}/repeat/`
pub(super) async fn repeat(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<PrescriptionId>,
    _: Maybe<Nothing>,
) -> Outcome<PrescriptionOut, 201> {
    Ok(made_at(prescription::repeat(&services, &caller, id).await?).saying("A draft that says the same is kept."))
}

/// `POST /api/prescriptions/{id}/correct/`
pub(super) async fn correct(
    State(services): State<Services>,
    By(caller): By,
    Id(id): Id<PrescriptionId>,
    _: Maybe<Nothing>,
) -> Outcome<PrescriptionOut, 201> {
    Ok(made_at(prescription::correct(&services, &caller, id).await?).saying("A draft that corrects it is kept."))
}

/// `GET /api/prescriptions/{id}/pdf/`
pub(super) async fn pdf(State(services): State<Services>, By(caller): By, Id(id): Id<PrescriptionId>) -> Result<Pdf, Problem> {
    Ok(Pdf(prescription::pdf(&services, &caller, id).await?))
}

/// `GET /api/prescriptions/favourites/`
pub(super) async fn favourites(State(services): State<Services>, By(caller): By) -> Outcome<List<FavouriteOut>> {
    Ok(ok(List::whole(prescription::favourites(&services, &caller).await?)))
}

/// `POST /api/prescriptions/favourites/`
pub(super) async fn favour(
    State(services): State<Services>,
    By(caller): By,
    Json(given): Json<MedicationIn>,
) -> Outcome<FavouriteOut, 201> {
    let made = prescription::favour(&services, &caller, given.into()).await?;
    Ok(ok(made.into()).created().saying("It is among your favourites."))
}

/// `DELETE /api/prescriptions/favourites/{id}/`
pub(super) async fn unfavour(State(services): State<Services>, By(caller): By, Id(id): Id<FavouriteId>, _: Maybe<Nothing>) -> Outcome<()> {
    prescription::unfavour(&services, &caller, id).await?;
    Ok(ok(()).saying("It is no longer among your favourites."))
}

fn versioned(of: Prescription) -> Answer<PrescriptionOut> {
    let tag = etag::tag(of.version);
    ok(of.into()).header(header::ETAG, tag)
}

fn made_at(of: Prescription) -> Answer<PrescriptionOut, 201> {
    let place = HeaderValue::from_str(&format!("/api/prescriptions/{}/", of.id)).ok();
    let answer = versioned(of).created();
    match place {
        Some(place) => answer.header(header::LOCATION, place),
        None => answer,
    }
}
