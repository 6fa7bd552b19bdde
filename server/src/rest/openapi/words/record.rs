//! `/api/health-records/` and `/api/attachments/`

use super::Words;
use domain::Code;
use serde_json::{Value, json};

const ENTRY: &str = "019b2f70-5a10-7c3e-8a52-6d1f0b7c2e90";
const FILE: &str = "019b2f71-0c44-7b6d-9f0a-3e5d8c1b7a42";

pub(in crate::rest) fn list() -> Words {
    Words::new(
        "A health record",
        "Newest first, with what was corrected: an entry with `corrected_by` counts no more. Patients see their own; doctors that of whom they \
         treat, or what was shared with them, and each look is noted with its reason.",
    )
    .answers(json!({ "items": [entry()], "next": null }))
        .refuses([Code::NotFound])
}

pub(in crate::rest) fn measures() -> Words {
    let temperature = json!({
        "code": "8310-5",
        "name": "Body temperature",
        "record_type": "vital-signs",
        "unit": "Cel",
        "unit_shown": "°C",
        "other_units": ["[degF]"],
        "unit_required": false,
        "decimals": 1,
        "possible": { "min": 25.0, "max": 45.0 },
    });
    let glucose = json!({
        "code": "2345-7",
        "name": "Glucose",
        "record_type": "laboratory",
        "unit": "mg/dL",
        "unit_shown": "mg/dL",
        "other_units": ["mmol/L"],
        "unit_required": true,
        "decimals": 0,
        "possible": { "min": 10.0, "max": 2000.0 },
    });
    Words::new(
        "Known measures",
        "The catalogue: everything of which a health record takes values, with its LOINC code, the UCUM unit in which it is stored, the units \
         that are converted, and what is possible.",
    )
    .answers(json!({ "items": [temperature, glucose], "next": null }))
}

pub(in crate::rest) fn create() -> Words {
    Words::new(
        "Write an entry",
        "Patients write their own vital signs and documents, doctors everything of those whom they treat. Values bear a LOINC code of the \
         catalogue; common other units are converted, and what is not possible in a living person is refused.",
    )
    .asks(new())
    .answers(entry())
    .saying("The entry is written.")
    .with(["ETag", "Location"])
    .refuses([Code::NotFound])
}

pub(in crate::rest) fn get() -> Words {
    Words::new("An entry", "One entry of a health record.").answers(entry()).with(["ETag"])
}

pub(in crate::rest) fn correct() -> Words {
    let mut corrected = entry();
    corrected["corrects"] = json!(FILE);
    Words::new(
        "Correct an entry",
        "Adds an entry of the same kind that takes the place of the other, which stays. An entry is corrected once; a correction can be \
         corrected in turn. Patients correct what they wrote themselves.",
    )
    .asks(new())
    .answers(corrected)
    .saying("The correction is written.")
    .refuses([Code::Conflict])
    .with(["ETag", "Location"])
}

pub(in crate::rest) fn retract() -> Words {
    let mut taken = entry();
    taken["corrects"] = json!(FILE);
    taken["retracted"] = json!(true);
    taken["text"] = json!("Measured on somebody else.");
    taken["results"] = json!([]);
    taken["panel"] = json!(null);
    Words::new("Take an entry back", "Says that it was made in error. It stays, marked, and counts no more.")
        .asks(json!({ "reason": "Measured on somebody else." }))
        .answers(taken)
        .saying("The entry is marked as made in error.")
        .refuses([Code::Conflict])
        .with(["ETag", "Location"])
}

pub(in crate::rest) fn attachments() -> Words {
    Words::new("Files of an entry", "Every file that goes with the entry, oldest first.")
        .answers(json!({ "items": [file()], "next": null }))
}

pub(in crate::rest) fn attach() -> Words {
    Words::new(
        "Add a file to an entry",
        "The body is the file itself: a PDF, PNG, JPEG or WebP of at most 10 MiB. It is judged by its content, whatever its name and \
         `Content-Type` say. It is stored while it arrives, encrypted; one that is refused leaves nothing behind. An account sends so many \
         files and tables an hour.",
    )
    .answers(file())
    .saying("The file is stored.")
    .refuses([Code::RateLimited])
}

pub(in crate::rest) fn download() -> Words {
    Words::new("A file", "For whoever may see its entry; a file to take away, that runs nothing.").saying("The file.")
}

pub(in crate::rest) fn import() -> Words {
    Words::new(
        "Take in a table of values",
        "At most 2000 rows and 100 kB. With `preview` it is only looked at. Rows that are right are taken, the others told with what is wrong; \
         the same table twice adds nothing.",
    )
    .asks(json!({ "csv": "recorded_at,code,value,unit\n2026-05-29 08:00,8867-4,64,/min\n", "preview": true, "time_zone": "Europe/Berlin" }))
    .answers(json!({ "rows": 1, "entries": 1, "added": 0, "errors": [] }))
        .refuses([Code::NotFound, Code::RateLimited])
}

pub(in crate::rest) fn export() -> Words {
    Words::new("Give out a record as a table", "Every entry with everything that was corrected, newest first.").answers(json!({
        "name": "health-record-2026-05-29.csv",
        "csv": "recorded_at,type,code,name,value,unit,reference_low,reference_high,interpretation,title,text,author,id,corrects,corrected_by,retracted\r\n",
    }))
        .refuses([Code::NotFound])
}

fn new() -> Value {
    json!({
        "record_type": "vital-signs",
        "recorded_at": "2026-05-29T06:30:00Z",
        "results": [
            { "code": "8480-6", "value": 128, "unit": "mm[Hg]" },
            { "code": "8462-4", "value": 82, "unit": "mm[Hg]" },
        ],
    })
}

fn entry() -> Value {
    let value = |code: &str, name: &str, value: f64, low: f64, high: f64| {
        json!({
            "code": code, "name": name, "value": value, "unit": "mm[Hg]", "reference": { "low": low, "high": high },
            "interpretation": "N", "given": null,
        })
    };
    json!({
        "id": ENTRY,
        "patient": "019b2f6d-1f0b-7e21-9c44-2b7d5e8f1a03",
        "record_type": "vital-signs",
        "recorded_at": "2026-05-29T06:30:00Z",
        "created_at": "2026-05-29T06:31:12.118Z",
        "author": "019b2f6c-9d3e-7a10-8b7f-51c0de9a4f02",
        "author_name": null,
        "title": "Blood pressure",
        "text": null,
        "coding": null,
        "panel": "85354-9",
        "results": [
            value("8480-6", "Systolic blood pressure", 128.0, 90.0, 129.0),
            value("8462-4", "Diastolic blood pressure", 82.0, 60.0, 84.0),
        ],
        "corrects": null,
        "corrected_by": null,
        "retracted": false,
        "files": 0,
    })
}

fn file() -> Value {
    json!({
        "id": FILE,
        "record": ENTRY,
        "name": "x-ray.png",
        "media_type": "image/png",
        "size": 48_213,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "created_at": "2026-05-29T06:35:40.902Z",
    })
}
