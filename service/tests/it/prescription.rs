use crate::{at, code, problems};
use chrono::TimeDelta;
use domain::patient::PatientEdit;
use domain::prescription::{
    Act, Check, Form, Frequency, Kept, Medication, Prescription, Quantity, Route, Severity, Sheet, Status, Unit, Verdict,
};
use domain::{Caller, Code};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use service::prescription::{self, List, Medicines, NewDraft, Target, Unsigned};
use service::{Meant, Services, patient, privacy, sealed};
use testkit::{Database, NewDoctor, TestDoctor, TestPatient, Visit};

fn mg(name: &str, value: f64) -> Medication {
    Medication {
        name: name.to_owned(),
        code: None,
        dose: Quantity { value, unit: Unit::Milligram },
        strength: None,
        form: Form::Tablet,
        route: Route::Oral,
        frequency: Frequency::daily(1),
        days: Some(7),
        quantity: None,
        refills: 0,
        instructions: None,
    }
}

fn sheet(all: &[&str]) -> Sheet {
    Sheet { medications: all.iter().map(|name| mg(name, 1.0)).collect(), ..Sheet::default() }
}

struct World {
    db: Database,
    services: Services,
    ann: TestPatient,
    treating: TestDoctor,
    second: TestDoctor,
}

/// Ann, and two doctors who treat her.
async fn world() -> World {
    let db = Database::fresh().await;
    let services = db.services();
    let (ann, treating, second) = (db.patient().await, db.doctor().await, db.doctor().await);
    db.visit(&Visit::new(&treating, &ann, at(12, 0))).await;
    db.visit(&Visit::new(&second, &ann, at(14, 0))).await;
    World { db, services, ann, treating, second }
}

impl World {
    async fn draft(&self, all: &[&str]) -> Prescription {
        let new = NewDraft { patient: self.ann.id, appointment: None, sheet: sheet(all) };
        prescription::draft(&self.services, &self.treating.caller, new).await.unwrap()
    }

    async fn issued(&self, all: &[&str]) -> Prescription {
        let draft = self.draft(all).await;
        prescription::issue(&self.services, &self.treating.caller, draft.id).await.unwrap()
    }

    async fn says(&self, allergies: &str, medications: &str) {
        let edit = PatientEdit {
            name: "Ann".into(),
            date_of_birth: "1980-05-31".into(),
            allergies: allergies.into(),
            medications: medications.into(),
            language: "en".into(),
            time_zone: "UTC".into(),
            ..PatientEdit::default()
        };
        patient::edit(&self.services, &self.ann.caller, &edit).await.unwrap();
    }

    async fn code(&self, of: &Prescription) -> String {
        let link = self.printed(of).await;
        link.rsplit('/').next().unwrap().to_owned()
    }

    /// The address that the page's code holds, as its row has it.
    async fn printed(&self, of: &Prescription) -> String {
        use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
        let sql = format!("select key_id, signature from prescription where id = '{}'", of.id);
        let row = self.db.connection().query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap().unwrap();
        let (key, signature): (i64, Vec<u8>) = (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap());
        let bytes = [&of.id.0.as_bytes()[..], &u32::try_from(key).unwrap().to_be_bytes(), &signature].concat();
        format!("http://localhost:3000/verify/{}", URL_SAFE_NO_PAD.encode(bytes))
    }
}

#[tokio::test]
async fn a_draft_is_written_issued_and_completed_and_the_patient_sees_it_once_it_is_issued() {
    let world = world().await;
    let World { services, ann, treating, .. } = &world;
    let draft = world.draft(&["amoxicillin"]).await;
    assert_eq!((draft.status, draft.version, draft.sheet.medications[0].code.as_deref()), (Status::Draft, 1, Some("J01CA04")));
    assert_eq!(code(prescription::get(services, &ann.caller, draft.id).await), Code::NotFound);
    assert!(prescription::list(services, &ann.caller, &List { limit: 10, ..List::default() }).await.unwrap().items.is_empty());
    let issued = prescription::issue(services, &treating.caller, draft.id).await.unwrap();
    assert_eq!((issued.status, issued.version, issued.issued_at), (Status::Active, 2, Some(world.db.now())));
    assert!(issued.checked.is_some_and(|checked| checked.list.is_some()));
    let seen = prescription::get(services, &ann.caller, draft.id).await.unwrap();
    assert_eq!((seen.sheet.medications, seen.checked, seen.doctor.name.as_str()), (issued.sheet.medications, None, "Dr Dora Doctor"));
    let done = prescription::complete(services, &treating.caller, draft.id).await.unwrap();
    assert_eq!((done.status, done.ended_at), (Status::Completed, Some(world.db.now())));
    for outcome in [
        prescription::cancel(services, &treating.caller, draft.id).await,
        prescription::edit(services, &treating.caller, draft.id, sheet(&["x"])).await,
        prescription::issue(services, &treating.caller, draft.id).await,
    ] {
        assert_eq!(code(outcome), Code::IllegalMove);
    }
}

