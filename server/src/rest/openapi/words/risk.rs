//! `/api/ai/`: risk scores

use super::Words;
use serde_json::json;

pub(in crate::rest) fn assess() -> Words {
    Words::new(
        "Work out a score",
        "Works out a published score. What each asks, in which unit and range, is told by `GET /api/ai/scores/`. Outside of its range there is a \
         refusal that names the field, and never a number. Nothing is kept.",
    )
    .asks(json!({ "score": "bmi", "inputs": { "age": 40, "height_cm": 170, "weight_kg": 72.25, "cutoffs": "who", "pregnant": false } }))
    .answers(json!({
        "score": "bmi",
        "value": 25.0,
        "unit": "kg/m²",
        "band": { "code": "overweight", "name": "Overweight", "concern": "raised" },
        "meaning": "Your weight is above the healthy range for your height.",
        "recommendations": ["Talk with a doctor about what would help you."],
        "further": [{ "code": "healthy-weight-from", "name": "Healthy weight for your height, from", "value": 53.5, "unit": "kg" }],
        "crisis": false,
        "citation": "World Health Organization. Obesity: preventing and managing the global epidemic. Technical Report Series 894. Geneva, 2000.",
        "inputs": { "age": 40.0, "height_cm": 170.0, "weight_kg": 72.25, "cutoffs": "who", "pregnant": false },
    }))
}

pub(in crate::rest) fn scores() -> Words {
    let number = |id: &str, label: &str, unit: &str, min: f64, max: f64, default: f64| {
        json!({
            "id": id, "label": label, "help": "", "unit": unit, "kind": "number",
            "min": min, "max": max, "step": 0.5, "whole": false, "default": default, "optional": false,
        })
    };
    let choices = json!([{ "code": "who", "label": "General" }, { "code": "asian", "label": "Asian descent" }]);
    Words::new("Known scores", "Every score, with what it asks and where it is valid.").answers(json!({
        "items": [{
            "id": "bmi",
            "name": "BMI",
            "topic": "Body weight",
            "about": "Body mass index sets your weight against your height.",
            "for_whom": "Adults who are not pregnant. You need your height and your weight.",
            "unit": "kg/m²",
            "decimals": 1,
            "fields": [
                number("height_cm", "Height", "cm", 100.0, 250.0, 170.0),
                number("weight_kg", "Weight", "kg", 20.0, 400.0, 70.0),
                { "id": "cutoffs", "label": "Cut-off points", "help": "", "unit": "", "kind": "choice", "choices": choices, "default": 0.0, "optional": true },
                { "id": "pregnant", "label": "Are you pregnant?", "help": "", "unit": "", "kind": "only", "valid": false,
                  "because": "weight in pregnancy is judged by other tables", "default": 0.0, "optional": true },
            ],
            "citation": "World Health Organization. Technical Report Series 894. Geneva, 2000.",
        }],
        "next": null,
    }))
}
