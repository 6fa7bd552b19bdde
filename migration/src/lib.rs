//! The schema's story, one file per chapter, in raw names: a later change of an entity never rewrites the past.

pub use grant::grant;
pub use sea_orm_migration::prelude::{MigrationTrait, MigratorTrait};

mod grant;
mod m20261123_000001_foundation;
mod m20261125_000001_interview;
mod m20261128_000007_rate_limit;
mod m20261128_000010_audit_chain;
mod m20261128_000010_token;
mod m20261128_000011_account_mail;
mod m20261128_000011_second_factor;
mod m20261128_000020_row_security;
mod m20261129_000010_sealed;
mod m20261129_000020_privacy;
mod m20261129_000030_access;
mod m20261129_000050_record;
mod m20261129_000060_prescription;
mod m20261129_000070_review;
mod m20261129_000072_stars_from_reviews;
mod m20261129_000074_why_cancelled;
mod m20261129_000080_blog;
mod m20261129_000110_workspace;
mod m20261129_000120_moderation;
mod m20261129_000121_markup_in_search;
mod m20261129_000130_passkey;
mod m20261129_000131_blog_total;
mod m20261130_000140_grants;

/// Every migration, in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_foundation::Migration),
            Box::new(m20261125_000001_interview::Migration),
            Box::new(m20261128_000007_rate_limit::Migration),
            Box::new(m20261128_000011_account_mail::Migration),
            Box::new(m20261128_000010_token::Migration),
            Box::new(m20261128_000011_second_factor::Migration),
            Box::new(m20261128_000010_audit_chain::Migration),
            // It has a word on every table before it. A migration after it that makes one says its policies itself.
            Box::new(m20261128_000020_row_security::Migration),
            Box::new(m20261129_000010_sealed::Migration),
            Box::new(m20261129_000020_privacy::Migration),
            Box::new(m20261129_000030_access::Migration),
            Box::new(m20261129_000050_record::Migration),
            Box::new(m20261129_000060_prescription::Migration),
            Box::new(m20261129_000070_review::Migration),
            Box::new(m20261129_000072_stars_from_reviews::Migration),
            Box::new(m20261129_000074_why_cancelled::Migration),
            Box::new(m20261129_000080_blog::Migration),
            Box::new(m20261129_000110_workspace::Migration),
            Box::new(m20261129_000120_moderation::Migration),
            Box::new(m20261129_000121_markup_in_search::Migration),
            Box::new(m20261129_000130_passkey::Migration),
            Box::new(m20261129_000131_blog_total::Migration),
            Box::new(m20261130_000140_grants::Migration),
        ]
    }
}
