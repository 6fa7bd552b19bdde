//! The urgency head: how urgent a complaint sounds, from the text model's numbers, from what it may be, and from the flags that are up.
//!
//! A softmax regression, fitted by `shs train` on the base's cases with what the other members say of them unseen. It only ever raises:
//! the answer's level is the highest of the flags', the likely conditions' and this one's.

use crate::{
    head::{Discriminant, number},
    vectors::{Quantised, VectorsError, WIDTH},
};
use domain::triage::Triage;

/// The levels it tells apart: the two emergency levels are one to it.
pub(crate) const LEVELS: [Triage; 4] = [Triage::SelfCare, Triage::Consultation, Triage::Consultation24, Triage::Emergency];
/// Facts beside the text: the share of belief in each level's conditions, and whether a flag asks for a day or for now.
pub(crate) const FACTS: usize = 6;
/// Probability from which an emergency is taken for one.
const EMERGENCY: f32 = 0.25;
/// The same for each lower level, with everything above it.
const LOWER: f32 = 0.5;
/// How the inputs are scaled before weights are kept small.
const SCALE_TEXT: f64 = 10.0;
const SCALE_FACTS: f64 = 3.0;
/// Pull of all weights toward zero.
const SHRINK: f64 = 0.05;
const STEPS: usize = 600;

/// What a complaint shows to the head.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Facts(pub(crate) [f32; FACTS]);

impl Facts {
    /// * `shares` – belief in conditions of each of [`LEVELS`]
    /// * `flag` – the highest level that a flag asks for
    pub(crate) fn new(shares: [f32; 4], flag: Option<Triage>) -> Self {
        let up = |wanted: fn(Triage) -> bool| f32::from(u8::from(flag.is_some_and(wanted)));
        let [home, visit, day, now] = shares;
        Self([home, visit, day, now, up(|f| f == Triage::Consultation24), up(Triage::is_emergency)])
    }
}

/// A case to fit on.
pub(crate) struct Lesson {
    pub(crate) text: Vec<f32>,
    pub(crate) facts: Facts,
    pub(crate) level: Triage,
}

/// The fitted head.
#[derive(Clone, PartialEq)]
pub(crate) struct Urgency(Vec<(Discriminant, [f32; FACTS])>);

impl Urgency {
    /// A head that says nothing, for a base without cases.
    pub(crate) fn silent() -> Self {
        Self(vec![(Discriminant::new(&[0.0; WIDTH], 0.0), [0.0; FACTS]); LEVELS.len()])
    }

    /// Probability of each of [`LEVELS`].
    pub(crate) fn probabilities(&self, text: &Quantised, facts: Facts) -> [f32; 4] {
        let score = |(text_part, fact_part): &(Discriminant, [f32; FACTS])| {
            text_part.score(text) + fact_part.iter().zip(facts.0).map(|(w, x)| w * x).sum::<f32>()
        };
        let scores: [f32; 4] = std::array::from_fn(|i| score(&self.0[i]));
        let most = scores.iter().fold(f32::MIN, |a, b| a.max(*b));
        let shares = scores.map(|s| (s - most).exp());
        let total: f32 = shares.iter().sum();
        shares.map(|s| s / total)
    }

    /// The level; `None` where the head was never fitted.
    pub(crate) fn level(&self, text: &Quantised, facts: Facts) -> Option<Triage> {
        if *self == Self::silent() {
            return None;
        }
        let p = self.probabilities(text, facts);
        let from = |least: usize| p[least..].iter().sum::<f32>();
        Some(match () {
            () if p[3] >= EMERGENCY => Triage::Emergency,
            () if from(2) >= LOWER => Triage::Consultation24,
            () if from(1) >= LOWER => Triage::Consultation,
            () => Triage::SelfCare,
        })
    }

