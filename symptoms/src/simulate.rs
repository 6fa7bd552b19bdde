//! Simulated patients: people drawn from the knowledge base who tell a part of what they have and answer questions about the rest, not
//! always rightly. They show what the interview is worth beside the text alone.

use crate::{
    engine::{AssessError, Engine},
    knowledge::Knowledge,
};
use domain::{
    assessment::{Assessment, Complaint, State},
    evaluation::Share,
    interview::{Answer, COURSES, Question, QuestionKind},
    patient::Sex,
};
use std::collections::BTreeSet;
use std::fmt;

/// Findings that a person speaks of unasked.
const TOLD: usize = 3;
/// How often somebody does not know, and how often the answer is wrong.
const UNKNOWN: f32 = 0.07;
const WRONG: f32 = 0.05;
/// How much likelier than in the knowledge base it is to have something that does not belong to the condition: people do.
const NOISE: f32 = 1.5;

/// Somebody with a condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Patient {
    /// What they say of their own accord, with age and sex.
    pub complaint: Complaint,
    condition: usize,
    /// Everything they have, the more general included.
    has: BTreeSet<usize>,
    dice: Dice,
}

impl Patient {
    /// Draws somebody; the same number gives the same person.
    pub fn draw(knowledge: &Knowledge, number: u64) -> Self {
        let mut dice = Dice(number.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ 0x5EED);
        // The root lets rare conditions be seen too.
        let condition = dice.one_of(knowledge.conditions().iter().map(|c| c.frequency.max(0.0).sqrt()));
        let of = &knowledge.conditions()[condition];
        let band = dice.one_of(of.ages.iter().zip(AGES).map(|(often, (from, to))| often * (to - from)));
        let (from, to) = AGES[band];
        let age = from + dice.share() * (to - from);
        let sex = if dice.share() * (of.female + of.male) < of.female { Sex::Female } else { Sex::Male };
        let mut own: Vec<usize> = of.findings.iter().filter(|(_, often)| dice.share() < often.probability()).map(|(f, _)| *f).collect();
        let others: Vec<usize> = (0..knowledge.findings().len())
            .filter(|&f| !knowledge.findings()[f].is_history() && dice.share() < NOISE * knowledge.findings()[f].background * 0.1)
            .collect();
        dice.shuffle(&mut own);
        let spoken = own.iter().filter(|&&f| !knowledge.findings()[f].is_history()).take(TOLD);
        let told: Vec<&str> =
            spoken.map(|&f| knowledge.findings()[f].phrases[dice.below(knowledge.findings()[f].phrases.len())].as_str()).collect();
        let complaint = Complaint { text: told.join(", "), age: Some(age), sex: Some(sex), ..Complaint::default() };
        Self { complaint, condition, has: knowledge.closure(own.iter().chain(&others)), dice }
    }

    /// Whether there is anything that they speak of.
    pub fn speaks(&self) -> bool {
        !self.complaint.text.is_empty()
    }

    /// Answers a question.
    fn answer(&mut self, knowledge: &Knowledge, question: &Question) -> Vec<Answer> {
        if question.kind == QuestionKind::Duration {
            return vec![Answer { id: self.since(knowledge), state: State::Present }];
        }
        let ids: Vec<String> = question.items.iter().map(|item| item.id.clone()).collect();
        ids.into_iter().map(|id| Answer { state: self.state(knowledge, &id), id }).collect()
    }

    fn state(&mut self, knowledge: &Knowledge, id: &str) -> State {
        let has = knowledge.finding(id).is_some_and(|f| self.has.contains(&f));
        match self.dice.share() {
            share if share < UNKNOWN => State::Unknown,
            share if (share < UNKNOWN + WRONG) != has => State::Present,
            _ => State::Absent,
        }
    }

    fn since(&mut self, knowledge: &Knowledge) -> String {
        let shares = knowledge.conditions()[self.condition].course.unwrap_or([0.25; 4]);
        COURSES[self.dice.one_of(shares.into_iter())].to_owned()
    }
}

/// Years of [`crate::AgeBand`]s, from and to.
const AGES: [(f32, f32); 6] = [(0.1, 1.0), (1.0, 12.0), (12.0, 18.0), (18.0, 40.0), (40.0, 65.0), (65.0, 92.0)];