#[tokio::test]
async fn issued_a_second_time_it_is_answered_as_it_stands_also_when_both_come_at_once() {
    let world = world().await;
    let draft = world.draft(&["amoxicillin"]).await;
    let issue = || prescription::issue(&world.services, &world.treating.caller, draft.id);
    let (one, other) = tokio::join!(issue(), issue());
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!((one.version, &one), (2, &other));
    assert_eq!(issue().await.unwrap(), one);
}

#[tokio::test]
async fn two_doctors_write_on_one_draft_and_the_second_to_save_is_told() {
    let world = world().await;
    let draft = world.draft(&["amoxicillin"]).await;
    let save = async |doctor: &TestDoctor, version: i32, names: &[&str]| {
        let holds = move |now: &i32| *now == version;
        let which = Target { id: draft.id, meant: Meant::only(&holds) };
        prescription::edit(&world.services, &doctor.caller, which, sheet(names)).await
    };
    assert_eq!(save(&world.second, 1, &["cefuroxime"]).await.unwrap().version, 2);
    assert_eq!(code(save(&world.treating, 1, &["doxycycline"]).await), Code::PreconditionFailed);
    let kept = prescription::get(&world.services, &world.treating.caller, draft.id).await.unwrap();
    assert_eq!(kept.sheet.medications[0].name, "cefuroxime", "nothing is lost");
    assert_eq!(save(&world.treating, 2, &["doxycycline"]).await.unwrap().version, 3);
    // Whoever signs it is its doctor.
    let issued = prescription::issue(&world.services, &world.second.caller, draft.id).await.unwrap();
    assert_eq!(issued.doctor.id, world.second.id);
    assert_eq!(code(prescription::cancel(&world.services, &world.treating.caller, draft.id).await), Code::Forbidden);
}

#[tokio::test]
async fn a_warning_stops_the_issue_until_there_is_a_reason_which_is_kept() {
    let world = world().await;
    world.says("penicillin – hives (severe)", "").await;
    let draft = world.draft(&["amoxicillin"]).await;
    let wrong = problems(prescription::issue(&world.services, &world.treating.caller, draft.id).await);
    assert_eq!(wrong.0[0].field, "reasons.allergy-amoxicillin-penicillin");
    let reasons = vec![Kept { id: "allergy-amoxicillin-penicillin".into(), reason: "tested negative last year".into() }];
    let with = Sheet { reasons: reasons.clone(), ..sheet(&["amoxicillin"]) };
    prescription::edit(&world.services, &world.treating.caller, draft.id, with).await.unwrap();
    prescription::issue(&world.services, &world.treating.caller, draft.id).await.unwrap();
    let kept = prescription::get(&world.services, &world.second.caller, draft.id).await.unwrap();
    assert_eq!(kept.sheet.reasons, reasons);
    assert_eq!(kept.checked.unwrap().warnings[0].severity, Severity::Interrupt);
    let shown = prescription::get(&world.services, &world.ann.caller, draft.id).await.unwrap();
    assert!(shown.sheet.reasons.is_empty() && shown.checked.is_none(), "what doctors weighed is between doctors");
}

#[tokio::test]
async fn what_another_doctor_has_issued_is_compared_also_when_both_issue_at_once() {
    let world = world().await;
    let (one, other) = (world.draft(&["sertraline"]).await, world.draft(&["phenelzine"]).await);
    let (first, second) = tokio::join!(
        prescription::issue(&world.services, &world.treating.caller, one.id),
        prescription::issue(&world.services, &world.second.caller, other.id),
    );
    let refused = [first, second].into_iter().filter(Result::is_err).count();
    assert_eq!(refused, 1, "the later one meets the earlier one");
    let found = prescription::check(&world.services, &world.treating.caller, world.ann.id, None, sheet(&["tramadol", "moclobemide"])).await;
    assert!(found.unwrap().warnings.iter().any(|w| w.check == Check::Interaction && w.severity == Severity::Interrupt));
}

