//! What the application's role may do to the tables, which are not its own.

use sea_orm_migration::prelude::*;

/// Gives `role` what the application needs: rows, no schema; the audit can be read and added to. To be done after every migration, by the
/// owner of the tables, for a role that is not the owner.
///
/// Errors: a name that is no plain identifier.
pub async fn grant(db: &impl sea_orm_migration::sea_orm::ConnectionTrait, role: &str) -> Result<(), DbErr> {
    if role.is_empty() || !role.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return Err(DbErr::Custom(format!("{role:?} cannot be the name of the application's role")));
    }
    // In one transaction: nobody meets the tables between the first line and the last.
    db.execute_unprepared(&format!(
        "do $$ begin
             grant usage on schema public to \"{role}\";
             grant select, insert, update, delete on all tables in schema public to \"{role}\";
             grant usage on all sequences in schema public to \"{role}\";
             revoke all on seaql_migrations, audit_unchained, audit, audit_head from \"{role}\";
             grant select, insert on audit to \"{role}\";
             grant select, update on audit_head to \"{role}\";
         end $$"
    ))
    .await
    .map(|_| ())
}
