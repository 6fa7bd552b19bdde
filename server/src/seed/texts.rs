//! What doctors write about themselves.

use domain::Specialty;

/// What doctors of a specialty look after most, one for each of three kinds of them.
pub(super) fn focus(specialty: Specialty) -> [&'static str; 3] {
    use Specialty as S;
    match specialty {
        S::GeneralPractice => [
            "everyday illness in people of all ages",
            "long-term conditions such as high blood pressure and diabetes",
            "prevention, vaccination and travel medicine",
        ],
        S::Cardiology => ["chest pain and heart rhythm", "high blood pressure and heart failure", "the hearts of people who do sport"],
        S::Pulmonology => ["asthma and chronic cough", "sleep apnoea and breathlessness", "COPD and recovery after pneumonia"],
        S::Gastroenterology => ["reflux and stomach pain", "inflammatory bowel disease", "liver disease and endoscopy"],
        S::Neurology => ["migraine and other headaches", "epilepsy and fainting", "tremor, memory and nerve pain"],
        S::Psychiatry => ["depression and anxiety", "sleep and burn-out", "attention and mood in young adults"],
        S::Dermatology => ["eczema and psoriasis", "mole checks and skin cancer", "acne and hair loss"],
        S::Ophthalmology => ["cataract and glaucoma", "dry eye and sudden changes of sight", "the eyes of people with diabetes"],
        S::Otolaryngology => {
            ["sinus trouble and allergies of the nose", "hearing, dizziness and balance", "sore throat, tonsils and voice"]
        }
        S::Orthopaedics => ["backs and necks", "knees and sports injuries", "shoulders and hips"],
        S::Rheumatology => ["rheumatoid arthritis", "gout and painful joints", "lupus and other autoimmune disease"],
        S::Endocrinology => ["thyroid disease", "type 1 and type 2 diabetes", "hormones, bones and weight"],
        S::Urology => ["kidney stones and bladder infections", "the prostate", "bladder control"],
        S::Nephrology => ["chronic kidney disease", "high blood pressure and the kidneys", "care before and after a transplant"],
        S::Gynaecology => ["contraception and periods", "pregnancy and birth", "menopause and endometriosis"],
        S::Paediatrics => ["newborns and feeding", "fever, coughs and vaccinations", "allergies and asthma of children"],
        S::Haematology => ["anaemia and iron", "clotting and bleeding", "lymph nodes and blood cancers"],
        S::EmergencyMedicine => ["what cannot wait", "injuries", "poisoning"],
    }
}

/// How they work.
pub(super) const MANNER: [&str; 10] = [
    "Takes time to explain, and draws when words are not enough.",
    "Believes that the best prescription is often a short one.",
    "Likes plain language and clear next steps.",
    "Works closely with family doctors and physiotherapists nearby.",
    "Teaches students on Thursdays and learns from them the rest of the week.",
    "Decides together with patients what to do, and what to leave.",
    "Calm with anxious patients, thorough with rare complaints.",
    "Answers the question you came with before asking ten others.",
    "Keeps an eye on costs and avoids tests that would change nothing.",
    "Came to medicine from engineering and still likes to know how things work.",
];

/// What they do when they do not work.
pub(super) const BESIDES: [&str; 8] = [
    "Sings in a choir.",
    "Runs, slowly, along the water.",
    "Volunteers with a mobile clinic twice a year.",
    "Grows tomatoes on a very small balcony.",
    "Two children, one dog.",
    "Former rower, present cyclist.",
    "Reads crime novels and repairs old radios.",
    "Cooks for more people than fit at the table.",
];
