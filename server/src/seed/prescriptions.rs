//! Two prescriptions of the demonstration's patient: one that holds, and one that is over.

use super::doctors::{self, Doctor};
use super::id;
use super::patients::{self, Patient};
use super::places::CITIES;
use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use domain::prescription::{Form, Frequency, Medication, Prescriber, Prescription, Quantity, Recipient, Route, Sheet, Status, Unit};
use domain::{DoctorId, PatientId, PrescriptionId};
use entity::prescription::ActiveModel;
use service::prescription::{Medicines, as_issued};
use service::{Error, Keys};

/// Both of them.
pub(super) fn all(keys: &Keys, doctors: &[Doctor], patients: &[Patient], now: DateTime<Utc>) -> Result<Vec<ActiveModel>, Error> {
    let (Some(doctor), Some(patient)) = (doctors.get(doctors::DEMO), patients.get(patients::DEMO)) else { return Ok(Vec::new()) };
    let now = now.trunc_subsecs(3);
    let made = [
        (0, naproxen(), Status::Completed, now - TimeDelta::days(120), Some(now - TimeDelta::days(90))),
        (1, propranolol(), Status::Active, now - TimeDelta::days(20), None),
    ];
    let row = |(number, medication, status, at, ended): (usize, Medication, Status, DateTime<Utc>, Option<DateTime<Utc>>)| {
        let sheet = Sheet { medications: vec![medication], notes: None, reasons: Vec::new() };
        let list = Medicines::own();
        let checked = list.list().ok().map(|list| {
            let age = domain::patient::age(patient.born, at.date_naive());
            domain::prescription::check(list, &sheet.medications, &[], &patient.allergies, Some(age))
                .with_unrecorded(&patient.allergies, &[])
        });
        let of = Prescription {
            id: PrescriptionId(id::prescription(number)),
            status,
            version: if ended.is_some() { 3 } else { 2 },
            patient: Recipient {
                id: PatientId(id::patient(patient.number)),
                name: patient.name.clone(),
                date_of_birth: Some(patient.born),
            },
            doctor: prescriber(doctor),
            appointment: None,
            replaces: None,
            sheet,
            checked,
            created_at: at,
            issued_at: Some(at),
            ended_at: ended,
        };
        as_issued(keys, &of)
    };
    made.into_iter().map(row).collect()
}

fn prescriber(of: &Doctor) -> Prescriber {
    let city = &CITIES[of.city];
    Prescriber {
        id: DoctorId(id::doctor(of.number)),
        name: of.name.clone(),
        clinic: city.name.to_owned(),
        license: format!("{}-{:06}, {}", city.country, 104_729 + of.number * 7_919, city.council),
    }
}

fn medication(name: &str, code: &str, mg: f64, times: u16, days: u16, instructions: &str) -> Medication {
    Medication {
        name: name.to_owned(),
        code: Some(code.to_owned()),
        dose: Quantity { value: mg, unit: Unit::Milligram },
        strength: None,
        form: Form::Tablet,
        route: Route::Oral,
        frequency: Frequency::daily(times),
        days: Some(days),
        quantity: Some(Quantity { value: f64::from(times * days), unit: Unit::Tablet }),
        refills: 0,
        instructions: Some(instructions.to_owned()),
    }
}

fn naproxen() -> Medication {
    medication("naproxen", "M01AE02", 500.0, 2, 5, "With food. Stop when the headache is gone.")
}

fn propranolol() -> Medication {
    medication("propranolol", "C07AA05", 40.0, 2, 30, "Do not stop all at once.")
}
