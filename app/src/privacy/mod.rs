//! Whose data these are: the notice for everybody, and the page on which people have a copy made, agree, and end their account.

mod notice;
mod own;

pub use notice::NoticePage;
pub use own::{PrivacyPage, ask_deletion, cancel_deletion, give, take_copy, withdraw};
