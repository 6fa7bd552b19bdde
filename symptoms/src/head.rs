//! A classifier of the whole text: linear discriminants over the embeddings of the base's own sentences.
//!
//! It is computed in closed form when the sentences are embedded, so that whoever mends a description has a head that knows it. Each
//! condition's centre is the mean of its descriptions, drawn toward the phrases of its findings; the directions in which descriptions
//! of one condition differ among each other count less. Held-out descriptions (every fourth) name their condition first in 35 of 100
//! cases with it and in 24 by cosines alone.

use crate::{
    knowledge::{Condition, Knowledge},
    vectors::{Quantised, VectorsError, WIDTH, take},
};

/// How far a centre is drawn toward the phrases of the condition's findings.
const TOWARD_FINDINGS: f64 = 0.5;
/// Added to every variance: few descriptions do not show all the ways of saying a thing.
const SHRINK: f64 = 0.005;
/// Findings rarer than this say nothing of where a condition lies.
const LEAST_FREQUENT: f32 = 0.2;

type Row = [f64; WIDTH];

/// Scores of conditions for an embedding.
#[derive(Clone, PartialEq)]
pub(crate) struct Head(Vec<Discriminant>);

/// One linear score, kept in eight bits a weight.
#[derive(Clone, PartialEq)]
pub(crate) struct Discriminant {
    scale: f32,
    bias: f32,
    values: Box<[i8; WIDTH]>,
}

impl Head {
    /// From the embeddings of [`Knowledge::sentences`], in their order; `skip` leaves texts of a condition, by number, out.
    pub(crate) fn build(knowledge: &Knowledge, sentences: &[Vec<f32>], skip: impl Fn(usize, usize) -> bool) -> Self {
        let phrases: usize = knowledge.findings().iter().map(|f| f.phrases.len()).sum();
        let (phrases, texts) = sentences.split_at(phrases.min(sentences.len()));
        let texts = by_condition(knowledge.conditions(), texts, skip);
        let middle = mean(texts.iter().flatten().copied());
        let own: Vec<Row> = texts.iter().map(|own| mean(own.iter().copied())).collect();
        let spread = spread(&texts, &own);
        let drawn = findings_centres(knowledge, phrases);
        let drawn_middle = mean_rows(&drawn);
        let centre = |(own, drawn): (&Row, &Row)| -> Row {
            std::array::from_fn(|i| own[i] - middle[i] + TOWARD_FINDINGS * (drawn[i] - drawn_middle[i]))
        };
        let factor = cholesky(spread);
        let rows = own.iter().zip(&drawn).map(centre).map(|centre| {
            let weights = solve(&factor, &centre);
            let half: f64 = weights.iter().zip(&centre).map(|(w, c)| w * c).sum::<f64>() / 2.0;
            let shift: f64 = weights.iter().zip(&middle).map(|(w, m)| w * m).sum();
            Discriminant::new(&weights, -half - shift)
        });
        Self(rows.collect())
    }

    /// One score per condition, in their order; differences between them are like differences of log-probabilities.
    pub(crate) fn scores(&self, query: &Quantised) -> Vec<f32> {
        self.0.iter().map(|d| d.score(query)).collect()
    }

    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        self.0.iter().for_each(|row| row.write(bytes));
    }

    pub(crate) fn read(rest: &mut &[u8], conditions: usize) -> Result<Self, VectorsError> {
        (0..conditions).map(|_| Discriminant::read(rest)).collect::<Result<Vec<_>, _>>().map(Self)
    }
}

impl Discriminant {
    pub(crate) fn new(weights: &Row, bias: f64) -> Self {
        let most = weights.iter().fold(0.0_f64, |most, w| w.abs().max(most));
        let scale = if most > 0.0 { most / 127.0 } else { 1.0 };
        let values = Box::new(std::array::from_fn(|i| (weights[i] / scale).round() as i8));
        Self { scale: scale as f32, bias: bias as f32, values }
    }

    pub(crate) fn is_silent(&self) -> bool {
        self.bias == 0.0 && self.values.iter().all(|v| *v == 0)
    }

    pub(crate) fn score(&self, query: &Quantised) -> f32 {
        query.dot(&self.values) * self.scale + self.bias
    }

    pub(crate) fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.scale.to_le_bytes());
        bytes.extend(self.bias.to_le_bytes());
        bytes.extend(self.values.iter().map(|v| *v as u8));
    }

    pub(crate) fn read(rest: &mut &[u8]) -> Result<Self, VectorsError> {
        let scale = number(rest)?;
        let bias = number(rest)?;
        let bytes = take(rest, WIDTH)?;
        Ok(Self { scale, bias, values: Box::new(std::array::from_fn(|i| bytes[i] as i8)) })
    }
}

pub(crate) fn number(rest: &mut &[u8]) -> Result<f32, VectorsError> {
    let bytes = take(rest, 4)?.try_into().map_err(|_| VectorsError::NotVectors)?;
    Some(f32::from_le_bytes(bytes)).filter(|x| x.is_finite()).ok_or(VectorsError::NotVectors)
}

