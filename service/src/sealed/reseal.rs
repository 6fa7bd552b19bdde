//! A change of keys: everything sealed is sealed anew with the key in use, beside a running server.

use super::{COLUMNS, Column};
use crate::keys::{KeyId, Keys, head};
use crate::tx::Tx;
use crate::{Error, Services, System, audit};
use domain::Caller;
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value, prelude::Uuid};
use std::collections::BTreeMap;
use std::time::Duration;
use zeroize::Zeroizing;

/// Rows sealed anew in one transaction.
const BATCH: usize = 100;
/// Rows that others held are looked for so often again.
const ROUNDS: usize = 5;
/// And after this long.
const PAUSE: Duration = Duration::from_millis(300);

/// What became of one column.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Line {
    /// Table.
    pub table: &'static str,
    /// Column.
    pub column: &'static str,
    /// Values sealed anew.
    pub resealed: u64,
    /// Values that do not open; the log names their rows.
    pub damaged: u64,
    /// Values that somebody else held to the end; the next run takes them.
    pub busy: u64,
}

/// What one key is needed for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uses {
    /// Values sealed with it.
    pub sealed: u64,
    /// Entries of the audit whose code it made; they can be verified only with it.
    pub audited: u64,
    /// Unused recovery codes that it made, or may have made.
    pub codes: u64,
    /// Prescriptions that it signed; whether they hold can be told only with it.
    pub signed: u64,
}

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Column by column.
    pub lines: Vec<Line>,
    /// Every key that something needs or the ring holds.
    pub uses: BTreeMap<KeyId, Uses>,
    /// Older keys that no sealed value needs any more.
    pub retired: Vec<KeyId>,
}

/// Seals anew, with the key in use, whatever another key has sealed. Each batch is a transaction of its own that waits for nobody and puts
/// its seal only where the old one still stands; a run that was cut off is done again from the start, which passes over what is done.
///
/// Errors: the database's. Values that do not open are counted, named in the log and left as they are.
pub async fn reseal(services: &Services) -> Result<Report, Error> {
    let mut report = Report::default();
    for column in COLUMNS {
        report.lines.push(through(services, column).await?);
    }
    report.uses = uses(services).await?;
    let tx = services.begin_as(System::Operator).await?;
    let current = services.keys().current();
    for (id, _) in report.uses.range(1..current).filter(|(_, uses)| uses.sealed == 0 && uses.signed == 0) {
        let sql = "update key_ring set retired_at = coalesce(retired_at, $2) where id = $1";
        tx.execute_raw(statement(sql, [i64::from(*id).into(), services.now().into()])).await?;
        report.retired.push(*id);
    }
    let resealed: u64 = report.lines.iter().map(|line| line.resealed).sum();
    audit::note(&tx, &Caller::Anonymous, services.now(), None, "keys.reseal", format!("{resealed} values with key {current}")).await?;
    tx.commit().await?;
    Ok(report)
}

/// One column, as often as somebody held some of it.
async fn through(services: &Services, column: Column) -> Result<Line, Error> {
    let mut line = Line { table: column.field.table, column: column.field.column, ..Line::default() };
    for round in 0..ROUNDS {
        line.damaged = 0;
        let mut after = None;
        loop {
            let tx = services.begin_as(System::Operator).await?;
            let rows = others(&tx, services.keys(), column, after.take()).await?;
            for row in &rows {
                anew(&tx, services.keys(), column, row, &mut line).await?;
            }
            tx.commit().await?;
            match rows.into_iter().last() {
                Some(last) => after = Some((last.id, last.second)),
                None => break,
            }
        }
        line.busy = left(services, column).await?.saturating_sub(line.damaged);
        if line.busy == 0 {
            break;
        }
        if round + 1 < ROUNDS {
            tokio::time::sleep(PAUSE).await;
        }
    }
    Ok(line)
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    second: String,
    sealed: Vec<u8>,
}

