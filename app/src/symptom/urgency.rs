//! How urgent it is: unmistakable, and first.

use crate::ui::{Crisis, Icon, cx};
use domain::{
    assessment::{Assessment, TriageResult},
    triage::{EmergencyNumbers, RootCause, Triage},
};
use icondata_core::IconData;
use leptos::prelude::*;

/// Most reasons for a level.
const REASONS: usize = 3;

/// Whether no appointment is offered.
pub(super) fn is_emergency(assessment: &Assessment) -> bool {
    assessment.triage.as_ref().is_some_and(|triage| triage.level.is_emergency())
}

/// What comes before everything else: the crisis line, the emergency number, the level; or why there is none.
pub(super) fn first(assessment: &Assessment, numbers: EmergencyNumbers) -> AnyView {
    let crisis = assessment.crisis.then(|| view! { <Crisis numbers=numbers first=true/> });
    let level = assessment.triage.as_ref().map(|triage| banner(triage, numbers, assessment.crisis));
    let unread = (!assessment.assessable).then(|| {
        let message = assessment.reason.map_or("We could not read this.", |reason| reason.message());
        let heading = if assessment.triage.is_none() && !assessment.crisis { Heading::First } else { Heading::Later };
        view! { <div class="banner border-action bg-action-soft"><Icon icon=icondata_hi::HiInformationCircleOutlineLg/> {heading.view(message)}</div> }
    });
    view! { {crisis} {level} {unread} }.into_any()
}

/// A page has one `<h1>`: what is said first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heading {
    First,
    Later,
}

impl Heading {
    fn view(self, words: &'static str) -> AnyView {
        match self {
            Self::First => view! { <h1 class="text-xl font-semibold text-balance">{words}</h1> }.into_any(),
            Self::Later => view! { <h2 class="text-xl font-semibold text-balance">{words}</h2> }.into_any(),
        }
    }

    fn large(self, words: &'static str) -> AnyView {
        match self {
            Self::First => view! { <h1 class="text-2xl font-bold text-balance">{words}</h1> }.into_any(),
            Self::Later => view! { <h2 class="text-2xl font-bold text-balance">{words}</h2> }.into_any(),
        }
    }
}

fn banner(triage: &TriageResult, numbers: EmergencyNumbers, after_crisis: bool) -> AnyView {
    let heading = if after_crisis { Heading::Later } else { Heading::First };
    let (class, icon) = look(triage.level);
    let why = reasons(triage, after_crisis);
    let todo = if after_crisis { IN_A_CRISIS } else { todo(triage.level) };
    let call = triage.level.is_emergency().then(|| {
        view! {
            <p><a class="btn btn-call" href=format!("tel:{}", numbers.ambulance)><Icon icon=icondata_hi::HiPhoneOutlineLg/> {format!("Call {}", numbers.ambulance)}</a></p>
            <ul class="list-disc space-y-1 ps-5 text-lg">{todo.iter().map(|line| view! { <li>{*line}</li> }).collect_view()}</ul>
        }
    });
    let role = if triage.level.is_emergency() { "alert" } else { "status" };
    view! {
        <section class=class role=role>
            <div class="flex items-start gap-3"><Icon icon=icon large=true/> <div class="space-y-2">{heading.large(title(triage.level))} <p class="max-w-prose text-lg">{lead(triage.level)}</p></div></div>
            {call}
            <div class="space-y-1"><p class="font-semibold">"Why"</p> <ul class="list-disc space-y-1 ps-5">{why.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul></div>
        </section>
    }
    .into_any()
}

fn look(level: Triage) -> (&'static str, &'static IconData) {
    match level {
        Triage::EmergencyAmbulance | Triage::Emergency => {
            (cx("space-y-4 rounded-card bg-alarm-fill p-6 text-on-alarm forced-colors:border"), icondata_hi::HiBellAlertOutlineLg)
        }
        Triage::Consultation24 => {
            (cx("space-y-4 rounded-card border-2 border-attention bg-attention-soft p-6"), icondata_hi::HiClockOutlineLg)
        }
        Triage::Consultation => {
            (cx("space-y-4 rounded-card border-2 border-action bg-action-soft p-6"), icondata_hi::HiCalendarDaysOutlineLg)
        }
        Triage::SelfCare => (cx("space-y-4 rounded-card border-2 border-action bg-action-soft p-6"), icondata_hi::HiHomeOutlineLg),
    }
}

fn title(level: Triage) -> &'static str {
    match level {
        Triage::EmergencyAmbulance => "Call an ambulance now",
        Triage::Emergency => "Go to an emergency department now",
        Triage::Consultation24 => "See a doctor within 24 hours",
        Triage::Consultation => "Make an appointment with a doctor",
        Triage::SelfCare => "You can most likely care for this at home",
    }
}

fn lead(level: Triage) -> &'static str {
    match level {
        Triage::EmergencyAmbulance => "What you describe can be life-threatening. Do not wait to see whether it passes.",
        Triage::Emergency => "What you describe should be looked at in hospital today. Do not wait for an appointment.",
        Triage::Consultation24 => "This should be looked at today or tomorrow. Below are doctors who have time.",
        Triage::Consultation => "It does not look urgent, but a doctor should have a look in the coming days.",
        Triage::SelfCare => "Rest and simple measures are usually enough. If it gets worse or does not get better, see a doctor.",
    }
}

/// What to do until somebody is there, with thoughts of suicide or self-harm.
const IN_A_CRISIS: &[&str] = &[
    "Do not stay alone: go to somebody you trust, or ask somebody to come.",
    "Move away from anything you could hurt yourself with, or give it to somebody.",
    "If you have already taken or done something, call now, even if you feel well.",
];

/// What to do until help is there.
fn todo(level: Triage) -> &'static [&'static str] {
    match level {
        Triage::EmergencyAmbulance => &[
            "Stay on the phone and say where you are; they tell you what to do.",
            "Do not drive yourself. Do not stay alone if somebody can come.",
            "Unlock the door. Sit or lie down, whichever feels better.",
            "Do not eat or drink. Have your medicines ready to show.",
        ],
        Triage::Emergency => &[
            "Ask somebody to take you there, or take a taxi. Do not drive yourself.",
            "Take your medicines, or a list of them, with you.",
            "If it gets worse on the way, call the number above.",
        ],
        _ => &[],
    }
}

/// The warning signs that decided, or the rule that did; few enough to be read at once.
fn reasons(triage: &TriageResult, crisis: bool) -> Vec<String> {
    let flags: Vec<String> = triage.red_flags.iter().filter(|f| f.level == triage.level).take(REASONS).map(|f| f.why.clone()).collect();
    if !flags.is_empty() {
        return flags;
    }
    if crisis {
        return vec!["You wrote of suicide or of hurting yourself.".to_owned()];
    }
    let words = match triage.root_cause {
        RootCause::EmergencyEvidencePresent | RootCause::SeriousEvidencePresent => "Something you describe is a warning sign.",
        RootCause::EmergencyConditionLikely => "The most likely explanation is an emergency.",
        RootCause::EmergencyConditionPossible => "One of the possible explanations is an emergency that should be ruled out.",
        RootCause::ConsultationConditionLikely => "The likely explanations need a doctor's eye or a prescription, but they do not hurry.",
        RootCause::SelfCareSufficient => "Everything that fits what you describe usually passes by itself.",
        RootCause::DiagnosisUnknown => "We know too little to tell what it is, so a doctor should have a look.",
    };
    vec![words.to_owned()]
}