#[tokio::test]
async fn without_the_list_of_medicines_nothing_is_called_clear_and_only_a_reason_goes_on() {
    let world = world().await;
    let services = world.db.services().prescribing(Medicines::off("a test"));
    let by = &world.treating.caller;
    let checked = prescription::check(&services, by, world.ann.id, None, sheet(&["amoxicillin"])).await.unwrap();
    assert!(Check::ALL.into_iter().all(|check| !checked.is_clear(check)) && checked.list.is_none());
    let draft = world.draft(&["amoxicillin"]).await;
    assert_eq!(problems(prescription::issue(&services, by, draft.id).await).0[0].field, "reasons.unavailable");
}

#[tokio::test]
async fn only_a_doctor_whose_licence_was_checked_and_holds_issues() {
    let world = world().await;
    let yesterday = world.db.now().date_naive() - TimeDelta::days(1);
    for new in [NewDoctor { verified: false, ..NewDoctor::default() }, NewDoctor { license_expires: yesterday, ..NewDoctor::default() }] {
        let doctor = world.db.doctor_with(new).await;
        world.db.visit(&Visit { status: domain::appointment::Status::Fulfilled, ..Visit::new(&doctor, &world.ann, at(8, 0)) }).await;
        let new = NewDraft { patient: world.ann.id, appointment: None, sheet: sheet(&["amoxicillin"]) };
        let draft = prescription::draft(&world.services, &doctor.caller, new).await.unwrap();
        assert_eq!(code(prescription::issue(&world.services, &doctor.caller, draft.id).await), Code::Forbidden);
    }
}

#[tokio::test]
async fn nobody_else_finds_a_prescription_by_id_list_patient_or_page() {
    let world = world().await;
    let issued = world.issued(&["amoxicillin"]).await;
    let (stranger, doctor, admin) = (world.db.patient().await, world.db.doctor().await, world.db.admin().await);
    let services = &world.services;
    for by in [stranger.caller, doctor.caller, admin.caller] {
        assert_eq!(code(prescription::get(services, &by, issued.id).await), Code::NotFound, "{by:?}");
        assert_eq!(code(prescription::pdf(services, &by, issued.id).await), Code::NotFound);
        let all = prescription::list(services, &by, &List { limit: 10, ..List::default() }).await.unwrap();
        assert!(all.items.is_empty() && all.next.is_none());
        let hers = List { patient: Some(world.ann.id), limit: 10, ..List::default() };
        assert_eq!(code(prescription::list(services, &by, &hers).await), Code::NotFound);
    }
    assert_eq!(code(prescription::get(services, &Caller::Anonymous, issued.id).await), Code::Unauthenticated);
    for by in [doctor.caller] {
        assert_eq!(code(prescription::edit(services, &by, issued.id, sheet(&["x"])).await), Code::NotFound);
        assert_eq!(code(prescription::issue(services, &by, issued.id).await), Code::NotFound);
        assert_eq!(code(prescription::cancel(services, &by, issued.id).await), Code::NotFound);
        assert_eq!(code(prescription::repeat(services, &by, issued.id).await), Code::NotFound);
        assert_eq!(code(prescription::correct(services, &by, issued.id).await), Code::NotFound);
        assert_eq!(code(prescription::situation(services, &by, world.ann.id, None).await), Code::NotFound);
        assert_eq!(code(prescription::check(services, &by, world.ann.id, None, sheet(&["x"])).await), Code::NotFound);
        let new = NewDraft { patient: world.ann.id, appointment: None, sheet: sheet(&["x"]) };
        assert_eq!(code(prescription::draft(services, &by, new).await), Code::NotFound);
    }
    assert_eq!(code(prescription::issue(services, &world.ann.caller, issued.id).await), Code::Forbidden);
}

