//! Passwords guessed through every door at once, and sessions that end while they are in use.
//!
//! `SHS_GUESSES` and `SHS_TRIALS` say how many; a few thousand and a few hundred otherwise.

use crate::rest_site::{Site, Told};
use futures::stream::{self, StreamExt};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use serde_json::json;
use std::collections::BTreeMap;
use testkit::PASSWORD;

const ACCOUNTS: usize = 100;
/// Tries of one account that may reach the hash in a quarter of an hour.
const TRIES: usize = 10;
/// A hash of the test kit's password that costs next to nothing.
const CHEAP: &str = "$argon2id$v=19$m=8,t=1,p=1$Fujb6msJ5cWZwi4kYt7ZpA$wpDkNW5tSQ7fsToTT6zOUb7yucxvdz/WLKTI4OirFwo";
/// No hash at all: whoever comes as far as checking it is told of an inner fault, so that these can be counted.
const BROKEN: &str = "$argon2id$broken";

fn number(variable: &str, otherwise: usize) -> usize {
    std::env::var(variable).ok().and_then(|n| n.parse().ok()).unwrap_or(otherwise)
}

async fn set_hash(site: &Site, email: &str, hash: &str) {
    let sql = format!("update account set password_hash = '{hash}' where email = '{email}'");
    site.db.connection().execute_unprepared(&sql).await.expect("set");
}

/// Whether the guess came as far as the hash. A server that has too much to do gives up before it.
fn reached(told: &Told) -> bool {
    match told.status.as_u16() {
        429 | 503 => false,
        500 => true,
        status => panic!("{status}: {told:?}"),
    }
}

/// A guess by REST for a session, by REST for a token, or by the page's form, from one of many addresses.
async fn guess(site: &Site, email: &str, n: usize) -> Told {
    let from = format!("2001:db8:{:x}:{:x}::{:x}", n % 7, (n / 100) % 60_000, n % 65_000);
    let body = json!({ "email": email, "password": format!("guess number {n}") });
    let ask = match n % 3 {
        0 => site.post("/api/auth/login/").json(body),
        1 => site.post("/api/auth/token/").json(body),
        _ => {
            site.post("/login").raw("application/x-www-form-urlencoded", format!("email={}&password=guess+{n}", email.replace('@', "%40")))
        }
    };
    ask.from(&from).told().await
}

#[tokio::test(flavor = "multi_thread")]
async fn of_all_guesses_through_all_doors_ten_for_an_account_reach_the_hash_and_its_owner_comes_in() {
    let guesses = number("SHS_GUESSES", 3_000);
    let site = Site::new().await;
    let mut emails = Vec::new();
    for _ in 0..ACCOUNTS {
        emails.push(site.db.patient().await.email);
    }
    let owner = &emails[0];
    let body = json!({ "email": owner, "password": PASSWORD });
    let first = site.post("/api/auth/login/").json(&body).told().await;
    let device: Vec<String> =
        first.headers.get_all("set-cookie").iter().filter_map(|set| set.to_str().ok()?.split(';').next().map(str::to_owned)).collect();
    for email in &emails {
        set_hash(&site, email, BROKEN).await;
    }
    let told = stream::iter(0..guesses).map(|n| {
        let (site, email) = (&site, &emails[(n / 3) % ACCOUNTS]);
        async move { (email, reached(&guess(site, email, n).await)) }
    });
    let told: Vec<(&String, bool)> = told.buffer_unordered(16).collect().await;
    let mut counted: BTreeMap<&str, usize> = BTreeMap::new();
    for (email, reached) in &told {
        *counted.entry(email).or_default() += usize::from(*reached);
    }
    assert!(counted.values().all(|count| *count <= TRIES), "{counted:?}");
    let all: usize = counted.values().sum();
    eprintln!("{all} of {guesses} guesses for {ACCOUNTS} accounts reached a hash");
    assert!(all > TRIES * ACCOUNTS / 2, "the count is one of hashes that were reached: {all}");

    set_hash(&site, owner, CHEAP).await;
    assert_eq!(site.login(owner, PASSWORD).await.status, 429, "a stranger who knows the password by now");
    let known = site.post("/api/auth/login/").header("cookie", &device.join("; ")).header("sec-fetch-site", "same-origin").json(&body);
    assert_eq!(known.told().await.status, 200, "the owner on a known device");
}

#[tokio::test(flavor = "multi_thread")]
async fn tries_spread_over_the_end_of_a_window_are_still_ten_in_any_quarter_of_an_hour() {
    let site = Site::new().await;
    let email = site.db.patient().await.email;
    set_hash(&site, &email, BROKEN).await;
    let mut reached_at = Vec::new();
    for (n, minutes) in [(0, 0), (1, 14), (2, 2), (3, 13), (4, 2)].into_iter() {
        site.db.advance(chrono::TimeDelta::minutes(minutes));
        for m in 0..12 {
            if (n > 0 || m == 0) && reached(&guess(&site, &email, n * 100 + m).await) {
                reached_at.push(site.db.now());
            }
        }
    }
    let most =
        reached_at.iter().map(|from| reached_at.iter().filter(|at| (**at - *from) < chrono::TimeDelta::minutes(15) && at >= &from).count());
    assert!(most.max().is_some_and(|most| most <= TRIES), "{reached_at:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ends_does_not_come_back_by_a_request_in_flight() {
    let trials = number("SHS_TRIALS", 200);
    let site = Site::told(&[("SHS_LIMIT_LOGIN", "off"), ("SHS_LIMIT_GENERAL", "off")]).await;
    let patient = site.db.patient().await;
    set_hash(&site, &patient.email, CHEAP).await;
    let ends = ["/api/auth/logout/", "/api/auth/logout-everywhere/", "/logout"];
    let trial = async |n: usize| {
        let cookie = site.cookie(&patient.email).await;
        let get = |path: &'static str| site.get(path).by(&cookie).told();
        let end = async {
            let ask = site.post(ends[n % ends.len()]).by(&cookie);
            let ask = if n % ends.len() == 2 { ask.raw("application/x-www-form-urlencoded", "") } else { ask.json("{}") };
            ask.told().await
        };
        let (one, ended, two, three) = match n % 2 {
            0 => tokio::join!(get("/api/users/me/"), end, get("/api/appointments/"), get("/settings")),
            _ => {
                let (two, one, ended, three) = tokio::join!(get("/settings"), get("/api/users/me/"), end, get("/api/patients/me/"));
                (one, ended, two, three)
            }
        };
        assert!([200, 303].contains(&ended.status.as_u16()), "{ended:?}");
        for told in [&one, &two, &three] {
            assert!([200, 303, 401].contains(&told.status.as_u16()), "{told:?}");
        }
        let after = get("/api/users/me/").await;
        assert_eq!(after.status, 401, "trial {n}: {after:?}");
    };
    // One after the other: leaving everywhere would end the others' sessions.
    for n in 0..trials {
        trial(n).await;
    }
    assert_eq!(entity::session::Entity::find().count(site.db.connection()).await.expect("counted"), 0);
    eprintln!("{trials} sessions ended with requests in flight, none came back");
}
