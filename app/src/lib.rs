//! Screens, compiled for the server and for the browser.
//!
//! Pages are made on the server and need no script; what is live on them are islands. So page modules exist for the server only,
//! and a browser downloads islands and what they use. [`PAGES`] and [`acts`] are everything that can be looked at and done, each
//! with its policy; how to write one is told in [`ui`].
// A view is one nested type; the limit is about its layout, which the default of 128 is too small for.
#![recursion_limit = "512"]

pub mod agenda;
pub mod blog;
pub mod booking;
pub mod fields;
pub mod keys;
pub mod notice;
pub mod password;
pub mod path;
pub mod patient;
pub mod prescription;
pub mod refusal;
pub mod risk;
pub mod ui;
pub mod viewer;
pub mod week;

#[cfg(feature = "ssr")]
pub mod act;
#[cfg(feature = "ssr")]
pub mod ctx;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
pub mod layout;
#[cfg(feature = "ssr")]
mod site;

#[cfg(feature = "ssr")]
mod about;
#[cfg(feature = "ssr")]
mod access;
#[cfg(feature = "ssr")]
mod account;
#[cfg(feature = "ssr")]
mod admin;
#[cfg(feature = "ssr")]
mod appointment;
#[cfg(feature = "ssr")]
mod dashboard;
#[cfg(feature = "ssr")]
mod doctor;
#[cfg(feature = "ssr")]
mod home;
#[cfg(feature = "ssr")]
mod privacy;
#[cfg(feature = "ssr")]
mod record;
#[cfg(feature = "ssr")]
mod review;
#[cfg(feature = "ssr")]
mod symptom;
#[cfg(feature = "ssr")]
mod world;

#[cfg(feature = "ssr")]
pub use site::{App, FNS, FnEntry, PAGES, PageEntry, acts, page_at};
