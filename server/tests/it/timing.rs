//! Whether the time of an answer tells who has an account. Prints figures and asserts none: a machine with other work would decide.
//!
//! `cargo test -p server --test it timing -- --ignored --nocapture --test-threads 1`; `SHS_SAMPLES` says how many of each kind (400).

use crate::rest_site::Site;
use serde_json::json;
use std::time::Instant;

/// How well a threshold on the time tells known from unknown, on measurements that it was not chosen by.
struct Told {
    accuracy: f64,
    auc: f64,
}

/// Times of known and unknown addresses, taken in turns. Even ones choose the threshold and its direction, odd ones are judged by it.
fn classified(known: &[f64], unknown: &[f64]) -> Told {
    let half = |all: &[f64], odd: usize| all.iter().skip(odd).step_by(2).copied().collect::<Vec<_>>();
    let right = |known: &[f64], unknown: &[f64], limit: f64| {
        let above = known.iter().filter(|t| **t > limit).count() + unknown.iter().filter(|t| **t <= limit).count();
        above as f64 / (known.len() + unknown.len()) as f64
    };
    let (k, u) = (half(known, 0), half(unknown, 0));
    let best = k.iter().chain(&u).map(|limit| (*limit, right(&k, &u, *limit)));
    let best = best.max_by(|a, b| (a.1 - 0.5).abs().total_cmp(&(b.1 - 0.5).abs())).expect("samples");
    let (k, u) = (half(known, 1), half(unknown, 1));
    let share = right(&k, &u, best.0);
    let slower = k
        .iter()
        .flat_map(|a| {
            u.iter().map(move |b| {
                if a > b {
                    1.0
                } else if a < b {
                    0.0
                } else {
                    0.5
                }
            })
        })
        .sum::<f64>();
    Told { accuracy: if best.1 >= 0.5 { share } else { 1.0 - share }, auc: slower / (k.len() * u.len()) as f64 }
}

#[test]
fn a_threshold_tells_apart_what_is_apart_and_nothing_else() {
    let apart = classified(&[1.0, 1.1, 1.3, 1.2], &[3.0, 3.1, 3.2, 3.3]);
    assert!((apart.accuracy - 1.0).abs() < 1e-9 && apart.auc.abs() < 1e-9);
    let alike: Vec<f64> = (0..400).map(|n| f64::from(n * 7919 % 1009)).collect();
    let other: Vec<f64> = (400..800).map(|n| f64::from(n * 7919 % 1009)).collect();
    assert!((classified(&alike, &other).auc - 0.5).abs() < 0.1);
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures times, for a machine that has nothing else to do"]
async fn times_of_known_and_unknown_addresses() {
    let samples: usize = std::env::var("SHS_SAMPLES").ok().and_then(|n| n.parse().ok()).unwrap_or(400);
    let site = Site::told(&[("SHS_LIMIT_LOGIN", "off"), ("SHS_LIMIT_REGISTER", "off")]).await;
    // Registered as people are: the accounts that tests begin with have cheaper hashes.
    let mut known = Vec::new();
    for n in 0..samples {
        let email = format!("somebody{n}@example.org");
        let body = json!({ "email": email, "password": "four loud otters swim", "user_type": "patient", "name": "Jo" });
        assert_eq!(site.post("/api/auth/register/").json(body).told().await.status.as_u16(), 201);
        known.push(email);
    }
    let doors = [
        ("sign-in", "/api/auth/login/"),
        ("token", "/api/auth/token/"),
        ("reset", "/api/auth/password-reset/"),
        ("registration", "/api/auth/register/"),
    ];
    for (name, path) in doors {
        let ask = async |email: &str| {
            let body = match name {
                "reset" => json!({ "email": email }),
                "registration" => json!({ "email": email, "password": "three quiet otters swim", "user_type": "patient", "name": "Jo" }),
                _ => json!({ "email": email, "password": "three quiet otters swim" }),
            };
            let begun = Instant::now();
            let told = site.post(path).json(body).told().await;
            (begun.elapsed().as_secs_f64() * 1e3, told.status.as_u16())
        };
        for n in 0..5 {
            ask(&format!("warm-{name}-{n}@example.org")).await;
        }
        let (mut there, mut absent, mut statuses) = (Vec::new(), Vec::new(), std::collections::BTreeSet::new());
        for (n, email) in known.iter().enumerate() {
            // As long as the ones that exist, and in changing order.
            let nobody =
                format!("{:0>width$}@example.org", format!("{name}{n}").replace('-', ""), width = email.len().saturating_sub(12).max(8));
            for is_known in [n % 2 == 0, n % 2 == 1] {
                let (time, status) = ask(if is_known { email } else { &nobody }).await;
                statuses.insert((is_known, status));
                if is_known { &mut there } else { &mut absent }.push(time);
            }
        }
        let Told { accuracy, auc } = classified(&there, &absent);
        let median = |all: &[f64]| {
            let mut sorted = all.to_vec();
            sorted.sort_by(f64::total_cmp);
            sorted[sorted.len() / 2]
        };
        let (a, b) = (median(&there), median(&absent));
        eprintln!(
            "{name}: accuracy {accuracy:.3}, AUC {auc:.3} on held-out times; medians {a:.2} ms known, {b:.2} ms unknown; {statuses:?}"
        );
    }
}