    /// Fits the head; few lessons give a silent one.
    pub(crate) fn fit(lessons: &[Lesson]) -> Self {
        const LEAST: usize = 40;
        if lessons.len() < LEAST {
            return Self::silent();
        }
        let inputs: Vec<Vec<f64>> = lessons.iter().map(inputs).collect();
        let wanted: Vec<usize> = lessons.iter().map(|l| place(l.level)).collect();
        let width = WIDTH + FACTS + 1;
        let (mut now, mut mean, mut square) = (vec![0.0; 4 * width], vec![0.0; 4 * width], vec![0.0; 4 * width]);
        for step in 1..=STEPS {
            let gradient = gradient(&inputs, &wanted, &now, width);
            let rate = 0.02;
            for i in 0..now.len() {
                mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
                square[i] = 0.99 * square[i] + 0.01 * gradient[i] * gradient[i];
                let (m, v) = (mean[i] / (1.0 - 0.9_f64.powi(step as i32)), square[i] / (1.0 - 0.99_f64.powi(step as i32)));
                now[i] -= rate * m / (v.sqrt() + 1e-8);
            }
        }
        let level = |row: &[f64]| {
            let text: [f64; WIDTH] = std::array::from_fn(|i| row[i] * SCALE_TEXT);
            let facts = std::array::from_fn(|i| (row[WIDTH + i] * SCALE_FACTS) as f32);
            (Discriminant::new(&text, row[width - 1]), facts)
        };
        Self(now.chunks_exact(width).map(level).collect())
    }

    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        for (text, facts) in &self.0 {
            text.write(bytes);
            facts.iter().for_each(|x| bytes.extend(x.to_le_bytes()));
        }
    }

    pub(crate) fn read(rest: &mut &[u8]) -> Result<Self, VectorsError> {
        let level = |rest: &mut &[u8]| -> Result<(Discriminant, [f32; FACTS]), VectorsError> {
            let text = Discriminant::read(rest)?;
            let mut facts = [0.0; FACTS];
            for fact in &mut facts {
                *fact = number(rest)?;
            }
            Ok((text, facts))
        };
        (0..LEVELS.len()).map(|_| level(rest)).collect::<Result<Vec<_>, _>>().map(Self)
    }
}

/// Place of a level among [`LEVELS`].
pub(crate) fn place(level: Triage) -> usize {
    LEVELS.iter().position(|l| *l == level.min(Triage::Emergency)).unwrap_or_default()
}

fn inputs(lesson: &Lesson) -> Vec<f64> {
    let text = lesson.text.iter().map(|x| f64::from(*x) * SCALE_TEXT);
    text.chain(lesson.facts.0.iter().map(|x| f64::from(*x) * SCALE_FACTS)).chain([1.0]).collect()
}

fn gradient(inputs: &[Vec<f64>], wanted: &[usize], now: &[f64], width: usize) -> Vec<f64> {
    let count = inputs.len() as f64;
    let mut sum: Vec<f64> = now.iter().map(|w| SHRINK * w).collect();
    // The intercepts are free.
    sum.chunks_exact_mut(width).for_each(|row| row[width - 1] = 0.0);
    for (input, wanted) in inputs.iter().zip(wanted) {
        let scores: Vec<f64> = now.chunks_exact(width).map(|row| row.iter().zip(input).map(|(w, x)| w * x).sum()).collect();
        let most = scores.iter().fold(f64::MIN, |a, b| a.max(*b));
        let total: f64 = scores.iter().map(|s| (s - most).exp()).sum();
        for (level, row) in sum.chunks_exact_mut(width).enumerate() {
            let share = ((scores[level] - most).exp() / total - f64::from(u8::from(level == *wanted))) / count;
            row.iter_mut().zip(input).for_each(|(s, x)| *s += share * x);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(n: usize) -> Lesson {
        let level = LEVELS[n % 4];
        let mut text = vec![0.0; WIDTH];
        text[n % 4] = 0.8;
        text[10 + n % 7] = 0.6;
        Lesson { text, facts: Facts::new([0.25; 4], None), level }
    }

    #[test]
    fn a_fitted_head_tells_what_it_was_taught_and_reads_back() {
        let lessons: Vec<Lesson> = (0..200).map(lesson).collect();
        let head = Urgency::fit(&lessons);
        for lesson in &lessons {
            assert_eq!(head.level(&Quantised::query(&lesson.text), lesson.facts), Some(lesson.level));
        }
        let mut bytes = Vec::new();
        head.write(&mut bytes);
        assert!(Urgency::read(&mut bytes.as_slice()).is_ok_and(|read| read == head));
    }

    #[test]
    fn without_lessons_it_is_silent() {
        let query = Quantised::query(&lesson(0).text);
        assert_eq!(Urgency::fit(&[]).level(&query, Facts::new([0.0; 4], None)), None);
    }
}
