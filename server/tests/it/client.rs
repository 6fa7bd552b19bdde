//! The typed client against the true server.

use crate::rest_site::Site;
use client::api::{self, AppointmentStatus, ErrorCode, NewAppointment, TokenRequest};
use client::{Client, Error};

/// Status and code of a refusal.
fn refused<T: std::fmt::Debug>(outcome: Result<T, Error>) -> (u16, ErrorCode) {
    match outcome {
        Err(Error::Refused { status, refusal, .. }) => (status.as_u16(), refusal.code),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_in_rust_signs_in_books_once_and_cancels_what_it_has_seen() {
    let site = Site::new().await;
    let (doctor, patient) = (site.db.doctor().await, site.db.patient().await);
    let open = Client::over(crate::drill::client(), site.serve().await);
    assert_eq!(refused(open.send(api::user_me()).await), (401, ErrorCode::Unauthenticated));

    let asks = TokenRequest { email: patient.email.clone(), password: testkit::PASSWORD.to_owned(), scope: Some("read write".to_owned()) };
    let tokens = open.send(api::token_issue(&asks)).await.expect("tokens").data;
    let own = open.with_token(tokens.access_token);
    let doctors = open.send(api::doctor_list(&api::DoctorListQuery::default())).await.expect("doctors").data.items;
    let with = doctors.iter().find(|one| one.id.0 == doctor.id.0).expect("the doctor").id;
    let slots = open.send(api::doctor_slots(&with, &api::DoctorSlotsQuery::default())).await.expect("slots").data.items;

    let reason = Some("A cough".to_owned());
    let wish = NewAppointment { doctor: with, start: slots[0].start, hold: None, mode: None, reason, report: None };
    let book = api::appointment_book(&wish).key("a-visit");
    let booked = own.send(book.clone()).await.expect("booked");
    assert_eq!((booked.data.status, booked.data.start), (AppointmentStatus::Booked, wish.start));
    assert_eq!(own.send(book).await.expect("the same answer"), booked);
    assert_eq!(refused(own.send(api::appointment_book(&wish)).await).0, 409, "without the key it is another wish");

    let cancel = api::appointment_cancel(&booked.data.id, None);
    let stale = own.send(cancel.clone().if_match("\"99\"")).await;
    assert_eq!(refused(stale), (412, ErrorCode::PreconditionFailed));
    let seen = booked.etag.expect("a version");
    let off = own.send(cancel.if_match(seen).key("off")).await.expect("called off");
    assert_eq!(off.data.status, AppointmentStatus::Cancelled);
    let left = own.send(api::appointment_list(&api::AppointmentListQuery::default())).await.expect("a list").data;
    assert_eq!((left.items, left.next), (vec![], None));
}
