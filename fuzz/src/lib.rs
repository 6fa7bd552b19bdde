//! What reads the words of strangers, each as a function of bytes that must neither panic nor break its promise.
//!
//! `script/fuzz` lets a fuzzer look for bytes that do; `tests/corpus.rs` tries those again that were interesting once.

mod address;
mod file;
mod markdown;
mod request;
mod seal;
mod site;
mod symptom;
mod table;
mod token;

/// A name and what is done with bytes under it.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The folder of its corpus.
    pub name: &'static str,
    /// What it does; a panic is a find.
    pub run: fn(&[u8]),
}

/// All of them.
pub const TARGETS: &[Target] = &[
    Target { name: "query", run: request::query },
    Target { name: "body", run: request::body },
    Target { name: "header", run: request::header },
    Target { name: "form", run: request::form },
    Target { name: "address", run: address::address },
    Target { name: "token", run: token::token },
    Target { name: "symptom", run: symptom::symptom },
    Target { name: "file", run: file::file },
    Target { name: "table", run: table::table },
    Target { name: "markdown", run: markdown::markdown },
    Target { name: "picture", run: markdown::picture },
    Target { name: "seal", run: seal::seal },
];

/// The target of a name.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}
