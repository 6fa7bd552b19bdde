//! What opens a patient's data to a doctor.

use sea_orm_migration::prelude::*;

#[derive(Debug)]
pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m20261129_000030_access"
    }
}

/// The two policies as they were before.
const BEFORE: &str = "drop policy patient_read on patient;
    create policy patient_read on patient for select using (
        id = app_patient() or app_role() in ('identity', 'admin', 'operator')
        or exists (select from appointment a where a.patient_id = patient.id and a.doctor_id = app_doctor()));
    drop policy symptom_report_read on symptom_report;
    create policy symptom_report_read on symptom_report for select using (
        patient_id = app_patient() or app_role() = 'operator'
        or (patient_id is null and app_role() in ('anonymous', 'patient', 'doctor', 'admin'))
        or exists (select from appointment a where a.report_id = symptom_report.id and a.doctor_id = app_doctor()));";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(include_str!("m20261129_000030_access.sql")).await.map(|_| ())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let undo = "drop function app_treated; drop function app_shared; drop table share, emergency_access; drop function app_now;
            drop index appointment_doctor_end;
            alter table consent add column doctor_id uuid references doctor, add column category text, add column until timestamptz;
            create index consent_doctor on consent (doctor_id, user_id) where doctor_id is not null";
        let db = manager.get_connection();
        db.execute_unprepared(BEFORE).await?;
        db.execute_unprepared(undo).await.map(|_| ())
    }
}
