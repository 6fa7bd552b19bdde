//! A message that stands out of the text.

use super::{Icon, cx};
use icondata_core::IconData;
use leptos::prelude::*;

/// What a message is about; decides colour and icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Good to know.
    #[default]
    Info,
    /// Should be looked at.
    Attention,
    /// An emergency, and nothing else.
    Emergency,
    /// It worked.
    Done,
}

impl Tone {
    /// The icon that goes with the tone.
    pub fn icon(self) -> &'static IconData {
        match self {
            Self::Info => icondata_hi::HiInformationCircleOutlineLg,
            Self::Attention => icondata_hi::HiExclamationTriangleOutlineLg,
            Self::Emergency => icondata_hi::HiBellAlertOutlineLg,
            Self::Done => icondata_hi::HiCheckCircleOutlineLg,
        }
    }

    fn banner(self) -> &'static str {
        match self {
            Self::Info => cx("banner border-action bg-action-soft"),
            Self::Attention => cx("banner border-attention bg-attention-soft"),
            Self::Emergency => cx("banner border-alarm-fill bg-alarm-fill text-on-alarm"),
            Self::Done => cx("banner border-done bg-done-soft"),
        }
    }

    /// The class of small things in this tone.
    pub fn badge(self) -> &'static str {
        match self {
            Self::Info => cx("badge bg-action-soft text-action-strong"),
            Self::Attention => cx("badge bg-attention-soft text-attention"),
            Self::Emergency => cx("badge bg-alarm-fill text-on-alarm"),
            Self::Done => cx("badge bg-done-soft text-done"),
        }
    }
}

/// A message with a title and, as children, what to do.
#[component]
pub fn Banner(
    /// What it is about.
    #[prop(optional)]
    tone: Tone,
    /// In one line.
    #[prop(into)]
    title: String,
    /// Another icon than the tone's.
    #[prop(optional)]
    icon: Option<&'static IconData>,
    /// What to do.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let role = if tone == Tone::Emergency { "alert" } else { "note" };
    view! {
        <div class=tone.banner() role=role>
            <Icon icon=icon.unwrap_or(tone.icon())/>
            <div class="min-w-0 space-y-2">
                <p class="font-semibold">{title}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
}
