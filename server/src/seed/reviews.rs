//! What patients say of doctors after their visits: the rows that every doctor's stars are counted from.

use super::dice::Dice;
use super::doctors::Doctor;
use super::visits::Visit;
use super::{id, patients};
use chrono::{DateTime, TimeDelta, Utc};
use domain::appointment::Status;
use entity::review::ActiveModel;
use sea_orm::ActiveValue::Set;
use std::collections::BTreeMap;

/// Words that go with so many stars, from one to five.
const WORDS: [&[&str]; 5] = [
    &["I waited for an hour and was out again after four minutes.", "I did not feel listened to."],
    &["Rushed, and my second question had to wait for another visit.", "Friendly at the desk, but little was explained."],
    &[
        "All right. The waiting room was full and it showed.",
        "Competent, but I would have liked a few more words.",
        "Good advice, hard to find a time.",
    ],
    &[
        "Took the time to explain what the results mean.",
        "On time, clear, friendly. Parking is difficult.",
        "I left with a plan that I understood.",
        "Asked good questions. Would go again.",
        "Helpful, and honest about what will not help.",
    ],
    &[
        "The first doctor in years who looked at me and not at the screen.",
        "Explained everything twice without being asked. Thank you.",
        "Calm, thorough, and called the next day to ask how I was.",
        "I was afraid of this visit and need not have been.",
        "Found in ten minutes what bothered me for months.",
        "Kind to my mother, patient with my list of questions.",
        "Told me plainly what to do, and what to leave.",
    ],
];

/// What doctors answer to praise, and to the rest.
const ANSWERS: [&[&str]; 2] = [
    &["Thank you for your words. I will pass them on to the team.", "Thank you, it was good to see you."],
    &[
        "I am sorry that it felt rushed. Please call us, we will find a longer time.",
        "Thank you for telling us; we have changed how we plan mornings.",
    ],
];

/// Reviews of past visits, one for each doctor and patient; the demonstration's patient still has theirs to write.
///
/// * `planned` – in the order in which the visits of `day` are numbered
pub(super) fn all(doctors: &[Doctor], planned: &[Visit], day: u16, now: DateTime<Utc>) -> Vec<ActiveModel> {
    let mut latest = BTreeMap::<(usize, usize), usize>::new();
    for (n, visit) in planned.iter().enumerate() {
        let is_over = visit.status == Status::Fulfilled && visit.period.end() < now - TimeDelta::days(1);
        if is_over && visit.patient != patients::DEMO {
            let last = latest.entry((visit.doctor, visit.patient)).or_insert(n);
            if planned[*last].period.start() < visit.period.start() {
                *last = n;
            }
        }
    }
    let mut dice = Dice::new(0x57A2);
    let said = latest.into_iter().filter_map(|((doctor, _), n)| Some((n, doctors.get(doctor)?, &planned[n])));
    let said = said.filter_map(|(n, doctor, visit)| said_of(&mut dice, doctor, visit, now).map(|said| (n, said)));
    said.enumerate()
        .map(|(number, (n, said))| ActiveModel { id: Set(id::review(number)), appointment_id: Set(id::appointment(day, n)), ..said })
        .collect()
}

/// What is said of a visit, where something is.
fn said_of(dice: &mut Dice, doctor: &Doctor, visit: &Visit, now: DateTime<Utc>) -> Option<ActiveModel> {
    if !dice.chance(doctor.talked_of) {
        return None;
    }
    let stars = stars(dice, doctor.liked);
    let text = if dice.chance(75) { *dice.one(WORDS[stars - 1]) } else { "" };
    let at = (visit.period.end() + TimeDelta::hours(i64::from(dice.between(2, 300)))).min(now - TimeDelta::hours(1));
    let answer = (!text.is_empty() && dice.chance(20)).then(|| *dice.one(ANSWERS[usize::from(stars < 4)]));
    Some(ActiveModel {
        doctor_id: Set(id::doctor(visit.doctor)),
        patient_id: Set(id::patient(visit.patient)),
        rating: Set(i16::try_from(stars).unwrap_or(5)),
        text: Set(text.to_owned()),
        created_at: Set(at),
        updated_at: Set(at),
        answer: Set(answer.map(str::to_owned)),
        answered_at: Set(answer.map(|_| now.min(at + TimeDelta::hours(20)))),
        hidden_at: Set(None),
        hidden_why: Set(None),
        ..Default::default()
    })
}

/// One to five, around what the doctor is liked in tenths of a star.
fn stars(dice: &mut Dice, liked: usize) -> usize {
    let around = liked / 10 + usize::from(dice.chance(liked % 10 * 10));
    let luck = dice.below(100);
    let stars = if luck < 8 {
        around.saturating_sub(2)
    } else if luck < 20 {
        around.saturating_sub(1)
    } else {
        around
    };
    stars.clamp(1, 5)
}
