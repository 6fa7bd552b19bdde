//! What a doctor writes often.

use super::doctor;
use crate::{Error, Services, audit, ids, sealed};
use domain::{
    Caller, FavouriteId, Problems,
    prescription::{Favourite, Medication},
};
use entity::prescription_favourite::{ActiveModel, Column, Entity};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// Most favourites of one doctor.
const MOST: u64 = 100;

/// The doctor's favourites, oldest first. One statement.
pub async fn favourites(services: &Services, caller: &Caller) -> Result<Vec<Favourite>, Error> {
    let own = doctor(caller)?;
    let query = Entity::find().filter(Column::DoctorId.eq(own.0)).order_by_asc(Column::Id).limit(MOST);
    let rows = query.all(&services.read(caller)).await?;
    let read = |row: entity::prescription_favourite::Model| {
        let medication: Medication = sealed::FAVOURITE.open(services.keys(), row.id, Some(&row.content))?;
        Ok(Favourite { id: FavouriteId(row.id), medication })
    };
    rows.into_iter().map(read).collect()
}

/// Keeps a medication as a favourite.
///
/// Errors: [`Error::Invalid`], also where there are as many as there can be.
pub async fn favour(services: &Services, caller: &Caller, medication: Medication) -> Result<Favourite, Error> {
    let own = doctor(caller)?;
    let mut wrong = Problems::default();
    let Some(mut medication) = medication.parse("medication", &mut wrong) else { return Err(wrong.into()) };
    services.medicines().coded(std::slice::from_mut(&mut medication));
    let tx = services.begin(caller).await?;
    if Entity::find().filter(Column::DoctorId.eq(own.0)).count(&tx).await? >= MOST {
        return Err(Problems::one("medication", format!("You keep {MOST} favourites, as many as one can. Please remove one first.")).into());
    }
    let id = ids::new();
    let content = sealed::FAVOURITE.seal(services.keys(), id, &medication)?;
    let row = ActiveModel { id: Set(id), doctor_id: Set(own.0), content: Set(content), created_at: Set(services.now()) };
    Entity::insert(row).exec_without_returning(&tx).await?;
    audit::note(&tx, caller, services.now(), None, "favourite.add", id).await?;
    tx.commit().await?;
    Ok(Favourite { id: FavouriteId(id), medication })
}

/// Lets go of a favourite.
///
/// Errors: `NOT_FOUND` for one that is not the doctor's.
pub async fn unfavour(services: &Services, caller: &Caller, id: FavouriteId) -> Result<(), Error> {
    let own = doctor(caller)?;
    let tx = services.begin(caller).await?;
    let mine = Entity::delete_many().filter(Column::Id.eq(id.0)).filter(Column::DoctorId.eq(own.0));
    if mine.exec(&tx).await?.rows_affected == 0 {
        return Err(Error::NOT_FOUND);
    }
    audit::note(&tx, caller, services.now(), None, "favourite.remove", id).await?;
    tx.commit().await
}
