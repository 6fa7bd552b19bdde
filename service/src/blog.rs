//! The blog: articles that doctors write and other doctors review, how readers find them, and what they say of them.

mod comment;
mod image;
mod list;
pub mod markdown;
mod review;
mod row;
mod search;
mod write;

pub use comment::{CommentsOf, comment, comments, moderate, my_comments, remove_comment, report_comment, to_moderate};
pub use image::{Picture, add_image, image, sweep_images};
pub use list::{Entry, Listing, feed, list, map, map_part, read, related, tags};
pub use review::{approve, send_back, to_review, withdraw};
pub use search::{Found, search};
pub(crate) use write::every;
pub use write::{create, draft, mine, preview, save, submit};
