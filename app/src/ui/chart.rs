//! Values over time: a drawing that is made on the server, and the table behind it.

use super::time;
use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use domain::patient::Sex;
use domain::record::{Interpretation, Measure, Point, Range, Series};
use leptos::prelude::*;
use std::fmt::Write;

/// Room of the drawing: as wide as a phone, so that its letters are as large as they are said to be.
/// Ranges of ours are of adults.
const ADULT: u16 = 18;
const WIDTH: f64 = 360.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 40.0;
const RIGHT: f64 = 350.0;
const TOP: f64 = 10.0;
const BOTTOM: f64 = 172.0;

/// The values of one measure with their reference range, and all of them as a table.
#[component]
pub fn Chart(
    /// The values, oldest first; at least one.
    series: Series,
    /// Whose clock the dates follow.
    zone: Tz,
) -> impl IntoView {
    let measure = series.measure;
    let id = format!("chart-{}", measure.code);
    let drawing = drawing(&series, zone, &id);
    let newest = series.last().map(|point| newest(&series, point, zone));
    let range = series.range.map(|range| format!("Reference range {}{}", words(&range, &series), source(measure, range)));
    let labels = format!("{id}-title {id}-desc");
    let rows = series.points.iter().rev().map(|point| row(&series, point, zone)).collect_view();
    let caption = format!("{}, newest first", measure.name);
    view! {
        <figure class="min-w-0 space-y-2">
            <figcaption>
                <h2 class="text-lg font-semibold">{measure.name}</h2>
                {newest}
            </figcaption>
            <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-labelledby=labels inner_html=drawing></svg>
            {range.map(|range| view! { <p class="text-sm text-muted">{range}</p> })}
            <details class="disclosure">
                <summary class="opener">"Table of values"<span class="sr-only">{format!(": {}", measure.name)}</span></summary>
                <table class="values">
                    <caption class="sr-only">{caption}</caption>
                    <thead><tr><th scope="col">"When"</th><th scope="col">"Value"</th><th scope="col">"Range"</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </details>
        </figure>
    }
}

/// A small line of values, as beside a number: how they went, without an axis. What it shows is told in words.
#[component]
pub fn Spark(
    /// The values, oldest first.
    series: Series,
    /// Whose clock the dates follow.
    zone: Tz,
) -> impl IntoView {
    const WIDE: f64 = 96.0;
    const HIGH: f64 = 28.0;
    let label = told(&series, zone);
    let values = || series.points.iter().map(|point| point.value);
    let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let (Some(first), Some(last)) = (series.points.first(), series.points.last()) else { return ().into_any() };
    let span = (last.at - first.at).num_seconds();
    let x =
        |at: DateTime<Utc>| if span == 0 { WIDE - 5.0 } else { 3.0 + (WIDE - 8.0) * (at - first.at).num_seconds() as f64 / span as f64 };
    let y = |value: f64| if most > least { HIGH - 4.0 - (HIGH - 8.0) * (value - least) / (most - least) } else { HIGH / 2.0 };
    let path: Vec<String> = series.points.iter().map(|point| format!("{:.1} {:.1}", x(point.at), y(point.value))).collect();
    let line = (path.len() > 1).then(|| view! { <path class="chart-line" d=format!("M{}", path.join("L"))></path> });
    let (at, height) = (format!("{:.1}", x(last.at)), format!("{:.1}", y(last.value)));
    view! {
        <svg class="block" width=WIDE.to_string() height=HIGH.to_string() viewBox=format!("0 0 {WIDE} {HIGH}") role="img" aria-label=label>
            {line}
            <circle class="chart-dot" cx=at cy=height r="3"></circle>
        </svg>
    }
    .into_any()
}

/// Where a range of ours is from; one that came with the values is its laboratory's.
fn source(of: &Measure, range: Range) -> String {
    let is_ours = [None, Some(Sex::Female), Some(Sex::Male)].into_iter().any(|sex| of.reference(Some(ADULT), sex) == Some(range));
    match is_ours {
        true if of.source.is_empty() => String::new(),
        true => format!(" (adults: {})", of.source),
        false => " (given with the value)".to_owned(),
    }
}

