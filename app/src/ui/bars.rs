//! Counts by month: a drawing that is made on the server, and the table behind it.

use leptos::prelude::*;
use std::fmt::Write;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 240.0;
const LEFT: f64 = 36.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 208.0;
/// The classes of the parts of a bar, from below.
const PARTS: [&str; 3] = ["chart-first", "chart-second", "chart-third"];

/// A bar of three parts that stand on each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// Under it.
    pub label: String,
    /// How many of each.
    pub parts: [u32; 3],
}

/// Bars with what their parts mean. The numbers themselves belong into a table beside it.
#[component]
pub fn Bars(
    /// What is counted.
    title: &'static str,
    /// What the drawing shows, in a sentence.
    told: String,
    /// What the parts mean, from below.
    names: [&'static str; 3],
    /// The bars, in order.
    bars: Vec<Bar>,
) -> impl IntoView {
    let drawing = drawing(&bars);
    let label = format!("{title}. {told}");
    let legend = names.into_iter().zip(PARTS).map(|(name, class)| {
        view! {
            <li class="flex items-center gap-2">
                <svg width="14" height="14" aria-hidden="true"><rect class=class x="1" y="1" width="12" height="12"></rect></svg>
                {name}
            </li>
        }
    });
    view! {
        <figure class="min-w-0 space-y-2">
            <figcaption><ul class="flex flex-wrap gap-x-6 gap-y-1">{legend.collect_view()}</ul></figcaption>
            <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=label inner_html=drawing></svg>
        </figure>
    }
}

/// The drawing's inside. Every word in it is the name of a month or a number.
fn drawing(bars: &[Bar]) -> String {
    let most = bars.iter().map(|bar| bar.parts.iter().sum::<u32>()).max().unwrap_or(0);
    let step = step(most);
    let top = step * most.div_ceil(step).max(1);
    let y = |count: u32| BOTTOM - (BOTTOM - TOP) * f64::from(count) / f64::from(top);
    let mut out = String::new();
    // Writing to a string cannot fail.
    for line in (0..=top).step_by(step as usize) {
        let at = y(line);
        let _ = write!(
            out,
            r#"<path class="chart-grid" d="M{LEFT} {at:.1}H{WIDTH}"/><text x="{}" y="{:.1}" text-anchor="end">{line}</text>"#,
            LEFT - 6.0,
            at + 4.0
        );
    }
    let room = (WIDTH - LEFT) / bars.len().max(1) as f64;
    for (n, bar) in bars.iter().enumerate() {
        let left = LEFT + room * n as f64;
        let mut below = 0;
        for (count, class) in bar.parts.into_iter().zip(PARTS).filter(|(count, _)| *count > 0) {
            let (low, high) = (y(below), y(below + count));
            let _ = write!(
                out,
                r#"<rect class={class:?} x="{:.1}" y="{high:.1}" width="{:.1}" height="{:.1}"/>"#,
                left + room * 0.2,
                room * 0.6,
                low - high
            );
            below += count;
        }
        let _ = write!(
            out,
            r#"<text x="{:.1}" y="{}" text-anchor="middle">{}</text>"#,
            left + room / 2.0,
            BOTTOM + 20.0,
            bar.label.replace('&', "&amp;").replace('<', "&lt;")
        );
    }
    out
}

/// A round step with at most five lines.
fn step(most: u32) -> u32 {
    [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500].into_iter().find(|step| most <= step * 5).unwrap_or(most / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_that_is_there_has_its_part_and_a_month_without_any_only_its_name() {
        let bars = [Bar { label: "Jan".into(), parts: [3, 0, 1] }, Bar { label: "Feb".into(), parts: [0, 0, 0] }];
        let drawn = drawing(&bars);
        assert_eq!((drawn.matches("<rect").count(), drawn.matches("chart-second").count()), (2, 0));
        assert!(drawn.contains(">Feb<") && !drawn.contains("NaN") && !drawn.contains("inf"));
        assert!(!drawing(&[]).contains("NaN"));
    }

    #[test]
    fn an_axis_has_few_and_round_lines() {
        for (most, expected) in [(0, 1), (5, 1), (6, 2), (48, 10), (900, 200), (40_000, 8_001)] {
            assert_eq!(step(most), expected, "{most}");
        }
    }
}
