//! How two texts differ, line by line: for a reviewer, and where two people saved the same draft.

use serde::{Deserialize, Serialize};

/// Most lines of each side that are compared one by one; beyond, everything between what they share is told as changed.
const MOST: usize = 2_000;

/// Where a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// In both.
    Same,
    /// Only in the first.
    Removed,
    /// Only in the second.
    Added,
}

/// A line of either text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffLine {
    /// Where it is.
    pub change: Change,
    /// The line.
    pub text: String,
}

/// The lines of both texts in order, those that they share once.
pub fn diff(before: &str, after: &str) -> Vec<DiffLine> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let tail = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);
    let mut lines = Vec::with_capacity(old.len() + b.len());
    lines.extend(old[..head].iter().map(|text| line(Change::Same, text)));
    if a.len() > MOST || b.len() > MOST {
        lines.extend(changed(a, b))
    } else {
        lines.extend(compared(a, b))
    }
    lines.extend(old_rest[old_rest.len() - tail..].iter().map(|text| line(Change::Same, text)));
    lines
}

fn line(change: Change, text: &str) -> DiffLine {
    DiffLine { change, text: text.to_owned() }
}

fn changed<'a>(a: &'a [&str], b: &'a [&str]) -> impl Iterator<Item = DiffLine> + 'a {
    a.iter().map(|text| line(Change::Removed, text)).chain(b.iter().map(|text| line(Change::Added, text)))
}

/// By the longest common subsequence.
fn compared(a: &[&str], b: &[&str]) -> Vec<DiffLine> {
    let width = b.len() + 1;
    // Length of what is common from these lines on.
    let mut common = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i * width + j] =
                if a[i] == b[j] { common[(i + 1) * width + j + 1] + 1 } else { common[(i + 1) * width + j].max(common[i * width + j + 1]) };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::with_capacity(a.len() + b.len()));
    while i < a.len() && j < b.len() {
        if a[i] == b[j] {
            lines.push(line(Change::Same, a[i]));
            (i, j) = (i + 1, j + 1);
        } else if common[(i + 1) * width + j] >= common[i * width + j + 1] {
            lines.push(line(Change::Removed, a[i]));
            i += 1;
        } else {
            lines.push(line(Change::Added, b[j]));
            j += 1;
        }
    }
    lines.extend(changed(&a[i..], &b[j..]));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn side(lines: &[DiffLine], without: Change) -> Vec<&str> {
        lines.iter().filter(|l| l.change != without).map(|l| l.text.as_str()).collect()
    }

    #[test]
    fn a_changed_line_is_told_as_one_that_went_and_one_that_came() {
        let told: Vec<_> = diff("a\nb\nc", "a\nx\nc\nd").into_iter().map(|l| (l.change, l.text)).collect();
        use Change::{Added, Removed, Same};
        let wanted = [(Same, "a"), (Removed, "b"), (Added, "x"), (Same, "c"), (Added, "d")];
        assert_eq!(told, wanted.map(|(change, text)| (change, text.to_owned())));
    }

    #[test]
    fn very_long_texts_are_compared_in_little_time() {
        let (a, b): (String, String) = ((0..30_000).map(|n| format!("a{n}\n")).collect(), (0..30_000).map(|n| format!("b{n}\n")).collect());
        assert_eq!(diff(&a, &b).len(), 60_000);
    }

    proptest! {
        #[test]
        fn nothing_of_either_text_is_lost(a in "[ab\n]{0,60}", b in "[ab\n]{0,60}") {
            let lines = diff(&a, &b);
            prop_assert_eq!(side(&lines, Change::Added), a.lines().collect::<Vec<_>>());
            prop_assert_eq!(side(&lines, Change::Removed), b.lines().collect::<Vec<_>>());
        }
    }
}
