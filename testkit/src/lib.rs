//! A migrated database per test, and builders.
