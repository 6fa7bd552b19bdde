//! How urgent it is: the highest of the red flags and of the conditions that are plausible. Nothing lowers a level.

use crate::{
    knowledge::{Knowledge, RedFlagRule},
    reason::{Belief, Weights},
    urgency,
};
use domain::{
    assessment::{RedFlag, TriageResult},
    patient::Sex,
    triage::{RootCause, Triage},
};
use std::{collections::BTreeSet, ops::Range};

/// Findings that put the crisis line first. The checker sees to it that the base has them.
pub(crate) const CRISIS: [&str; 3] = ["suicidal-thoughts", "suicide-plan", "self-harm"];

/// The condition that puts the crisis line first where it is believed as far as this.
const CRISIS_CONDITION: &str = "suicidal-crisis";
const CRISIS_BELIEVED: f32 = 0.5;

/// Flags whose combinations are looked at all together.
const MOST_COMBINED: usize = 4;

/// Of whom a rule asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) age: Option<f32>,
    pub(crate) sex: Option<Sex>,
}

/// Whether thoughts of suicide or self-harm are among the findings.
pub(crate) fn crisis(knowledge: &Knowledge, present: &BTreeSet<usize>) -> bool {
    CRISIS.iter().any(|id| knowledge.finding(id).is_some_and(|f| present.contains(&f)))
}

/// Whether a crisis is the likeliest by far though no finding names it: "I will jump off the bridge".
pub(crate) fn sounds_like_crisis(knowledge: &Knowledge, beliefs: &[Belief]) -> bool {
    beliefs.first().is_some_and(|b| b.probability >= CRISIS_BELIEVED && knowledge.conditions()[b.condition].id == CRISIS_CONDITION)
}

/// The red flags that are up, most urgent first. `present` holds every more general finding too.
pub(crate) fn red_flags<'a>(knowledge: &'a Knowledge, present: &BTreeSet<usize>, person: Person) -> Vec<&'a RedFlagRule> {
    let mut up: Vec<&RedFlagRule> = knowledge.red_flags().iter().filter(|rule| is_up(rule, present, person)).collect();
    up.sort_by(|a, b| b.level.cmp(&a.level).then_with(|| a.id.cmp(&b.id)));
    up
}

/// What was told, without what raised one or several of the flags that are up: every combination of a few flags, one by one where
/// there are more.
pub(crate) fn without_flags(knowledge: &Knowledge, told: &BTreeSet<usize>, person: Person) -> Vec<BTreeSet<usize>> {
    let flags = red_flags(knowledge, &knowledge.closure(told), person);
    let raised: Vec<BTreeSet<usize>> = flags.iter().map(|rule| raisers(knowledge, told, rule)).collect();
    let combinations: Vec<Vec<usize>> = if raised.len() <= MOST_COMBINED {
        (1..1_usize << raised.len()).map(|bits| (0..raised.len()).filter(|at| bits >> at & 1 == 1).collect()).collect()
    } else {
        (0..raised.len()).map(|at| vec![at]).collect()
    };
    let left = |flags: &Vec<usize>| told.iter().filter(|f| !flags.iter().any(|&at| raised[at].contains(f))).copied().collect();
    let fewer: BTreeSet<BTreeSet<usize>> = combinations.iter().map(left).collect();
    fewer.into_iter().collect()
}

/// What of the told gives a rule a finding that it asks for.
fn raisers(knowledge: &Knowledge, told: &BTreeSet<usize>, rule: &RedFlagRule) -> BTreeSet<usize> {
    let asked = |f: &usize| rule.all.contains(f) || rule.any.contains(f);
    told.iter().filter(|f| knowledge.closure([*f]).iter().any(asked)).copied().collect()
}

