//! The blog: what everybody reads and says of it, where doctors write and review, and what administrators look through.

mod api;
mod desk;

#[cfg(feature = "ssr")]
mod admin;
#[cfg(feature = "ssr")]
mod article;
#[cfg(feature = "ssr")]
mod comment;
#[cfg(feature = "ssr")]
mod difference;
#[cfg(feature = "ssr")]
mod editor;
#[cfg(feature = "ssr")]
mod head;
#[cfg(feature = "ssr")]
mod keep;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod new;
#[cfg(feature = "ssr")]
mod own;
#[cfg(feature = "ssr")]
mod parts;
#[cfg(feature = "ssr")]
mod related;
#[cfg(feature = "ssr")]
mod review;
#[cfg(feature = "ssr")]
mod stand;

pub use api::{Kept, blog_keep, blog_preview};
pub use desk::Desk;

#[cfg(feature = "ssr")]
pub use admin::{AdminCommentsPage, hide, show};
#[cfg(feature = "ssr")]
pub use article::ArticlePage;
#[cfg(feature = "ssr")]
pub use comment::{add, remove, report};
#[cfg(feature = "ssr")]
pub use editor::EditorPage;
#[cfg(feature = "ssr")]
pub use keep::{picture, save};
#[cfg(feature = "ssr")]
pub use list::BlogPage;
#[cfg(feature = "ssr")]
pub use new::{NewPage, begin};
#[cfg(feature = "ssr")]
pub use own::OwnPage;
#[cfg(feature = "ssr")]
pub(crate) use related::{related, shown as related_shown};
#[cfg(feature = "ssr")]
pub use review::{ReviewPage, approve, send_back};
#[cfg(feature = "ssr")]
pub use stand::{withdraw, withdraw_published};
