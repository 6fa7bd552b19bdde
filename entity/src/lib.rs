//! Database rows: one file per table, shape only. Rules live in `domain`, queries in `service`.
#![allow(missing_docs, reason = "columns are described where they are made, in `migration`")]

pub mod access_grant;
pub mod account;
pub mod account_deletion;
pub mod account_token;
pub mod account_totp;
pub mod appointment;
pub mod attachment;
pub mod audit;
pub mod audit_head;
pub mod blog_article;
pub mod blog_comment;
pub mod blog_image;
pub mod blog_post;
pub mod clinic;
pub mod consent;
pub mod device;
pub mod doctor;
pub mod emergency_access;
pub mod health_record;
pub mod idempotency;
pub mod key_ring;
pub mod legal_hold;
pub mod login_throttle;
pub mod mail;
pub mod note_draft;
pub mod patient;
pub mod prescription;
pub mod prescription_favourite;
pub mod rate_limit;
pub mod recovery_code;
pub mod refresh_token;
pub mod review;
pub mod session;
pub mod share;
pub mod symptom_report;
