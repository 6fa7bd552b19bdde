//! The encoder at the command of `bench/encoder`; reads lines from its input.
//!
//! `text N` makes a text of N word pieces and answers with them and its vector; `run COUNT` encodes it so many
//! times, from the words on, and answers `done`.
#![allow(clippy::print_stdout)] // its output is its purpose

use std::io::Write;
use std::path::Path;

use ai::{Encoder, TOKENIZER_FILE};
use serde_json::json;
use tokenizers::Tokenizer;

/// Words that are one piece each.
const WORDS: [&str; 12] = ["pain", "fever", "and", "cough", "for", "three", "days", "my", "chest", "hurts", "at", "night"];

type Failure = Box<dyn std::error::Error>;

fn main() -> Result<(), Failure> {
    let dir = std::env::var("SHS_ENCODER_DIR")?;
    let encoder = Encoder::load(Path::new(&dir))?;
    let mut text = String::new();
    for line in std::io::stdin().lines() {
        let line = line?;
        let (word, number) = line.split_once(' ').ok_or("not a command")?;
        let number: usize = number.parse()?;
        if word == "text" {
            text = WORDS.iter().cycle().take(number.saturating_sub(2)).copied().collect::<Vec<_>>().join(" ");
            println!("{}", described(&encoder, &dir, &text)?);
        } else {
            for _ in 0..number {
                encoder.encode(&[&text])?;
            }
            println!("done");
        }
        std::io::stdout().flush()?;
    }
    Ok(())
}

/// The word pieces that the network sees, and its answer.
fn described(encoder: &Encoder, dir: &str, text: &str) -> Result<serde_json::Value, Failure> {
    let mut tokenizer = Tokenizer::from_file(Path::new(dir).join(TOKENIZER_FILE)).map_err(|error| error.to_string())?;
    tokenizer.with_padding(None).with_truncation(None).map_err(|error| error.to_string())?;
    let pieces = tokenizer.encode(text, true).map_err(|error| error.to_string())?;
    let vector = encoder.encode(&[text])?.remove(0);
    Ok(json!({ "ids": pieces.get_ids(), "vector": vector.values().as_slice() }))
}
