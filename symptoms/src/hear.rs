//! Hearing: what the text model adds to what was read by words.

use crate::{
    engine::{AssessError, Engine, Prepared},
    read::{Clause, Reading},
    reason::Sound,
    scope,
    vectors::{Quantised, Vectors, check_unit},
};

/// Descriptions of a condition that count: the most alike.
const DESCRIPTIONS: usize = 3;

/// What the text model says of a complaint.
pub(crate) struct Heard {
    /// How alike it is to each condition, and its best clause to a finding's phrase.
    pub(crate) similarity: Option<(Vec<Sound>, f32)>,
    /// Whether it tells of a symptom; `None` without a fitted gate.
    pub(crate) tells: Option<bool>,
    /// Everything that is said to be there, as the text model hears it.
    pub(crate) whole: Option<Quantised>,
}

impl Engine {
    /// What was read with what the text model hears in it, and what it says of the whole.
    pub(crate) fn hear(&self, prepared: &Prepared, embeddings: &[Vec<f32>]) -> Result<(Reading, Heard), AssessError> {
        if embeddings.len() != prepared.texts.len() {
            return Err(AssessError::Count { texts: prepared.texts.len(), embeddings: embeddings.len() });
        }
        embeddings.iter().try_for_each(|e| check_unit(e))?;
        let queries: Vec<Quantised> = embeddings.iter().map(|e| Quantised::query(e)).collect();
        let mut reading = prepared.reading.clone();
        let raw = queries.last();
        let queries = &queries[..prepared.told];
        let similarity = self.vectors.as_ref().filter(|_| !queries.is_empty()).map(|vectors| {
            let phrase = self.read_meaning(vectors, queries, &mut reading);
            (self.sounds(vectors, queries, &self.bag.scores(&reading.whole)), phrase)
        });
        let tells = self.vectors.as_ref().and_then(|v| scope::tells(v.scope(), raw?, prepared.scope_facts()));
        let heard = Heard { similarity, tells, whole: queries.last().cloned() };
        Ok((reading, heard))
    }

    /// Adds findings that a clause has in other words than the lexicon's; returns how alike the best clause and phrase are.
    pub(crate) fn read_meaning(&self, vectors: &Vectors, queries: &[Quantised], reading: &mut Reading) -> f32 {
        let mut most = 0.0_f32;
        for (clause, query) in reading.clauses.clone().iter().zip(queries) {
            let ranked = self.alike(vectors, query, clause.negates);
            most = most.max(ranked.first().map_or(0.0, |r| r.1));
            if !clause.fine
                && let Some(finding) = self.meant(&ranked, clause)
                && !clause.left_out.contains(&finding)
            {
                reading.hear(finding, clause.span);
            }
        }
        most
    }

    /// Every finding with the cosine of its most alike phrase, best first.
    ///
    /// The encoder hardly hears a "not": a phrase with one is heard only in a clause with one, and the other way round.
    fn alike(&self, vectors: &Vectors, query: &Quantised, negates: bool) -> Vec<(usize, f32)> {
        let mut rest = vectors.all();
        let mut ranked: Vec<(usize, f32)> = Vec::with_capacity(self.knowledge.findings().len());
        for (finding, f) in self.knowledge.findings().iter().enumerate() {
            let (phrases, after) = rest.split_at(f.phrases.len());
            rest = after;
            let same = phrases.iter().zip(&self.negating[finding]).filter(|(_, phrase)| **phrase == negates);
            ranked.push((finding, same.map(|(p, _)| p.cosine(query)).fold(-1.0, f32::max)));
        }
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked
    }

    /// The finding that a clause means, where one is clearly nearest. What would be an emergency by itself must be nearer.
    fn meant(&self, ranked: &[(usize, f32)], clause: &Clause) -> Option<usize> {
        let &(best, alike) = ranked.first()?;
        let related = |f: usize| {
            let all = &self.knowledge.findings()[best];
            all.general.contains(&f) || all.specific.contains(&f)
        };
        let second = ranked[1..].iter().find(|(f, _)| !related(*f)).map_or(-1.0, |r| r.1);
        let mut least = if clause.findings.is_empty() { self.weights.alike } else { self.weights.alike_too };
        if self.alarming.contains(&best) {
            least = least.max(self.weights.alike_alarm);
        }
        (alike >= least && alike - second >= self.weights.lead).then_some(best)
    }

    /// How much the text sounds like each condition: as a whole or in the clause that sounds most like it; `words` is the bag's share.
    fn sounds(&self, vectors: &Vectors, queries: &[Quantised], words: &[f32]) -> Vec<Sound> {
        let heads = queries.last().map(|whole| vectors.head().scores(whole)).unwrap_or_default();
        let mut at: usize = self.knowledge.findings().iter().map(|f| f.phrases.len()).sum();
        let mut all = Vec::with_capacity(self.knowledge.conditions().len());
        for ((condition, head), words) in self.knowledge.conditions().iter().zip(heads).zip(words) {
            let texts: Vec<&Quantised> = vectors.all()[at..at + condition.text_count()].iter().collect();
            at += condition.text_count();
            all.push(Sound { like: self.like(&texts, queries), head, words: *words });
        }
        all
    }

    /// How alike some texts are to the whole complaint and to its best clause.
    pub(crate) fn like(&self, texts: &[&Quantised], queries: &[Quantised]) -> f32 {
        let like = |query: &Quantised| {
            let mut cosines: Vec<f32> = texts.iter().map(|d| d.cosine(query)).collect();
            cosines.sort_by(|a, b| b.total_cmp(a));
            cosines.truncate(DESCRIPTIONS);
            let mean = cosines.iter().sum::<f32>() / cosines.len().max(1) as f32;
            mean + self.weights.nearest * (cosines.first().copied().unwrap_or(mean) - mean)
        };
        let whole = queries.last().map_or(0.0, like);
        let clause = queries.iter().map(like).fold(0.0, f32::max);
        (1.0 - self.weights.clause) * whole + self.weights.clause * clause
    }
}
