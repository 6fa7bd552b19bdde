//! The server against a real PostgreSQL.
#![allow(missing_docs)]

mod chaos;
mod contract;
mod doors;
mod drill;
mod edge;
mod mail;
mod matrix;
mod outbox;
mod page;
mod postgres;
mod proxy;
mod rest_access;
mod rest_account;
mod rest_appointment;
mod rest_document;
mod rest_envelope;
mod rest_interview;
mod rest_policy;
mod rest_privacy;
mod rest_repeat;
mod rest_second_factor;
mod rest_site;
mod rest_symptom;
mod rest_token;
mod rest_version;
mod risk;
mod serve;
mod site;
mod statements;
mod tls;
