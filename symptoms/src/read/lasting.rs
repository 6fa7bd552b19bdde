//! What counts though it has ended, and what does not outlast its end.

/// Beginnings of the ids of findings that are looked into though they ended: an attack that passed is still the complaint.
const LASTING: [&str; 55] = [
    "alcohol-stopped",
    "apnoea-witnessed",
    "arm-pain-left",
    "arm-weakness-one-sided",
    "baby-",
    "black-stool",
    "bleeding-",
    "blood-in-stool",
    "blue-lips",
    "chest-pain",
    "choking",
    "cold-clammy",
    "collapse",
    "confusion",
    "cough-blood",
    "crying-bouts-pale",
    "diarrhoea-bloody",
    "double-vision",
    "drowsiness",
    "dyspnea",
    "electric-shock",
    "face-droop",
    "fainting",
    "febrile-seizure",
    "head-injury",
    "headache-thunderclap",
    "heart-racing",
    "knocked-out",
    "leg-numb-weak-sudden",
    "lip-tongue-swelling",
    "memory-blank-hours",
    "nosebleed",
    "not-breathing",
    "numbness-one-sided",
    "opioid-",
    "overdose",
    "palpitations",
    "rectal-bleeding-heavy",
    "seizure",
    "self-harm",
    "speech-slurred",
    "stridor",
    "suicid",
    "symptoms-gone-now",
    "testicular-pain",
    "thoughts-harming-others",
    "throat-tightness",
    "unresponsive",
    "urine-blood",
    "vaginal-bleeding",
    "vision-",
    "vomiting-blood",
    "weakness-one-sided",
    "worst-headache",
    "wound",
];
/// Histories that are no longer so once they are past.
const PASSING: [&str; 4] = ["history-pregnant", "history-late-pregnancy", "history-breastfeeding", "history-recent-"];

/// Whether a finding is still looked into when it has ended.
pub(crate) fn is_lasting(id: &str) -> bool {
    LASTING.iter().any(|start| id.starts_with(start))
}

/// Whether a finding is so grave that a relative who has it is taken for the patient.
pub(crate) fn is_grave(id: &str) -> bool {
    is_lasting(id) && !["palpitations", "heart-racing", "black-stool", "urine-blood", "nosebleed"].contains(&id)
}

/// Whether a history ends with what it tells of.
pub(crate) fn is_passing(id: &str) -> bool {
    PASSING.iter().any(|start| id.starts_with(start))
}
