//! The symptom engine on the real model and the real knowledge base, judged on texts that it was not written from.

mod acceptance;
mod answers;
mod interview;
mod support;
