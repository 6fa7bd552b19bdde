//! How long the blog's search takes among very many articles; see `bench/README.md`.
//!
//! `blog_search POSTS EACH ROUNDS` fills a database of the tests' server with made-up articles and asks it through the use case, as the application's own
//! role. With `SHS_BENCH_URL` it asks a database that was filled before.
#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a measurement is read by people, and ends where it cannot go on")]

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, FromQueryResult, Statement};
use service::{Clock, Services, blog};
use std::time::Instant;

/// Articles in which a word stands, one word for each.
const DF: [(&str, i64, i64); 8] = [
    ("rare (≤ 20)", 2, 20),
    ("some hundred", 150, 500),
    ("about 3 000", 2_500, 4_000),
    ("about 7 000", 6_000, 8_000),
    ("about 12 000", 10_000, 15_000),
    ("about 40 000", 30_000, 50_000),
    ("common (≥ 150 000)", 150_000, 400_000),
    ("commonest", 400_000, i64::MAX),
];

#[derive(FromQueryResult)]
struct Word {
    word: String,
}

async fn words(db: &DatabaseConnection, from: i64, to: i64, many: u32) -> Vec<String> {
    let sql =
        format!("select word from blog_word where posts between {from} and {} order by md5(word) limit {many}", to.min(2_000_000_000));
    let rows = Word::find_by_statement(Statement::from_string(DbBackend::Postgres, sql)).all(db).await.unwrap();
    rows.into_iter().map(|row| row.word).collect()
}

/// Times each question, in milliseconds, sorted; how many were found on the whole.
async fn time(services: &Services, questions: &[String], rounds: usize) -> (Vec<f64>, usize) {
    let (mut times, mut found) = (Vec::new(), 0);
    for n in 0..rounds {
        let question = &questions[n % questions.len()];
        let begin = Instant::now();
        found += blog::search(services, question, None, 10).await.unwrap().page.items.len();
        times.push(begin.elapsed().as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    (times, found)
}

async fn row(services: &Services, name: &str, questions: &[String], rounds: usize) {
    if questions.is_empty() {
        println!("| {name} | – | – | – | – |");
        return;
    }
    // Once to warm up, as a server is.
    time(services, questions, questions.len()).await;
    let (times, found) = time(services, questions, rounds).await;
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    println!("| {name} | {:.1} | {:.1} | {:.1} | {} |", at(50), at(99), times[times.len() - 1], found / rounds);
}

#[tokio::main]
async fn main() {
    let given: Vec<usize> = std::env::args().skip(1).map(|number| number.parse().unwrap()).collect();
    let [posts, each, rounds] = [0, 1, 2].map(|n| given.get(n).copied().unwrap_or([1_000_000, 100, 300][n]));
    match std::env::var("SHS_BENCH_URL") {
        Ok(url) => {
            let db = Database::connect(url).await.unwrap();
            let services = Services::new(db.clone(), Clock::System, testkit::no_engine(), testkit::keys(), 1);
            measure(&db, &services, rounds).await;
        }
        Err(_) => {
            let test = testkit::Database::fresh().await;
            let fill = include_str!("../../bench/blog/fill.sql").replace(":posts", &posts.to_string()).replace(":each", &each.to_string());
            let begin = Instant::now();
            test.connection().execute_unprepared(&fill).await.unwrap();
            test.connection().execute_unprepared("vacuum analyze").await.unwrap();
            println!("{posts} articles of about {each} words, filled in {:.0} s\n", begin.elapsed().as_secs_f64());
            measure(test.connection(), &test.services(), rounds).await;
        }
    }
}

async fn measure(db: &DatabaseConnection, services: &Services, rounds: usize) {
    println!("| word in so many articles | p50 ms | p99 ms | most | rows |\n|---|---|---|---|---|");
    for (name, from, to) in DF {
        row(services, name, &words(db, from, to, 40).await, rounds).await;
    }
    let (common, some) = (words(db, 150_000, i64::MAX, 20).await, words(db, 2_500, 15_000, 20).await);
    let pairs = |a: &[String], b: &[String]| a.iter().zip(b.iter().rev()).map(|(a, b)| format!("{a} {b}")).collect::<Vec<_>>();
    row(services, "two common ones", &pairs(&common, &common), rounds).await;
    row(services, "a common one and one of some thousands", &pairs(&common, &some), rounds).await;
    // Two letters change places, one is left out, one is another.
    let typed = |word: &String| {
        let mut letters: Vec<char> = word.chars().collect();
        match word.len() % 3 {
            0 => letters.swap(2, 3),
            1 => drop(letters.remove(3)),
            _ => letters[3] = 'x',
        }
        letters.into_iter().collect::<String>()
    };
    let typos: Vec<String> = words(db, 20, i64::MAX, 100).await.iter().filter(|word| word.len() > 5).map(typed).collect();
    row(services, "mistyped", &typos, rounds).await;
    row(services, "nothing like it", &["qqqqqqqq".to_owned(), "zzxxyyww".to_owned()], rounds).await;
}
