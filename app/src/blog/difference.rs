//! Two texts beside each other, line by line.

use crate::ui::cx;
use domain::blog::{Change, DiffLine, PostEdit, diff};
use leptos::prelude::*;

/// Equal lines that are shown before and after a difference.
const AROUND: usize = 2;

/// Everything of an article as one text, whether it can be kept or not.
pub(super) fn whole(of: &PostEdit) -> String {
    let cover = if of.cover.is_empty() { String::new() } else { format!("Picture: {}\n", of.cover) };
    let sources: String = of.sources.iter().map(|source| format!("Source: {} | {}\n", source.title, source.url)).collect();
    // A form sends its lines with both signs for their ends.
    let body = of.body.replace("\r\n", "\n");
    format!("Title: {}\nSummary: {}\nTags: {}\n{cover}\n{body}\n\n{sources}", of.title, of.summary, of.tags)
}

/// The lines of both, with signs and words for who cannot see colours; `names` – what each of them is.
pub(super) fn lines(before: &str, after: &str, names: [&'static str; 2]) -> impl IntoView + use<> {
    let all = diff(before, after);
    if all.iter().all(|line| line.change == Change::Same) {
        return view! { <p>"Both texts say the same."</p> }.into_any();
    }
    let near = near(&all);
    let mut rows: Vec<AnyView> = Vec::new();
    let mut left_out = 0;
    for (line, near) in all.iter().zip(near) {
        if !near {
            left_out += 1;
            continue;
        }
        rows.extend(gap(&mut left_out));
        rows.push(row(line, names));
    }
    rows.extend(gap(&mut left_out));
    let [first, second] = names;
    view! {
        <div class="space-y-2">
            <p class="text-sm text-muted">{format!("− only in {first}, + only in {second}")}</p>
            <ol class="difference">{rows}</ol>
        </div>
    }
    .into_any()
}

/// Which lines are worth showing.
fn near(all: &[DiffLine]) -> Vec<bool> {
    let mut near = vec![false; all.len()];
    for (n, _) in all.iter().enumerate().filter(|(_, line)| line.change != Change::Same) {
        let until = (n + AROUND + 1).min(all.len());
        near[n.saturating_sub(AROUND)..until].fill(true);
    }
    near
}

/// Says how many equal lines are not shown.
fn gap(left_out: &mut usize) -> Option<AnyView> {
    let n = std::mem::take(left_out);
    let words = crate::ui::time::count(u64::try_from(n).unwrap_or(u64::MAX), "equal line", "equal lines");
    (n > 0).then(|| view! { <li class="text-muted">{format!("… {words}")}</li> }.into_any())
}

fn row(line: &DiffLine, [first, second]: [&'static str; 2]) -> AnyView {
    let text = line.text.clone();
    let changed = |class: &'static str, sign: &'static str, said: String| {
        view! { <li class=class><span aria-hidden="true">{sign}</span><span class="sr-only">{said}</span>{text.clone()}</li> }.into_any()
    };
    match line.change {
        Change::Same => view! { <li class="line"><span aria-hidden="true">"  "</span>{text}</li> }.into_any(),
        Change::Removed => changed(cx("line line-gone"), "− ", format!("Only in {first}: ")),
        Change::Added => changed(cx("line line-new"), "+ ", format!("Only in {second}: ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_far_from_any_difference_are_left_out_and_no_other() {
        let text = |changed: &str| (0..9).map(|n| if n == 4 { format!("{changed}\n") } else { format!("{n}\n") }).collect::<String>();
        let all = diff(&text("old"), &text("new"));
        let shown: Vec<_> = all.iter().zip(near(&all)).filter(|(_, near)| *near).map(|(line, _)| line.text.as_str()).collect();
        assert_eq!(shown, ["2", "3", "old", "new", "5", "6"]);
        assert!(near(&diff("a\nb", "a\nb")).iter().all(|near| !near));
    }

    #[test]
    fn everything_of_an_article_is_compared() {
        let of = PostEdit { title: "T".into(), summary: "S".into(), body: "B\r\nC".into(), tags: "t".into(), ..PostEdit::default() };
        assert_eq!(whole(&of), "Title: T\nSummary: S\nTags: t\n\nB\nC\n\n");
    }
}
