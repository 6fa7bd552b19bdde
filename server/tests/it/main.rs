//! The server against a real PostgreSQL.
#![allow(missing_docs)]

mod doors;
mod postgres;
mod serve;
mod site;
