//! What became of the calling doctor's visits in the last months: numbers, and nobody's data.

use crate::{Error, Services};
use chrono::NaiveDate;
use domain::{
    Caller,
    statistics::{MONTHS, Month, Statistics, Tally, months},
};
use sea_orm::{DbBackend, FromQueryResult, Statement};

#[derive(Debug, FromQueryResult)]
struct Row {
    is_all: bool,
    month: Option<NaiveDate>,
    today: NaiveDate,
    visits: i64,
    no_shows: i64,
    cancelled: i64,
    waited_minutes: Option<f64>,
    waited_visits: i64,
    lead_days: Option<f64>,
}

/// Months are those of the clinic's clock. A hold that ran out was never a visit: it has kept its end, and does not count as called off.
fn sql() -> String {
    let back = MONTHS - 1;
    format!(
        "with mine as (select d.id, c.time_zone as zone, ($2::timestamptz at time zone c.time_zone)::date as today
                 from doctor d join clinic c on c.id = d.clinic_id where d.id = $1),
             counted as (select m.today, date_trunc('month', a.starts_at at time zone m.zone)::date as month, a.status,
                     a.status in ('fulfilled', 'arrived') as took_place,
                     extract(epoch from a.called_in_at - a.checked_in_at)::float8 / 60 as waited,
                     extract(epoch from a.starts_at - a.created_at)::float8 / 86400 as led
                 from mine m left join appointment a on a.doctor_id = m.id and a.starts_at <= $2
                     and a.starts_at >= (date_trunc('month', m.today::timestamp) - interval '{back} months') at time zone m.zone
                     and (a.status in ('fulfilled', 'arrived', 'noshow') or (a.status = 'cancelled' and a.hold_until is null)))
         select grouping(month) = 1 as is_all, month, min(today) as today,
             count(*) filter (where took_place) as visits,
             count(*) filter (where status = 'noshow') as no_shows,
             count(*) filter (where status = 'cancelled') as cancelled,
             percentile_cont(0.5) within group (order by waited) filter (where took_place and waited >= 0) as waited_minutes,
             count(*) filter (where took_place and waited >= 0) as waited_visits,
             percentile_cont(0.5) within group (order by led) filter (where took_place and led >= 0) as lead_days
         from counted group by grouping sets ((month), ())"
    )
}

/// The last months of the calling doctor. One statement.
pub async fn mine(services: &Services, caller: &Caller) -> Result<Statistics, Error> {
    caller.user().ok_or(Error::UNAUTHENTICATED)?;
    let doctor = caller.doctor().ok_or(Error::FORBIDDEN)?;
    let values = [doctor.0.into(), services.now().into()];
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql(), values);
    let rows = Row::find_by_statement(statement).all(&services.read(caller)).await?;
    let all = rows.iter().find(|row| row.is_all).ok_or(Error::NOT_FOUND)?;
    let of = |first: NaiveDate| {
        let found = rows.iter().find(|row| !row.is_all && row.month == Some(first));
        Month { first, tally: found.map(Row::tally).unwrap_or_default() }
    };
    Ok(Statistics { months: months(all.today).into_iter().map(of).collect(), all: all.tally() })
}

impl Row {
    fn tally(&self) -> Tally {
        let count = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
        Tally {
            visits: count(self.visits),
            no_shows: count(self.no_shows),
            cancelled: count(self.cancelled),
            waited_minutes: self.waited_minutes,
            waited_visits: count(self.waited_visits),
            lead_days: self.lead_days,
        }
    }
}
