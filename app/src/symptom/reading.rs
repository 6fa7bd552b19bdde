//! What was read: the person's own words, with what was understood marked in them.

use crate::ui::{Chip, Section, cx, time};
use domain::assessment::{ReadFinding, State, SymptomReport};
use leptos::prelude::*;

/// What was written, marked, and the findings in words.
pub(super) fn reading(report: &SymptomReport) -> impl IntoView + use<> {
    let of = |state: State| -> Vec<String> {
        let mut names: Vec<String> = report.assessment.findings.iter().filter(|f| f.state == state).map(|f| f.name.clone()).collect();
        names.dedup();
        names
    };
    let about: Vec<String> = report.age.map(time::age).into_iter().chain(report.sex.map(|sex| sex.code().to_owned())).collect();
    let about = (!about.is_empty()).then(|| view! { <p class="text-muted">{about.join(", ")}</p> });
    let text = marked(&report.text, &report.assessment.findings);
    let (present, absent) = (chips("You have", of(State::Present)), chips("You do not have", of(State::Absent)));
    view! {
        <Section title="What we read" lead="Is something wrong or missing? Then describe it again in other words.">
            <div class="space-y-2 rounded-card border border-line bg-surface p-4">
                <p class="whitespace-pre-line">{text}</p>
                {about}
            </div>
            {present}
            {absent}
        </Section>
    }
}

fn chips(title: &'static str, names: Vec<String>) -> impl IntoView {
    (!names.is_empty()).then(|| {
        let chips = names.into_iter().map(|name| view! { <li><Chip>{name}</Chip></li> }).collect_view();
        view! { <div class="space-y-2"><h3 class="font-semibold">{title}</h3> <ul class="flex flex-wrap gap-2">{chips}</ul></div> }
    })
}

/// A piece of the text, with the finding that was read from it.
type Piece<'a> = (String, Option<&'a ReadFinding>);

/// Cuts the text at the findings' places (in code points); where two overlap the shorter one counts, for it says more.
fn pieces<'a>(text: &str, findings: &'a [ReadFinding]) -> Vec<Piece<'a>> {
    let letters: Vec<char> = text.chars().collect();
    let mut spans: Vec<(usize, usize, &ReadFinding)> = findings.iter().filter_map(|f| f.span.map(|(from, to)| (from, to, f))).collect();
    spans.retain(|(from, to, _)| from < to && *to <= letters.len());
    spans.sort_by_key(|(from, to, _)| (to - from, *from));
    let mut apart: Vec<(usize, usize, &ReadFinding)> = Vec::new();
    for span in spans {
        if apart.iter().all(|other| span.1 <= other.0 || other.1 <= span.0) {
            apart.push(span);
        }
    }
    apart.sort_by_key(|(from, ..)| *from);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    for (from, to, finding) in apart {
        if at < from {
            pieces.push((letters[at..from].iter().collect(), None));
        }
        pieces.push((letters[from..to].iter().collect(), Some(finding)));
        at = to;
    }
    if at < letters.len() {
        pieces.push((letters[at..].iter().collect(), None));
    }
    pieces
}

fn marked(text: &str, findings: &[ReadFinding]) -> impl IntoView + use<> {
    let view = |(words, finding): Piece| match finding {
        None => words.into_any(),
        Some(finding) => {
            let (class, says) = match finding.state {
                State::Present => (cx("read-present"), format!("Read as: {}", finding.name)),
                State::Absent => (cx("read-absent"), format!("Read as: no {}", finding.name)),
                State::Unknown => (cx("read-absent"), format!("Read as: {}, not known", finding.name)),
            };
            view! { <mark class=class title=says>{words}</mark> }.into_any()
        }
    };
    pieces(text, findings).into_iter().map(view).collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(id: &str, from: usize, to: usize) -> ReadFinding {
        ReadFinding { id: id.into(), name: id.into(), state: State::Present, span: Some((from, to)) }
    }

    #[test]
    fn places_are_counted_in_letters_and_overlaps_are_cut_once() {
        let findings = [finding("fever", 5, 10), finding("ill", 0, 11), finding("off", 90, 99)];
        let cut = pieces("héé: fever!", &findings);
        let words: Vec<(&str, bool)> = cut.iter().map(|(w, f)| (w.as_str(), f.is_some())).collect();
        assert_eq!(words, [("héé: ", false), ("fever", true), ("!", false)]);
    }

    #[test]
    fn no_letter_is_lost() {
        let findings = [finding("a", 0, 3), finding("b", 3, 6), finding("c", 5, 8)];
        let whole: String = pieces("abcdefgh", &findings).into_iter().map(|(w, _)| w).collect();
        assert_eq!(whole, "abcdefgh");
    }
}
