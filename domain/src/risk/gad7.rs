//! Generalised Anxiety Disorder questionnaire (GAD-7).

use super::{
    Concern, Field, Score, ScoreId,
    field::Checked,
    outcome::{Bands, Outcome, Step},
    questionnaire::{item, sum},
};

/// Points, 0–21, for adults.
pub(super) const SCORE: Score = Score {
    id: ScoreId::Gad7,
    name: "GAD-7",
    topic: "Anxiety",
    about: "Seven questions about the last two weeks that show how much anxiety weighs on you. They do not make a diagnosis.",
    for_whom: "Adults. You need two minutes and honest answers.",
    unit: "points",
    decimals: 0,
    fields: ITEMS,
    citation: "Spitzer RL, Kroenke K, Williams JBW, Löwe B. A brief measure for assessing generalized anxiety disorder: the GAD-7. \
               Arch Intern Med 2006;166:1092–1097.",
    outcome,
};

const ITEMS: &[Field] = &[
    item("nervous", "Feeling nervous, anxious, or on edge"),
    item("uncontrolled_worry", "Not being able to stop or control worrying"),
    item("worry", "Worrying too much about different things"),
    item("relaxing", "Trouble relaxing"),
    item("restless", "Being so restless that it is hard to sit still"),
    item("irritable", "Becoming easily annoyed or irritable"),
    item("afraid", "Feeling afraid, as if something awful might happen"),
];

fn outcome(checked: &Checked) -> Option<Outcome> {
    let value = sum(ITEMS, checked)?;
    Some(Outcome::new(value, BANDS.of(value)))
}

static BANDS: Bands = Bands {
    below: &[
        (
            5.0,
            Step {
                code: "minimal",
                name: "Minimal",
                concern: Concern::Low,
                meaning: "Your answers show few or no signs of an anxiety disorder.",
                advice: &["If worry grows, answer these questions again."],
            },
        ),
        (
            10.0,
            Step {
                code: "mild",
                name: "Mild",
                concern: Concern::Raised,
                meaning: "Your answers show mild signs of anxiety.",
                advice: &[
                    "Regular sleep, activity and slow breathing help; go easy on caffeine and alcohol.",
                    "Make an appointment if it does not get better or if daily life becomes hard.",
                ],
            },
        ),
        (
            15.0,
            Step {
                code: "moderate",
                name: "Moderate",
                concern: Concern::Raised,
                meaning: "Your answers show moderate signs of anxiety.",
                advice: &["Make an appointment with a doctor or therapist: anxiety can be treated well."],
            },
        ),
    ],
    top: Step {
        code: "severe",
        name: "Severe",
        concern: Concern::High,
        meaning: "Your answers show severe signs of anxiety.",
        advice: &["See a doctor or therapist soon: anxiety can be treated well.", "Tell someone close to you how you feel."],
    },
};