/// What interviews were worth.
#[derive(Debug, Clone, Default)]
pub struct Worth {
    /// The condition named first, and among the first three, from the text alone.
    pub text: [Share; 2],
    /// The same at the end of the interview.
    pub interview: [Share; 2],
    /// Questions asked, by person.
    pub questions: Vec<usize>,
}

impl Worth {
    /// Interviews one person. `embed` gives one unit vector a text.
    ///
    /// * errors: those of the embedding, and [`AssessError`]
    pub fn count<E: From<AssessError>>(
        &mut self,
        engine: &Engine,
        mut patient: Patient,
        embed: impl Fn(&[String]) -> Result<Vec<Vec<f32>>, E>,
    ) -> Result<(), E> {
        let texts = engine.prepare(&patient.complaint).texts;
        let embedded = embed(&texts)?;
        let mut first = None;
        let mut asked = 0;
        let last = loop {
            let prepared = engine.prepare(&patient.complaint);
            let step = engine.interview(&patient.complaint, &prepared, &embedded)?;
            first.get_or_insert_with(|| step.assessment.clone());
            let Some(question) = step.question else { break step.assessment };
            asked += 1;
            let answers = patient.answer(engine.knowledge(), &question);
            patient.complaint.evidence.extend(answers);
        };
        let code = &engine.knowledge().conditions()[patient.condition].icd10;
        let among = |answer: &Assessment, places: usize| answer.conditions.iter().take(places).any(|c| c.code == *code);
        for (at, places) in [1, 3].into_iter().enumerate() {
            self.text[at].count(first.as_ref().is_some_and(|answer| among(answer, places)));
            self.interview[at].count(among(&last, places));
        }
        self.questions.push(asked);
        Ok(())
    }

    /// Questions that half of the people were asked at most.
    pub fn median_questions(&self) -> usize {
        let mut all = self.questions.clone();
        all.sort_unstable();
        all.get(all.len() / 2).copied().unwrap_or_default()
    }
}

impl fmt::Display for Worth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<36}{}", "text alone, top-1", self.text[0])?;
        writeln!(f, "{:<36}{}", "text alone, top-3", self.text[1])?;
        writeln!(f, "{:<36}{}", "after the interview, top-1", self.interview[0])?;
        writeln!(f, "{:<36}{}", "after the interview, top-3", self.interview[1])?;
        writeln!(f, "{:<36}{:+5.1} points", "worth of the interview, top-1", self.interview[0].percent() - self.text[0].percent())?;
        writeln!(f, "{:<36}{:5}", "questions, median", self.median_questions())
    }
}

/// Numbers by chance, the same from the same seed everywhere (SplitMix64, Steele et al. 2014).
#[derive(Debug, Clone, PartialEq)]
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to below 1.
    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    fn below(&mut self, count: usize) -> usize {
        ((self.share() * count as f32) as usize).min(count.saturating_sub(1))
    }

    /// A place, as often as its weight says.
    fn one_of(&mut self, weights: impl Iterator<Item = f32> + Clone) -> usize {
        let mut left = self.share() * weights.clone().sum::<f32>();
        let mut last = 0;
        for (at, weight) in weights.enumerate().filter(|(_, weight)| *weight > 0.0) {
            last = at;
            left -= weight;
            if left < 0.0 {
                break;
            }
        }
        last
    }

    fn shuffle(&mut self, all: &mut [usize]) {
        (1..all.len()).rev().for_each(|at| all.swap(at, self.below(at + 1)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AgeBand;

    #[test]
    fn the_same_number_draws_the_same_person_who_has_what_the_condition_may_bring() {
        let knowledge = Knowledge::built_in().expect("the base");
        for number in 0..200 {
            let patient = Patient::draw(&knowledge, number);
            assert_eq!(patient, Patient::draw(&knowledge, number));
            let condition = &knowledge.conditions()[patient.condition];
            let age = patient.complaint.age.expect("an age");
            assert!(condition.ages[AgeBand::of(age) as usize] > 0.0, "{} at {age}", condition.id);
        }
    }
}
