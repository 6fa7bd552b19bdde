//! Free times, or where to look when there are none.

use crate::ui::{Empty, LinkButton, Look, Slots};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use domain::Period;
use leptos::prelude::*;

/// The times as links, or `none` with a way to other doctors.
pub(super) fn free_times(slots: Vec<Period>, zone: Tz, none: &'static str, href: impl Fn(DateTime<Utc>) -> String + 'static) -> AnyView {
    if slots.is_empty() {
        return view! {
            <Empty title=none icon=icondata_hi::HiCalendarDaysOutlineLg>
                <LinkButton href="/doctors" look=Look::Quiet>"Find another doctor"</LinkButton>
            </Empty>
        }
        .into_any();
    }
    view! { <Slots slots=slots zone=zone href=href/> }.into_any()
}
