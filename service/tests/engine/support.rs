//! The engine as the server runs it, loaded once for all tests.

use domain::{
    assessment::{Assessment, NewAssessment},
    patient::Sex,
};
use serde::{Deserialize, de::DeserializeOwned};
use service::Engine;
use std::path::PathBuf;
use tokio::sync::OnceCell;

/// A text with what is known of the person.
#[derive(Debug, Deserialize)]
pub struct Case {
    pub text: String,
    pub age: Option<f32>,
    pub sex: Option<Sex>,
    pub specialty: Option<String>,
}

/// Reads one of the files in `service/tests/data`.
pub fn lines<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(name);
    let text = std::fs::read_to_string(&path).expect("the file exists");
    text.lines().filter(|l| !l.trim().is_empty()).map(|l| serde_json::from_str(l).expect("a valid line")).collect()
}

/// Where the encoder lies: `SHS_ENCODER_DIR`, or where `script/bootstrap` puts it.
pub fn encoder_dir() -> PathBuf {
    let set = |name| std::env::var_os(name).map(PathBuf::from);
    set("SHS_ENCODER_DIR").unwrap_or_else(|| {
        let cache = set("XDG_CACHE_HOME").or_else(|| set("HOME").map(|home| home.join(".cache"))).expect("a home");
        set("SHS_TOOLS").unwrap_or_else(|| cache.join("smart-health")).join("all-minilm-l6-v2")
    })
}

/// A running engine. Each test has a runtime of its own, so the handle is shared and the model's threads outlive them.
pub async fn engine() -> &'static Engine {
    static ENGINE: OnceCell<Engine> = OnceCell::const_new();
    let start = || async {
        let engine = Engine::new(ai::Worker::start(encoder_dir(), 2, 64));
        engine.ready().await;
        engine.state().expect("the engine runs: script/bootstrap fetches the encoder");
        engine
    };
    ENGINE.get_or_init(start).await
}

/// Assesses a text.
pub async fn assess(text: &str, age: Option<f32>, sex: Option<Sex>) -> Assessment {
    let new = NewAssessment { text: text.to_owned(), age, sex, ..NewAssessment::default() };
    engine().await.assess(&new.parse().expect("a valid text")).await.expect("an answer")
}
