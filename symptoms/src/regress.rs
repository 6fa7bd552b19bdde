//! Softmax regression over embeddings and a few facts: what the urgency head and the scope gate are made of.

use crate::{
    head::{Discriminant, number},
    vectors::{Quantised, VectorsError, WIDTH},
};

/// How the inputs are scaled before weights are kept small.
const SCALE_TEXT: f64 = 10.0;
const SCALE_FACTS: f64 = 3.0;
const STEPS: usize = 600;
const RATE: f64 = 0.02;

/// A text to learn from: its embedding, `FACTS` facts beside it, and which class is right.
#[derive(Clone)]
pub(crate) struct Lesson<const FACTS: usize> {
    pub(crate) text: Vec<f32>,
    pub(crate) facts: [f32; FACTS],
    pub(crate) class: usize,
}

/// A fitted regression: one row a class.
#[derive(Clone, PartialEq)]
pub(crate) struct Regression<const FACTS: usize, const CLASSES: usize>(Vec<(Discriminant, [f32; FACTS])>);

impl<const FACTS: usize, const CLASSES: usize> Regression<FACTS, CLASSES> {
    /// One that was never fitted.
    pub(crate) fn silent() -> Self {
        Self(vec![(Discriminant::new(&[0.0; WIDTH], 0.0), [0.0; FACTS]); CLASSES])
    }

    /// Probability of each class; `None` where it was never fitted.
    pub(crate) fn probabilities(&self, text: &Quantised, facts: [f32; FACTS]) -> Option<[f32; CLASSES]> {
        if self.0.iter().all(|(text, facts)| text.is_silent() && facts.iter().all(|x| *x == 0.0)) {
            return None;
        }
        let score =
            |(words, row): &(Discriminant, [f32; FACTS])| words.score(text) + row.iter().zip(facts).map(|(w, x)| w * x).sum::<f32>();
        let scores: [f32; CLASSES] = std::array::from_fn(|i| score(&self.0[i]));
        let most = scores.iter().fold(f32::MIN, |a, b| a.max(*b));
        let shares = scores.map(|s| (s - most).exp());
        let total: f32 = shares.iter().sum();
        Some(shares.map(|s| s / total))
    }

    /// Fits with a pull of all weights toward zero; fewer than forty lessons give a silent one.
    pub(crate) fn fit(lessons: &[Lesson<FACTS>], shrink: f64) -> Self {
        const LEAST: usize = 40;
        if lessons.len() < LEAST {
            return Self::silent();
        }
        let inputs: Vec<Vec<f64>> = lessons.iter().map(inputs).collect();
        let width = WIDTH + FACTS + 1;
        let (mut now, mut mean, mut square) = (vec![0.0; CLASSES * width], vec![0.0; CLASSES * width], vec![0.0; CLASSES * width]);
        // Adam (Kingma & Ba 2015), on all lessons at once: no chance in it.
        for step in 1..=STEPS {
            let gradient = gradient(lessons, &inputs, &now, width, shrink);
            for i in 0..now.len() {
                mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
                square[i] = 0.99 * square[i] + 0.01 * gradient[i] * gradient[i];
                let (m, v) = (mean[i] / (1.0 - 0.9_f64.powi(step as i32)), square[i] / (1.0 - 0.99_f64.powi(step as i32)));
                now[i] -= RATE * m / (v.sqrt() + 1e-8);
            }
        }
        let class = |row: &[f64]| {
            let text: [f64; WIDTH] = std::array::from_fn(|i| row[i] * SCALE_TEXT);
            let facts = std::array::from_fn(|i| (row[WIDTH + i] * SCALE_FACTS) as f32);
            (Discriminant::new(&text, row[width - 1]), facts)
        };
        Self(now.chunks_exact(width).map(class).collect())
    }

    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        for (text, facts) in &self.0 {
            text.write(bytes);
            facts.iter().for_each(|x| bytes.extend(x.to_le_bytes()));
        }
    }

    pub(crate) fn read(rest: &mut &[u8]) -> Result<Self, VectorsError> {
        let class = |rest: &mut &[u8]| -> Result<(Discriminant, [f32; FACTS]), VectorsError> {
            let text = Discriminant::read(rest)?;
            let mut facts = [0.0; FACTS];
            for fact in &mut facts {
                *fact = number(rest)?;
            }
            Ok((text, facts))
        };
        (0..CLASSES).map(|_| class(rest)).collect::<Result<Vec<_>, _>>().map(Self)
    }
}

fn inputs<const FACTS: usize>(lesson: &Lesson<FACTS>) -> Vec<f64> {
    let text = lesson.text.iter().map(|x| f64::from(*x) * SCALE_TEXT);
    text.chain(lesson.facts.iter().map(|x| f64::from(*x) * SCALE_FACTS)).chain([1.0]).collect()
}

fn gradient<const FACTS: usize>(lessons: &[Lesson<FACTS>], inputs: &[Vec<f64>], now: &[f64], width: usize, shrink: f64) -> Vec<f64> {
    let count = inputs.len() as f64;
    let mut sum: Vec<f64> = now.iter().map(|w| shrink * w).collect();
    // The intercepts are free.
    sum.chunks_exact_mut(width).for_each(|row| row[width - 1] = 0.0);
    for (input, lesson) in inputs.iter().zip(lessons) {
        let scores: Vec<f64> = now.chunks_exact(width).map(|row| row.iter().zip(input).map(|(w, x)| w * x).sum()).collect();
        let most = scores.iter().fold(f64::MIN, |a, b| a.max(*b));
        let total: f64 = scores.iter().map(|s| (s - most).exp()).sum();
        for (class, row) in sum.chunks_exact_mut(width).enumerate() {
            let share = ((scores[class] - most).exp() / total - f64::from(u8::from(class == lesson.class))) / count;
            row.iter_mut().zip(input).for_each(|(s, x)| *s += share * x);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(n: usize) -> Lesson<2> {
        let mut text = vec![0.0; WIDTH];
        text[n % 3] = 0.8;
        text[10 + n % 7] = 0.6;
        Lesson { text, facts: [0.25; 2], class: n % 3 }
    }

    #[test]
    fn a_fitted_regression_tells_what_it_was_taught_and_reads_back() {
        let lessons: Vec<Lesson<2>> = (0..200).map(lesson).collect();
        let fitted = Regression::<2, 3>::fit(&lessons, 0.01);
        for lesson in &lessons {
            let p = fitted.probabilities(&Quantised::query(&lesson.text), lesson.facts).expect("fitted");
            assert!(p[lesson.class] > 0.5, "{p:?}");
        }
        let mut bytes = Vec::new();
        fitted.write(&mut bytes);
        assert!(Regression::read(&mut bytes.as_slice()).is_ok_and(|read| read == fitted));
    }

    #[test]
    fn without_lessons_it_is_silent() {
        let query = Quantised::query(&lesson(0).text);
        assert_eq!(Regression::<2, 3>::fit(&[], 0.01).probabilities(&query, [0.0; 2]), None);
    }
}