fn mean<'a>(vectors: impl Iterator<Item = &'a Vec<f32>>) -> Row {
    let mut sum = [0.0; WIDTH];
    let mut count = 0.0_f64;
    for vector in vectors {
        sum.iter_mut().zip(vector).for_each(|(s, x)| *s += f64::from(*x));
        count += 1.0;
    }
    sum.map(|s| s / count.max(1.0))
}

fn mean_rows(rows: &[Row]) -> Row {
    std::array::from_fn(|i| rows.iter().map(|row| row[i]).sum::<f64>() / rows.len().max(1) as f64)
}

fn by_condition<'a>(conditions: &[Condition], texts: &'a [Vec<f32>], skip: impl Fn(usize, usize) -> bool) -> Vec<Vec<&'a Vec<f32>>> {
    let mut rest = texts;
    let mut all = Vec::with_capacity(conditions.len());
    for (at, condition) in conditions.iter().enumerate() {
        let (own, after) = rest.split_at(condition.text_count().min(rest.len()));
        rest = after;
        all.push(own.iter().enumerate().filter(|(number, _)| !skip(at, *number)).map(|(_, vector)| vector).collect());
    }
    all
}

/// Covariance of texts about their own condition's centre, shrunk; the lower triangle.
fn spread(texts: &[Vec<&Vec<f32>>], centres: &[Row]) -> Vec<Row> {
    let mut sum = vec![[0.0; WIDTH]; WIDTH];
    for (own, centre) in texts.iter().zip(centres) {
        for vector in own {
            let away: Row = std::array::from_fn(|i| f64::from(vector[i]) - centre[i]);
            for (i, row) in sum.iter_mut().enumerate() {
                row[..=i].iter_mut().zip(&away).for_each(|(s, x)| *s += away[i] * x);
            }
        }
    }
    let count = texts.iter().map(Vec::len).sum::<usize>().max(1) as f64;
    for (i, row) in sum.iter_mut().enumerate() {
        row.iter_mut().for_each(|s| *s /= count);
        row[i] += SHRINK;
    }
    sum
}

/// For each condition the mean of its findings' phrases, weighted by how frequent they are in it.
fn findings_centres(knowledge: &Knowledge, phrases: &[Vec<f32>]) -> Vec<Row> {
    let mut rest = phrases;
    let findings: Vec<Row> = knowledge
        .findings()
        .iter()
        .map(|finding| {
            let (own, after) = rest.split_at(finding.phrases.len().min(rest.len()));
            rest = after;
            mean(own.iter())
        })
        .collect();
    let centre = |condition: &Condition| -> Row {
        let frequent = || condition.findings.iter().map(|(f, often)| (*f, often.probability())).filter(|(_, p)| *p >= LEAST_FREQUENT);
        let total: f64 = frequent().map(|(_, p)| f64::from(p)).sum();
        std::array::from_fn(|i| frequent().map(|(f, p)| f64::from(p) * findings[f][i]).sum::<f64>() / total.max(1e-9))
    };
    knowledge.conditions().iter().map(centre).collect()
}

/// The lower triangular factor of a positive definite matrix, of which only the lower triangle is read.
fn cholesky(mut matrix: Vec<Row>) -> Vec<Row> {
    for i in 0..WIDTH {
        let (done, rest) = matrix.split_at_mut(i);
        let row = &mut rest[0];
        for (j, above) in done.iter().enumerate() {
            let dot: f64 = row[..j].iter().zip(&above[..j]).map(|(a, b)| a * b).sum();
            row[j] = (row[j] - dot) / above[j];
        }
        let square: f64 = row[..i].iter().map(|a| a * a).sum();
        row[i] = (row[i] - square).max(f64::MIN_POSITIVE).sqrt();
    }
    matrix
}

/// Solves `factor · factorᵀ · x = right`.
fn solve(factor: &[Row], right: &Row) -> Row {
    let mut x = *right;
    for i in 0..WIDTH {
        let dot: f64 = factor[i][..i].iter().zip(&x[..i]).map(|(f, x)| f * x).sum();
        x[i] = (x[i] - dot) / factor[i][i];
    }
    for i in (0..WIDTH).rev() {
        let dot: f64 = (i + 1..WIDTH).map(|j| factor[j][i] * x[j]).sum();
        x[i] = (x[i] - dot) / factor[i][i];
    }
    x
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        let matrix: Vec<Row> = (0..WIDTH)
            .map(|i| {
                std::array::from_fn(|j| {
                    if i == j {
                        2.0
                    } else if i.abs_diff(j) == 1 {
                        0.5
                    } else {
                        0.0
                    }
                })
            })
            .collect();
        let wanted: Row = std::array::from_fn(|i| (i as f64).sin());
        let right: Row = std::array::from_fn(|i| (0..WIDTH).map(|j| matrix[i][j] * wanted[j]).sum());
        let found = solve(&cholesky(matrix), &right);
        assert!(found.iter().zip(&wanted).all(|(a, b)| (a - b).abs() < 1e-9));
    }
}
