//! Hearing: what the text model adds to what was read by words.

use crate::{
    courtesy::{pause, pause_at},
    engine::{AssessError, Engine, Prepared},
    read::Reading,
    reason::Sound,
    scope::{self, Tells},
    vectors::{Quantised, Vectors, check_unit},
};

/// Descriptions of a condition that count: the most alike.
const DESCRIPTIONS: usize = 3;

/// What the text model says of a complaint.
pub(crate) struct Heard {
    /// How alike it is to each condition.
    pub(crate) sounds: Option<Vec<Sound>>,
    /// Whether it tells of a symptom; `None` without a fitted gate.
    pub(crate) tells: Option<Tells>,
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
        let heard = self.vectors.as_ref().zip(queries.first()).zip(queries.last());
        let (sounds, tells) = heard.map_or((None, None), |((vectors, whole), raw)| {
            self.read_meaning(vectors, whole, &mut reading);
            pause();
            let texts = vectors.cosines_from(self.knowledge.phrase_count(), whole);
            let sounds = self.sounds(vectors, whole, &texts, &self.bag.scores(&reading.whole));
            let tells = |text: &str, query: &Quantised, texts: &[f32]| {
                let near = scope::near(&self.knowledge, texts, None);
                scope::tells(vectors.scope(), query, prepared.scope_facts(near, self.wording.says(text, None)))
            };
            // "I don't have a fever but I'm coughing": what is there beside what is denied counts, where the words name it.
            let named = !reading.with(true).is_empty() && !reading.with(false).is_empty() && !reading.animal && !reading.left_out;
            let (first, last) = prepared.ends();
            // "my uncle died of a stroke; i have a corn": what is left of it is told of oneself.
            let own = reading.tells_of_self && !reading.animal;
            let said = if queries.len() == 1 || named || own {
                tells(first, whole, &texts)
            } else {
                tells(last, raw, &vectors.cosines_from(self.knowledge.phrase_count(), raw))
            };
            (Some(sounds), said)
        });
        Ok((reading, Heard { sounds, tells, whole: queries.into_iter().next() }))
    }

    /// Adds the finding that a text of one piece has in other words than the lexicon's.
    ///
    /// Only of one piece, and only what is very much alike: heard in the pieces of longer texts, findings that nobody had named raised
    /// more false alarms than they found (ADR 10).
    pub(crate) fn read_meaning(&self, vectors: &Vectors, whole: &Quantised, reading: &mut Reading) {
        let Some(clause) = reading.clause.as_ref().filter(|clause| !clause.fine) else { return };
        let meant = self.meant(&self.alike(vectors, whole, clause.negates)).filter(|f| !clause.left_out.contains(f));
        let span = clause.span;
        meant.into_iter().for_each(|finding| reading.hear(finding, span));
    }

    /// Every finding with the cosine of its most alike phrase, best first.
    ///
    /// The encoder hardly hears a "not": a phrase with one is heard only in a clause with one, and the other way round.
    fn alike(&self, vectors: &Vectors, query: &Quantised, negates: bool) -> Vec<(usize, f32)> {
        let mut rest = vectors.all();
        let mut ranked: Vec<(usize, f32)> = Vec::with_capacity(self.knowledge.findings().len());
        for (finding, f) in self.knowledge.findings().iter().enumerate() {
            pause_at(finding * 8);
            let (phrases, after) = rest.split_at(f.phrases.len());
            rest = after;
            let same = phrases.iter().zip(&self.negating[finding]).filter(|(_, phrase)| **phrase == negates);
            ranked.push((finding, same.map(|(p, _)| p.cosine(query)).fold(-1.0, f32::max)));
        }
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked
    }

    /// The finding that a piece means, where one is clearly nearest.
    fn meant(&self, ranked: &[(usize, f32)]) -> Option<usize> {
        let &(best, alike) = ranked.first()?;
        let related = |f: usize| {
            let all = &self.knowledge.findings()[best];
            all.general.contains(&f) || all.specific.contains(&f)
        };
        let second = ranked[1..].iter().find(|(f, _)| !related(*f)).map_or(-1.0, |r| r.1);
        (alike >= self.weights.alike && alike - second >= self.weights.lead).then_some(best)
    }

    /// How much the text sounds like each condition.
    ///
    /// * `texts` – its cosines with the conditions' texts and those of the gate
    /// * `words` – the bag's share, by condition
    fn sounds(&self, vectors: &Vectors, whole: &Quantised, texts: &[f32], words: &[f32]) -> Vec<Sound> {
        let heads = vectors.head().scores(whole);
        let mut rest = texts;
        let mut all = Vec::with_capacity(self.knowledge.conditions().len());
        for ((condition, head), words) in self.knowledge.conditions().iter().zip(heads).zip(words) {
            let (own, after) = rest.split_at(condition.text_count());
            rest = after;
            all.push(Sound { like: self.like(own.iter().copied()), head, words: *words });
        }
        all
    }

    /// How alike a complaint is to the texts of a condition, from its cosine with each.
    pub(crate) fn like(&self, cosines: impl Iterator<Item = f32>) -> f32 {
        let mut cosines: Vec<f32> = cosines.collect();
        cosines.sort_by(|a, b| b.total_cmp(a));
        cosines.truncate(DESCRIPTIONS);
        let mean = cosines.iter().sum::<f32>() / cosines.len().max(1) as f32;
        mean + self.weights.nearest * (cosines.first().copied().unwrap_or(mean) - mean)
    }
}
