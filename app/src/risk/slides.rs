//! Sliders and the numbers beside them.

use super::answers::plain;
use domain::risk::{Field, Score};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement};

/// Brings what belongs together into line after somebody moved or typed: the number follows its slider, a slider its number.
pub(super) fn follow(root: &Element, score: &Score, moved: &HtmlInputElement) {
    match moved.get_attribute("data-slides") {
        Some(name) => {
            if let Some(number) = input(root, &format!("input[name='{name}']")) {
                number.set_value(&moved.value());
            }
            tell(moved, score.field(&name));
        }
        None => {
            if let Some(field) = score.field(&moved.name()) {
                place(root, field);
            }
        }
    }
}

/// Puts every slider where its number is.
pub(super) fn place_all(root: &Element, score: &Score) {
    score.fields.iter().for_each(|field| place(root, field));
}

/// Puts a field's slider where its number is; around another part of the range where it does not reach that far.
fn place(root: &Element, field: &Field) {
    let Some(slider) = input(root, &format!("[data-slides='{}']", field.id)) else { return };
    let typed = input(root, &format!("input[name='{}']", field.id)).map(|number| plain(field, number.value().trim()));
    let value = typed.and_then(|text| text.parse::<f64>().ok()).filter(|value| value.is_finite()).unwrap_or(field.default);
    let reaches = slider.min().parse().is_ok_and(|from: f64| from <= value) && slider.max().parse().is_ok_and(|to: f64| value <= to);
    if let Some((from, to)) = field.window(value).filter(|_| !reaches) {
        slider.set_min(&from.to_string());
        slider.set_max(&to.to_string());
    }
    slider.set_value(&value.to_string());
    tell(&slider, Some(field));
}

/// Says the slider's value with its unit.
fn tell(slider: &HtmlInputElement, field: Option<&Field>) {
    let unit = field.map_or("", |field| field.unit);
    let _ = slider.set_attribute("aria-valuetext", &format!("{} {unit}", slider.value()));
}

fn input(root: &Element, selector: &str) -> Option<HtmlInputElement> {
    root.query_selector(selector).ok().flatten()?.dyn_into().ok()
}