fn newest(series: &Series, point: &Point, zone: Tz) -> impl IntoView + use<> {
    let value = shown(series, point.value);
    let judged = point.interpretation.filter(|judged| *judged != Interpretation::N).map(|judged| format!(" · {}", judged.words()));
    let at = time::dated(point.at, zone);
    view! {
        <p>
            <strong class="text-xl tabular-nums">{value}</strong>
            <span class="font-semibold text-attention">{judged}</span>
            <span class="text-muted">" · "{at}</span>
        </p>
    }
}

fn row(series: &Series, point: &Point, zone: Tz) -> impl IntoView + use<> {
    let judged = point.interpretation.map(Interpretation::words).unwrap_or("–");
    let (value, href) = (shown(series, point.value), crate::path::record(point.record));
    view! {
        <tr>
            <td><a class="link" href=href><time datetime=time::machine(point.at)>{time::dated(point.at, zone)}</time></a></td>
            <td>{value}</td>
            <td>{judged}</td>
        </tr>
    }
}

fn shown(series: &Series, value: f64) -> String {
    format!("{} {}", series.measure.number(value), series.measure.shown).trim_end().to_owned()
}

/// "60 to 100 beats/min", "from 95 %", "up to 199 mg/dL".
pub fn words(range: &Range, series: &Series) -> String {
    range_words(range, series.measure.shown)
}

/// A range with its unit.
pub fn range_words(range: &Range, unit: &str) -> String {
    let text = match (range.low, range.high) {
        (Some(low), Some(high)) => format!("{low} to {high} {unit}"),
        (Some(low), None) => format!("from {low} {unit}"),
        (None, Some(high)) => format!("up to {high} {unit}"),
        (None, None) => String::new(),
    };
    text.trim_end().to_owned()
}

/// Where things are on the drawing.
struct Plane {
    from: i64,
    until: i64,
    low: f64,
    high: f64,
}

impl Plane {
    fn x(&self, at: DateTime<Utc>) -> f64 {
        if self.until == self.from {
            return (LEFT + RIGHT) / 2.0;
        }
        // A little room, so that no dot is cut.
        LEFT + 6.0 + (RIGHT - LEFT - 12.0) * (at.timestamp() - self.from) as f64 / (self.until - self.from) as f64
    }

    fn y(&self, value: f64) -> f64 {
        BOTTOM - (BOTTOM - TOP) * (value.max(self.low).min(self.high) - self.low) / (self.high - self.low)
    }
}

