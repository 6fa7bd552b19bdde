//! Patient Health Questionnaire for depression (PHQ-9).

use super::{
    Answers, Concern, Field, Score, ScoreId,
    field::Checked,
    outcome::{Bands, Outcome, Step},
    questionnaire::{item, sum},
};

/// Points, 0–27, for adults. Item 9 above zero always raises the crisis flag, whatever the sum.
pub(super) const SCORE: Score = Score {
    id: ScoreId::Phq9,
    name: "PHQ-9",
    topic: "Depression",
    about: "Nine questions about the last two weeks that show how much depression weighs on you. They do not make a diagnosis.",
    for_whom: "Adults. You need two minutes and honest answers.",
    unit: "points",
    decimals: 0,
    fields: ITEMS,
    citation: "Kroenke K, Spitzer RL, Williams JBW. The PHQ-9: validity of a brief depression severity measure. \
               J Gen Intern Med 2001;16:606–613.",
    outcome,
};

const ITEMS: &[Field] = &[
    item("interest", "Little interest or pleasure in doing things"),
    item("mood", "Feeling down, depressed, or hopeless"),
    item("sleep", "Trouble falling or staying asleep, or sleeping too much"),
    item("energy", "Feeling tired or having little energy"),
    item("appetite", "Poor appetite or overeating"),
    item("self_worth", "Feeling bad about yourself, or that you are a failure or have let yourself or your family down"),
    item("concentration", "Trouble concentrating on things, such as reading the newspaper or watching television"),
    item(
        "movement",
        "Moving or speaking so slowly that other people could have noticed; or the opposite, being so fidgety or restless that you have \
         been moving around a lot more than usual",
    ),
    SELF_HARM,
];

/// Item 9.
const SELF_HARM: Field = item("self_harm", "Thoughts that you would be better off dead, or of hurting yourself in some way");

/// Whether item 9 is answered with anything but "not at all". An answer that cannot be read counts: rather one offer of help too
/// many than one too few.
pub(super) fn is_crisis(answers: &Answers) -> bool {
    answers.get(SELF_HARM.id).is_some_and(|answer| !matches!(SELF_HARM.value(answer), Ok(None | Some(0.0))))
}

fn outcome(checked: &Checked) -> Option<Outcome> {
    let value = sum(ITEMS, checked)?;
    let crisis = checked.number(SELF_HARM.id)? > 0.0;
    let first: &[&str] = if crisis { HELP_NOW } else { &[] };
    Some(Outcome { crisis, first, ..Outcome::new(value, BANDS.of(value)) })
}

const HELP_NOW: &[&str] = &[
    "You told us of thoughts of death or of hurting yourself. Please talk to someone now: call a crisis line, or someone you trust.",
    "If you might act on these thoughts, call your emergency number and do not stay alone.",
];

const SEE_SOMEONE: &[&str] = &[
    "Make an appointment with a doctor or therapist: depression can be treated well, by talking, by medicine or both.",
    "Tell someone close to you how you feel.",
];

static BANDS: Bands = Bands {
    below: &[
        (
            5.0,
            Step {
                code: "minimal",
                name: "None or minimal",
                concern: Concern::Low,
                meaning: "Your answers show few or no signs of depression.",
                advice: &["If your mood changes, answer these questions again."],
            },
        ),
        (
            10.0,
            Step {
                code: "mild",
                name: "Mild",
                concern: Concern::Raised,
                meaning: "Your answers show mild signs of depression.",
                advice: &[
                    "Regular sleep, activity and company help; answer these questions again in two weeks.",
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
                meaning: "Your answers show moderate signs of depression.",
                advice: SEE_SOMEONE,
            },
        ),
        (
            20.0,
            Step {
                code: "moderately-severe",
                name: "Moderately severe",
                concern: Concern::High,
                meaning: "Your answers show marked signs of depression.",
                advice: SEE_SOMEONE,
            },
        ),
    ],
    top: Step {
        code: "severe",
        name: "Severe",
        concern: Concern::High,
        meaning: "Your answers show severe signs of depression.",
        advice: &[
            "See a doctor or therapist in the next few days: depression can be treated well.",
            "Do not stay alone with it: tell someone close to you today.",
        ],
    },
};
