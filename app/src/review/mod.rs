//! What patients say of doctors.

mod list;
mod one;
mod write;

pub use list::{AdminReviewsPage, ReviewsPage};
pub use one::{ReviewPage, answer, hide, show};
pub use write::{WritePage, save};

use crate::ui::{Icon, time};
use domain::{DoctorId, ReviewId, review::Review};
use leptos::prelude::*;

fn path_of(id: ReviewId) -> String {
    format!("/reviews/{id}")
}

/// Writing one about a doctor.
pub(crate) fn write_path(doctor: DoctorId) -> String {
    format!("/doctors/{doctor}/review")
}

/// All of a doctor's.
pub(crate) fn list_path(doctor: DoctorId) -> String {
    format!("/doctors/{doctor}/reviews")
}

/// Stars, words, answer.
fn shown(review: &Review) -> impl IntoView + use<> {
    let stars = (0..review.rating.clamp(0, 5)).map(|_| view! { <Icon icon=icondata_hi::HiStarSolidLg/> }).collect_view();
    let (words, answer) = (review.text.clone(), review.answer.clone());
    let month = review.created_at.format("%B %Y").to_string();
    let changed = (review.updated_at > review.created_at).then(|| format!(", changed {}", time::date(review.updated_at.date_naive())));
    view! {
        <p class="flex flex-wrap items-center gap-2">
            <span class="flex text-attention" aria-hidden="true">{stars}</span>
            <strong>{format!("{} of 5", review.rating)}</strong>
            <span class="text-muted">{format!("A patient, {month}")}{changed}</span>
        </p>
        {(!words.is_empty()).then(|| view! { <p class="max-w-prose whitespace-pre-line">{words}</p> })}
        {answer.map(|answer| view! {
            <blockquote class="max-w-prose border-s-4 border-line ps-4">
                <p class="text-muted">"The doctor answers"</p>
                <p class="whitespace-pre-line">{answer}</p>
            </blockquote>
        })}
    }
}