#[tokio::test]
async fn a_list_goes_by_pages_newest_first_without_a_row_twice() {
    let world = world().await;
    let mut ids = Vec::new();
    for _ in 0..5 {
        let draft = world.draft(&["amoxicillin"]).await;
        ids.insert(0, draft.id);
    }
    let (mut seen, mut list) = (Vec::new(), List { patient: Some(world.ann.id), limit: 2, ..List::default() });
    loop {
        let page = prescription::list(&world.services, &world.second.caller, &list).await.unwrap();
        seen.extend(page.items.iter().map(|one| one.id));
        let Some(next) = page.next else { break };
        list.after = Some(next.parse().unwrap());
    }
    assert_eq!(seen, ids);
    let own = List { status: Some(Status::Active), limit: 10, ..List::default() };
    assert!(prescription::list(&world.services, &world.treating.caller, &own).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn a_correction_takes_the_place_of_what_it_corrects_and_points_back() {
    let world = world().await;
    let (services, by) = (&world.services, &world.treating.caller);
    let first = world.issued(&["amoxicillin"]).await;
    assert_eq!(code(prescription::correct(services, &world.second.caller, first.id).await), Code::Forbidden);
    let draft = prescription::correct(services, by, first.id).await.unwrap();
    assert_eq!((draft.replaces, draft.status), (Some(first.id), Status::Draft));
    let pressed_twice =
        futures::future::join(prescription::correct(services, by, first.id), prescription::correct(services, by, first.id)).await;
    assert_eq!((pressed_twice.0.unwrap().id, pressed_twice.1.unwrap().id), (draft.id, draft.id), "one correction at a time");
    let second = prescription::issue(services, by, draft.id).await.unwrap();
    assert!(second.checked.unwrap().warnings.is_empty(), "what it corrects is no duplicate");
    assert_eq!(prescription::get(services, by, first.id).await.unwrap().status, Status::Cancelled);
    let again = prescription::repeat(services, by, first.id).await.unwrap();
    assert_eq!((again.replaces, again.sheet.medications[0].name.as_str()), (None, "amoxicillin"));
}

#[tokio::test]
async fn the_database_itself_keeps_what_was_issued() {
    let world = world().await;
    let issued = world.issued(&["amoxicillin"]).await;
    for change in
        ["content = 'x'", "doctor_id = gen_random_uuid()", "issued_at = now()", "signature = null", "status = 'draft'", "replaces = id"]
    {
        let sql = format!("update prescription set {change} where id = '{}'", issued.id);
        let said = world.db.connection().execute_unprepared(&sql).await.expect_err("refused").to_string();
        assert!(said.contains("never changes") || said.contains("check constraint"), "{change}: {said}");
    }
}

#[tokio::test]
async fn the_code_on_a_page_says_whether_it_holds_and_nothing_forged_does() {
    let world = world().await;
    let issued = world.issued(&["amoxicillin"]).await;
    let code = world.code(&issued).await;
    let verdict = async |code: &str| prescription::verify(&world.services, code).await.unwrap();
    assert_eq!(verdict(&code).await, Verdict::Valid);
    for at in [0, 20, 25, 60, code.len() - 1] {
        let mut forged: Vec<u8> = code.clone().into_bytes();
        forged[at] = if forged[at] == b'A' { b'B' } else { b'A' };
        assert_eq!(verdict(std::str::from_utf8(&forged).unwrap()).await, Verdict::Unknown, "letter {at}");
    }
    for wrong in ["", "x", &code[1..], &format!("{code}="), &format!("{code}AAAA"), "ä"] {
        assert_eq!(verdict(wrong).await, Verdict::Unknown, "{wrong}");
    }
    // The signature of one does not hold for another.
    let other = world.issued(&["paracetamol"]).await;
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    let mut bytes = URL_SAFE_NO_PAD.decode(&code).unwrap();
    bytes[..16].copy_from_slice(other.id.0.as_bytes());
    assert_eq!(verdict(&URL_SAFE_NO_PAD.encode(bytes)).await, Verdict::Unknown);
    prescription::complete(&world.services, &world.treating.caller, issued.id).await.unwrap();
    assert_eq!(verdict(&code).await, Verdict::Completed);
    prescription::cancel(&world.services, &world.treating.caller, other.id).await.unwrap();
    assert_eq!(verdict(&world.code(&other).await).await, Verdict::Cancelled);
}

#[tokio::test]
async fn a_page_is_signed_byte_for_byte() {
    let world = world().await;
    let issued = world.issued(&["amoxicillin"]).await;
    assert_eq!(code(prescription::pdf(&world.services, &world.treating.caller, world.draft(&["x"]).await.id).await), Code::IllegalMove);
    for by in [&world.ann.caller, &world.treating.caller, &world.second.caller] {
        let printed = prescription::pdf(&world.services, by, issued.id).await.unwrap();
        assert!(printed.pdf.starts_with(b"%PDF-") && printed.name == "prescription-2026-03-02.pdf");
        let keys = world.services.keys();
        assert_eq!(prescription::verify_file(keys, &printed.pdf), Ok(keys.current()));
        let mut forged = printed.pdf.clone();
        for at in [10, forged.len() / 2, forged.len() - 100, forged.len() - 2] {
            forged[at] ^= 1;
            assert!(prescription::verify_file(keys, &forged).is_err(), "byte {at}");
            forged[at] ^= 1;
        }
        let mut longer = printed.pdf.clone();
        longer.push(b'\n');
        assert_eq!(prescription::verify_file(keys, &longer), Err(Unsigned::Forged));
        assert_eq!(prescription::verify_file(keys, &printed.pdf[..1000]), Err(Unsigned::Nothing));
    }
}

#[tokio::test]
async fn what_an_older_key_signed_still_holds_and_keeps_that_key_in_the_ring() {
    let world = world().await;
    let issued = world.issued(&["amoxicillin"]).await;
    let (code, printed) = (world.code(&issued).await, prescription::pdf(&world.services, &world.ann.caller, issued.id).await.unwrap());
    let newer = service::Keys::draw(99).unwrap();
    let both = format!("1:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef,{newer}");
    let services = world.db.services_with_keys(service::Keys::parse(&both).unwrap());
    assert_eq!(prescription::verify(&services, &code).await.unwrap(), Verdict::Valid);
    assert!(prescription::verify_file(services.keys(), &printed.pdf).is_ok());
    let report = sealed::reseal(&services).await.unwrap();
    assert!(report.retired.is_empty(), "{report:?}");
    assert!(prescription::get(&services, &world.ann.caller, issued.id).await.is_ok(), "sealed anew with the new key");
    assert_eq!(prescription::verify(&services, &code).await.unwrap(), Verdict::Valid);
}

#[tokio::test]
async fn favourites_are_a_doctors_own() {
    let world = world().await;
    let (services, by) = (&world.services, &world.treating.caller);
    let kept = prescription::favour(services, by, mg("amoxicillin", 500.0)).await.unwrap();
    assert_eq!(prescription::favourites(services, by).await.unwrap(), std::slice::from_ref(&kept));
    assert!(prescription::favourites(services, &world.second.caller).await.unwrap().is_empty());
    assert_eq!(code(prescription::unfavour(services, &world.second.caller, kept.id).await), Code::NotFound);
    assert_eq!(code(prescription::favourites(services, &world.ann.caller).await), Code::Forbidden);
    prescription::unfavour(services, by, kept.id).await.unwrap();
    assert!(prescription::favourites(services, by).await.unwrap().is_empty());
    assert_eq!(problems(prescription::favour(services, by, mg("", 0.0)).await).0.len(), 2);
}

#[tokio::test]
async fn at_the_end_of_an_account_drafts_go_and_what_was_issued_stays_without_a_name() {
    let world = world().await;
    let (draft, issued) = (world.draft(&["warfarin"]).await, world.issued(&["amoxicillin"]).await);
    let by = &world.treating.caller;
    privacy::deletion::ask(&world.services, &world.ann.caller, testkit::PASSWORD).await.unwrap();
    world.db.advance(TimeDelta::days(40));
    assert_eq!(privacy::erase_due(&world.services, 10).await.unwrap(), 1);
    assert_eq!(code(prescription::get(&world.services, by, draft.id).await), Code::NotFound);
    let kept = prescription::get(&world.services, by, issued.id).await.unwrap();
    assert_eq!((kept.patient.name.as_str(), kept.patient.date_of_birth), ("Deleted patient", None));
    assert_eq!(prescription::verify(&world.services, &world.code(&kept).await).await.unwrap(), Verdict::Valid);
}

#[test]
fn there_is_no_way_back_from_an_end() {
    for ended in [Status::Cancelled, Status::Completed] {
        assert!([Act::Edit, Act::Issue, Act::Cancel, Act::Complete].into_iter().all(|act| ended.after(act).is_err()));
    }
}

#[tokio::test]
async fn a_check_is_noted_also_right_after_a_list_of_patients() {
    let world = world().await;
    let by = &world.treating.caller;
    patient::treated(&world.services, by, &patient::Find { limit: 10, ..Default::default() }).await.unwrap();
    for _ in 0..2 {
        prescription::check(&world.services, by, world.ann.id, None, sheet(&["amoxicillin"])).await.unwrap();
    }
    let entries = crate::audit::entries(&world.db).await;
    let noted: Vec<&str> = entries.iter().filter(|e| e.patient_id == Some(world.ann.id.0)).map(|e| &*e.action).collect();
    assert_eq!(noted, ["patient.list", "prescription.check"], "each once in a quarter of an hour");
}