/// The next rows whose value another key sealed, in the order of the primary key, locked; those that others hold are passed over, so that
/// nobody here waits while holding what somebody else waits for.
async fn others(tx: &Tx, keys: &Keys, column: Column, after: Option<(Uuid, String)>) -> Result<Vec<Row>, Error> {
    let Column { field, id, second } = column;
    let mut values: Vec<Value> = vec![head(keys.current()).to_vec().into()];
    let beyond = match (after, second) {
        (None, _) => String::new(),
        (Some((row, _)), None) => {
            values.push(row.into());
            format!("and {id} > $2")
        }
        (Some((row, rest)), Some(second)) => {
            values.extend([row.into(), rest.into()]);
            format!("and ({id}, {second}) > ($2, $3)")
        }
    };
    let order = second.map_or_else(|| id.to_owned(), |second| format!("{id}, {second}"));
    let sql = format!(
        "select {id} as id, {} as second, {1} as sealed from {2}
         where {1} is not null and substring({1} from 1 for 5) <> $1 {beyond}
         order by {order} limit {BATCH} for no key update skip locked",
        second.unwrap_or("''"),
        field.column,
        field.table
    );
    Ok(Row::find_by_statement(statement(sql, values)).all(tx).await?)
}

async fn anew(tx: &Tx, keys: &Keys, column: Column, row: &Row, line: &mut Line) -> Result<(), Error> {
    let Column { field, id, second } = column;
    let place = field.place(column.row(row.id, &row.second));
    let plain = match keys.open(place, &row.sealed) {
        Ok(plain) => Zeroizing::new(plain),
        Err(why) => {
            line.damaged += 1;
            tracing::error!(table = field.table, column = field.column, row = %row.id, %why, "a sealed value cannot be read");
            return Ok(());
        }
    };
    let mut values: Vec<Value> = vec![keys.seal(place, &plain)?.into(), row.sealed.clone().into(), row.id.into()];
    let rest = second.map(|second| format!("and {second} = $4")).unwrap_or_default();
    if second.is_some() {
        values.push(row.second.clone().into());
    }
    let sql = format!("update {} set {1} = $1 where {id} = $3 {rest} and {1} = $2", field.table, field.column);
    line.resealed += tx.execute_raw(statement(sql, values)).await?.rows_affected();
    Ok(())
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

async fn left(services: &Services, column: Column) -> Result<u64, Error> {
    let sql = format!(
        "select count(*) as count from {0} where {1} is not null and substring({1} from 1 for 5) <> $1",
        column.field.table, column.field.column
    );
    let asked = statement(sql, [head(services.keys().current()).to_vec().into()]);
    let found = Count::find_by_statement(asked).one(&services.read_as(System::Operator)).await?;
    Ok(found.map_or(0, |found| found.count.unsigned_abs()))
}

#[derive(FromQueryResult)]
struct Used {
    key: i64,
    count: i64,
}

/// What each key is needed for: those of the ring, and whatever else something was made with. What no key sealed counts as the key 0.
pub async fn uses(services: &Services) -> Result<BTreeMap<KeyId, Uses>, Error> {
    let mut all: BTreeMap<KeyId, Uses> = services.keys().ids().map(|id| (id, Uses::default())).collect();
    for Column { field, .. } in COLUMNS {
        let key = format!("('x' || encode(substring({} from 2 for 4), 'hex'))::bit(32)::bigint", field.column);
        let sql = format!(
            "select case when length({0}) >= 5 then {key} else 0 end as key, count(*) as count from {1} where {0} is not null group by 1",
            field.column, field.table
        );
        for (id, count) in used(services, sql).await? {
            all.entry(id).or_default().sealed += count;
        }
    }
    let signed = "select key_id as key, count(*) as count from prescription where key_id is not null group by 1";
    for (id, count) in used(services, signed.to_owned()).await? {
        all.entry(id).or_default().signed += count;
    }
    for (id, count) in used(services, "select key_id as key, count(*) as count from audit group by 1".to_owned()).await? {
        all.entry(id).or_default().audited += count;
    }
    // Which key made the oldest ones is not known: the oldest may have.
    let oldest = services.keys().ids().next().unwrap_or_default();
    let sql = format!("select coalesce(key_id, {oldest}) as key, count(*) as count from recovery_code where used_at is null group by 1");
    for (id, count) in used(services, sql).await? {
        all.entry(id).or_default().codes += count;
    }
    Ok(all)
}

async fn used(services: &Services, sql: String) -> Result<Vec<(KeyId, u64)>, Error> {
    let rows = Used::find_by_statement(statement(sql, [])).all(&services.read_as(System::Operator)).await?;
    Ok(rows.into_iter().map(|row| (KeyId::try_from(row.key).unwrap_or_default(), row.count.unsigned_abs())).collect())
}

fn statement(sql: impl Into<String>, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, sql, values)
}
