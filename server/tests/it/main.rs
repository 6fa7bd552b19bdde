//! The server against a real PostgreSQL.
#![allow(missing_docs)]

mod contract;
mod doors;
mod drill;
mod mail;
mod matrix;
mod outbox;
mod page;
mod postgres;
mod rest_access;
mod rest_account;
mod rest_appointment;
mod rest_document;
mod rest_envelope;
mod rest_interview;
mod rest_policy;
mod rest_site;
mod rest_symptom;
mod risk;
mod serve;
mod site;
mod statements;