/// The drawing's inside. Every word in it is of the catalogue or a number.
fn drawing(series: &Series, zone: Tz, id: &str) -> String {
    let (low, high, lines) = series.scale();
    let ends = (series.points.first(), series.points.last());
    let (Some(first), Some(last)) = ends else { return String::new() };
    let plane = Plane { from: first.at.timestamp(), until: last.at.timestamp(), low, high };
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<title id='{id}-title'>{}</title><desc id='{id}-desc'>{}</desc>",
        escaped(series.measure.name),
        escaped(&format!("{} All of them are in the table below.", told(series, zone)))
    );
    if let Some(range) = series.range {
        let (top, bottom) = (plane.y(range.high.unwrap_or(high)), plane.y(range.low.unwrap_or(low)));
        let _ = write!(
            out,
            r#"<rect class="chart-band" x="{LEFT}" y="{top:.1}" width="{}" height="{:.1}"/>"#,
            RIGHT - LEFT,
            (bottom - top).max(0.0)
        );
    }
    for line in lines {
        let y = plane.y(line);
        let _ = write!(
            out,
            r#"<path class="chart-grid" d="M{LEFT} {y:.1}H{RIGHT}"/><text x="{}" y="{:.1}" text-anchor="end">{line}</text>"#,
            LEFT - 6.0,
            y + 4.0
        );
    }
    dates(&mut out, &plane, first, last, zone);
    let path: Vec<String> = series.points.iter().map(|point| format!("{:.1} {:.1}", plane.x(point.at), plane.y(point.value))).collect();
    if path.len() > 1 {
        let _ = write!(out, r#"<path class="chart-line" d="M{}"/>"#, path.join("L"));
    }
    // Among very many, only those that stand out and the newest are dotted.
    let sparse = series.points.len() <= 120;
    for (n, point) in series.points.iter().enumerate() {
        let (x, y) = (plane.x(point.at), plane.y(point.value));
        match point.interpretation {
            Some(Interpretation::H | Interpretation::L) => {
                let _ = write!(out, r#"<path class="chart-out" d="M{x:.1} {:.1}l5 5l-5 5l-5 -5z"/>"#, y - 5.0);
            }
            _ if sparse || n + 1 == series.points.len() => {
                let _ = write!(out, r#"<circle class="chart-dot" cx="{x:.1}" cy="{y:.1}" r="3"/>"#);
            }
            _ => {}
        }
    }
    out
}

/// First and last day under the axis.
fn dates(out: &mut String, plane: &Plane, first: &Point, last: &Point, zone: Tz) {
    let day = |at: DateTime<Utc>| {
        let date = time::date_in(at, zone);
        let years = time::date_in(first.at, zone).year() != time::date_in(last.at, zone).year();
        if years { date.format("%-d %b %Y").to_string() } else { date.format("%-d %b").to_string() }
    };
    let y = BOTTOM + 18.0;
    if plane.from == plane.until || day(first.at) == day(last.at) {
        let _ = write!(out, r#"<text x="{}" y="{y}" text-anchor="middle">{}</text>"#, (LEFT + RIGHT) / 2.0, day(last.at));
    } else {
        let _ = write!(
            out,
            r#"<text x="{LEFT}" y="{y}">{}</text><text x="{RIGHT}" y="{y}" text-anchor="end">{}</text>"#,
            day(first.at),
            day(last.at)
        );
    }
}

/// What the drawing shows, in a sentence.
fn told(series: &Series, zone: Tz) -> String {
    let values = || series.points.iter().map(|point| point.value);
    let (least, most) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let out = series.points.iter().filter(|point| matches!(point.interpretation, Some(Interpretation::H | Interpretation::L))).count();
    let span = match (series.points.first(), series.points.last()) {
        (Some(first), Some(last)) => {
            format!("{} to {}", time::date(time::date_in(first.at, zone)), time::date(time::date_in(last.at, zone)))
        }
        _ => String::new(),
    };
    let judged = if series.range.is_some() { format!(" {out} outside of the reference range.") } else { String::new() };
    let count = time::count(series.points.len() as u64, "value", "values");
    format!("{count}, {span}, from {} to {}.{judged}", shown(series, least), shown(series, most))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::record::measure;

    fn series(values: &[(i64, f64, Option<Interpretation>)]) -> Series {
        let start: DateTime<Utc> = "2026-03-01T08:00:00Z".parse().expect("an instant");
        let point = |(day, value, interpretation): &(i64, f64, Option<Interpretation>)| Point {
            at: start + chrono::TimeDelta::days(*day),
            value: *value,
            interpretation: *interpretation,
            record: "019b2f70-5a10-7c3e-8a52-6d1f0b7c2e90".parse().expect("an id"),
        };
        let range = Some(Range { low: Some(60.0), high: Some(100.0) });
        Series { measure: measure("8867-4").expect("a measure"), range, points: values.iter().map(point).collect() }
    }

    #[test]
    fn a_drawing_is_told_in_words_and_what_is_out_of_range_has_a_shape_of_its_own() {
        let series = series(&[(0, 72.0, Some(Interpretation::N)), (3, 120.0, Some(Interpretation::H)), (9, 64.0, Some(Interpretation::N))]);
        let drawing = drawing(&series, chrono_tz::UTC, "x");
        assert!(
            drawing.contains("3 values, 1 Mar 2026 to 10 Mar 2026, from 64 beats/min to 120 beats/min. 1 outside of the reference range."),
            "{drawing}"
        );
        assert_eq!(
            (drawing.matches("chart-out").count(), drawing.matches("chart-dot").count(), drawing.matches("chart-band").count()),
            (1, 2, 1)
        );
        assert!(!drawing.contains("NaN") && !drawing.contains("inf"));
    }

    #[test]
    fn a_single_value_is_drawn_as_well() {
        let drawing = drawing(&series(&[(0, 72.0, None)]), chrono_tz::UTC, "x");
        assert!(drawing.contains("<circle") && !drawing.contains("chart-line") && !drawing.contains("NaN"));
    }
}
