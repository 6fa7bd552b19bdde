//! Prescriptions, made without the service.

use crate::{Database, TestDoctor, TestPatient};
use domain::{FavouriteId, PrescriptionId};
use entity::{prescription, prescription_favourite};
use sea_orm::{ActiveValue::Set, EntityTrait};
use service::{
    ids,
    sealed::{FAVOURITE, PRESCRIPTION},
};

fn medication() -> serde_json::Value {
    serde_json::json!({
        "name": "paracetamol", "dose": { "value": 500.0, "unit": "mg" }, "form": "tablet", "route": "oral",
        "frequency": { "times": 3, "period": 1, "unit": "d", "as_needed": false },
    })
}

impl Database {
    /// Writes an active prescription of one medicine; its signature holds nothing.
    pub async fn prescription(&self, doctor: &TestDoctor, patient: &TestPatient) -> PrescriptionId {
        let id = ids::new();
        let content = serde_json::json!({ "sheet": { "medications": [medication()], "notes": null }, "checked": null, "patient": null, "doctor": null });
        let row = prescription::ActiveModel {
            id: Set(id),
            patient_id: Set(patient.id.0),
            doctor_id: Set(doctor.id.0),
            status: Set("active".to_owned()),
            version: Set(2),
            content: Set(PRESCRIPTION.seal(&crate::keys(), id, &content).expect("sealed")),
            created_at: Set(self.now()),
            updated_at: Set(self.now()),
            issued_at: Set(Some(self.now())),
            digest: Set(Some(vec![0; 32])),
            signature: Set(Some(vec![0; 64])),
            key_id: Set(Some(1)),
            ..Default::default()
        };
        prescription::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a prescription");
        PrescriptionId(id)
    }

    /// Writes a favourite of a doctor.
    pub async fn favourite(&self, doctor: &TestDoctor) -> FavouriteId {
        let id = ids::new();
        let row = prescription_favourite::ActiveModel {
            id: Set(id),
            doctor_id: Set(doctor.id.0),
            content: Set(FAVOURITE.seal(&crate::keys(), id, &medication()).expect("sealed")),
            created_at: Set(self.now()),
        };
        prescription_favourite::Entity::insert(row).exec_without_returning(self.connection()).await.expect("a favourite");
        FavouriteId(id)
    }
}
