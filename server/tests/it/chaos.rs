//! The application while the wire to its database fails, and after.

use crate::proxy::{Fault, Wire};
use crate::rest_site::{Site, Told};
use futures::future::join_all;
use sea_orm::{DbBackend, FromQueryResult, Statement};
use service::Services;
use std::time::{Duration, Instant};
use testkit::Database;

/// Requests at once.
const AT_ONCE: usize = 12;
/// Most time until an answer, whatever happens.
const ANSWER: Duration = Duration::from_secs(5);
/// Most time until all is well again.
const HEALTHY: Duration = Duration::from_secs(3);
/// Connections of the pool.
const POOL: usize = 8;

struct Scene {
    site: Site,
    wire: Wire,
}

impl Scene {
    async fn new(environment: &[(&str, &str)]) -> Self {
        let db = Database::fresh().await;
        db.doctors_with(vec![testkit::NewDoctor::default(); 3]).await;
        let wire = Wire::to(db.url()).await;
        let pool = POOL.to_string();
        let environment: Vec<(&str, &str)> = environment.iter().copied().chain([("SHS_DB_POOL", pool.as_str())]).collect();
        let settings = crate::rest_site::settings(&environment);
        let connection = server::database::connect(wire.url(), &settings.database).await.expect("a pool");
        let services = Services::new(connection.clone(), db.clock().clone(), testkit::no_engine(), testkit::keys(), 2);
        Self { site: Site::over(db, services, connection, settings), wire }
    }

    /// As many requests as come at once.
    async fn wave(&self) -> Vec<(Told, Duration)> {
        let ask = async |_| {
            let begun = Instant::now();
            let told = self.site.get("/api/doctors/").told().await;
            (told, begun.elapsed())
        };
        join_all((0..AT_ONCE).map(ask)).await
    }

    async fn is_well(&self) -> bool {
        self.wave().await.iter().all(|(told, _)| told.status == 200)
    }

    /// How long it takes until all is well.
    async fn until_well(&self) -> Duration {
        let begun = Instant::now();
        while !self.is_well().await {
            assert!(begun.elapsed() < Duration::from_secs(30), "it is never well again");
        }
        begun.elapsed()
    }

    /// Sessions of the pool, as the database sees them.
    async fn sessions(&self) -> usize {
        #[derive(FromQueryResult)]
        struct Count {
            count: i64,
        }
        let sql = "select count(*) as count from pg_stat_activity where datname = current_database() and application_name = 'smart-health'";
        let counted = Count::find_by_statement(Statement::from_string(DbBackend::Postgres, sql)).one(self.site.db.connection()).await;
        counted.expect("counted").map_or(0, |row| usize::try_from(row.count).expect("a count"))
    }
}

async fn the_wire_fails(fault: Fault) {
    let scene = Scene::new(&[]).await;
    // The first wave opens the pool's connections, for which a busy machine may need longer than a request waits.
    scene.until_well().await;
    scene.wire.set(fault);
    for wave in 0..2 {
        let (answers, live, page) = tokio::join!(scene.wave(), scene.site.get("/api/health/live").told(), scene.site.get("/about").told(),);
        assert_eq!((live.status.as_u16(), page.status.as_u16()), (200, 200), "what needs no database is there: {fault:?}");
        for (told, took) in answers {
            assert!(took < ANSWER, "{fault:?} {wave}: {took:?}");
            if told.status != 200 {
                assert_eq!((told.status.as_u16(), told.headers.contains_key("retry-after")), (503, true), "{fault:?}: {told:?}");
            }
        }
    }
    scene.wire.set(Fault::None);
    let took = scene.until_well().await;
    eprintln!("{fault:?}: well again after {took:?}");
    assert!(took < HEALTHY, "{fault:?}: well again only after {took:?}");
    assert!(scene.wire.open() <= POOL && scene.sessions().await <= POOL, "{fault:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_that_is_cut_is_told_and_forgotten() {
    the_wire_fails(Fault::Cut).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_that_breaks_off_is_told_and_forgotten() {
    the_wire_fails(Fault::Reset).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_that_swallows_everything_is_told_and_forgotten() {
    the_wire_fails(Fault::Blackhole).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_that_trickles_is_told_and_forgotten() {
    the_wire_fails(Fault::Trickle).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wire_that_is_late_is_told_and_forgotten() {
    the_wire_fails(Fault::Late).await;
}

/// Cycles of faults; `SHS_CHAOS_CYCLES` says how many, six otherwise.
#[tokio::test(flavor = "multi_thread")]
async fn no_connection_is_lost_however_often_the_wire_fails() {
    let cycles = std::env::var("SHS_CHAOS_CYCLES").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    let scene = Scene::new(&[("SHS_REQUEST_TIMEOUT_MS", "300"), ("SHS_DB_ACQUIRE_TIMEOUT_MS", "1000")]).await;
    for cycle in 0..cycles {
        let fault = Fault::ALL[cycle % Fault::ALL.len()];
        scene.wire.set(fault);
        scene.wave().await;
        scene.wire.set(Fault::None);
        let took = scene.until_well().await;
        assert!(took < HEALTHY, "cycle {cycle}, {fault:?}: {took:?}");
        assert!(scene.wire.open() <= POOL && scene.sessions().await <= POOL, "cycle {cycle}, {fault:?}");
    }
}