/// An unknown age or sex raises the flags of adults of either sex, not those of infants.
fn is_up(rule: &RedFlagRule, present: &BTreeSet<usize>, person: Person) -> bool {
    let there = |f: &usize| present.contains(f);
    let age = match person.age {
        Some(age) => rule.min_age.is_none_or(|least| age >= least) && rule.max_age.is_none_or(|most| age < most),
        None => rule.max_age.is_none_or(|most| most > 18.0),
    };
    let sex = rule.sex.is_none_or(|sex| person.sex.is_none_or(|own| own == sex || own == Sex::Other));
    age && sex && rule.all.iter().all(there) && (rule.any.is_empty() || rule.any.iter().any(there)) && !rule.none.iter().any(there)
}

/// The level that the text model suggests with the share of belief in each level and what the flags ask for; only ever raises.
pub(crate) type Sounds<'a> = dyn Fn([f32; 4], Option<Triage>) -> Option<Triage> + 'a;

/// The level and what decided it; `sounds` is the urgency head, where there is a text model.
pub(crate) fn triage(
    knowledge: &Knowledge,
    weights: &Weights,
    beliefs: &[Belief],
    present: &BTreeSet<usize>,
    person: Person,
    sounds: &Sounds,
) -> TriageResult {
    let flags = red_flags(knowledge, present, person);
    let crisis = crisis(knowledge, present).then(|| crisis_level(knowledge, present));
    let by_flags = flags.first().map(|f| f.level).max(crisis);
    let shares = shares(knowledge, beliefs);
    let by_condition = by_beliefs(weights, shares);
    // The head has weighed all shares; a likely emergency counts without it, and where nothing is known it may not reassure.
    let first = beliefs.first().is_some_and(|b| knowledge.conditions()[b.condition].triage.is_emergency());
    // An emergency that the head alone hears, in "tummy ache", is asked about or seen within a day, and no ambulance.
    let heard = sounds(shares, by_flags).map(|level| if first { level } else { level.min(Triage::Consultation24) });
    let by_sound = heard.filter(|level| by_condition.is_some() || *level > Triage::Consultation);
    let by_condition = match by_sound {
        Some(heard) => by_condition.filter(|level| level.is_emergency()).max(Some(heard)),
        None => by_condition,
    };
    let by_condition = by_condition.map(|level| ambulance(knowledge, beliefs, level));
    let believed = sounds_like_crisis(knowledge, beliefs).then_some(Triage::Emergency);
    let level = by_flags.max(by_condition).max(believed).unwrap_or(Triage::Consultation);
    let root_cause = match () {
        () if by_flags == Some(level) && level.is_emergency() => RootCause::EmergencyEvidencePresent,
        () if level.is_emergency() => {
            if first {
                RootCause::EmergencyConditionLikely
            } else {
                RootCause::EmergencyConditionPossible
            }
        }
        () if by_flags == Some(level) => RootCause::SeriousEvidencePresent,
        () if by_condition.is_none() => RootCause::DiagnosisUnknown,
        () if level == Triage::SelfCare => RootCause::SelfCareSufficient,
        () => RootCause::ConsultationConditionLikely,
    };
    let red_flags = flags.into_iter().map(|f| RedFlag { id: f.id.clone(), level: f.level, why: f.why.clone() }).collect();
    TriageResult { level, root_cause, red_flags }
}

/// Whom an everyday complaint alone sends nowhere in a hurry: neither a small child nor an old person.
const HARDY: Range<f32> = 5.0..65.0;

/// The level of a text that says nothing beside an everyday complaint and raises no flag: it is asked about, or seen in time.
pub(crate) fn unhurried(result: TriageResult, age: Option<f32>) -> TriageResult {
    if result.level <= Triage::Consultation || !result.red_flags.is_empty() || !age.is_none_or(|age| HARDY.contains(&age)) {
        return result;
    }
    TriageResult { level: Triage::Consultation, root_cause: RootCause::ConsultationConditionLikely, ..result }
}

/// Thoughts of suicide are an emergency whatever the rules say; self-harm alone needs a doctor within a day.
fn crisis_level(knowledge: &Knowledge, present: &BTreeSet<usize>) -> Triage {
    let there = |id: &str| knowledge.finding(id).is_some_and(|f| present.contains(&f));
    if there("suicidal-thoughts") || there("suicide-plan") { Triage::Emergency } else { Triage::Consultation24 }
}

/// Belief in the conditions of each level, least urgent first; the two emergency levels are one.
fn shares(knowledge: &Knowledge, beliefs: &[Belief]) -> [f32; 4] {
    let mut shares = [0.0; 4];
    beliefs.iter().for_each(|b| shares[urgency::place(knowledge.conditions()[b.condition].triage)] += b.probability);
    shares
}

/// The level that what it may be asks for: each level counts with everything more urgent than it.
///
/// `None` where too little is believed to tell: what is not known is for a doctor to find out.
fn by_beliefs(weights: &Weights, shares: [f32; 4]) -> Option<Triage> {
    let from = |least: usize| shares[least..].iter().sum::<f32>();
    let known = from(0);
    match () {
        () if from(3) >= weights.emergency => Some(Triage::Emergency),
        () if from(2) >= weights.within_24 => Some(Triage::Consultation24),
        () if known < 1.0 - known => None,
        () if from(1) + (1.0 - known) / 2.0 >= weights.consultation => Some(Triage::Consultation),
        () => Some(Triage::SelfCare),
    }
}

/// An emergency whose likely conditions need an ambulance needs one.
fn ambulance(knowledge: &Knowledge, beliefs: &[Belief], level: Triage) -> Triage {
    let of = |wanted: Triage| -> f32 {
        beliefs.iter().filter(|b| knowledge.conditions()[b.condition].triage == wanted).map(|b| b.probability).sum()
    };
    if level == Triage::Emergency && of(Triage::EmergencyAmbulance) > of(Triage::Emergency) { Triage::EmergencyAmbulance } else { level }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::built_in().expect("the base that is compiled in can be read"));

    fn some_findings() -> impl Strategy<Value = BTreeSet<usize>> {
        prop::collection::btree_set(0..KNOWLEDGE.findings().len(), 0..12)
    }

    fn person() -> impl Strategy<Value = Person> {
        let sex = prop::option::of(prop_oneof![Just(Sex::Female), Just(Sex::Male)]);
        (prop::option::of(0.0_f32..100.0), sex).prop_map(|(age, sex)| Person { age, sex })
    }

    fn level(findings: &BTreeSet<usize>, person: Person) -> Option<Triage> {
        red_flags(&KNOWLEDGE, &KNOWLEDGE.closure(findings), person).first().map(|rule| rule.level)
    }

    proptest! {
        #[test]
        fn another_finding_lowers_no_flag_unless_a_rule_says_so(findings in some_findings(), more in 0..KNOWLEDGE.findings().len(), person in person()) {
            let added = KNOWLEDGE.closure([&more]);
            let excepted = KNOWLEDGE.red_flags().iter().any(|rule| rule.none.iter().any(|f| added.contains(f)));
            prop_assume!(!excepted);
            let mut larger = findings.clone();
            larger.insert(more);
            prop_assert!(level(&larger, person) >= level(&findings, person));
        }

        #[test]
        fn the_level_is_never_below_a_flag(findings in some_findings(), person in person()) {
            let present = KNOWLEDGE.closure(&findings);
            let weights = Weights::built_in().expect("weights");
            let reasoner = crate::reason::Reasoner::new(&KNOWLEDGE, weights);
            let absent = BTreeSet::new();
            let evidence = crate::reason::Evidence { present: &present, absent: &absent, asked: &BTreeSet::new(), sound: None, age: person.age, sex: person.sex, course: None };
            let beliefs = reasoner.beliefs(&KNOWLEDGE, &evidence);
            let answer = triage(&KNOWLEDGE, &weights, &beliefs, &present, person, &|_, _| None);
            prop_assert!(Some(answer.level) >= level(&findings, person));
            prop_assert!(!crisis(&KNOWLEDGE, &present) || answer.level >= Triage::Consultation24);
        }
    }
}
