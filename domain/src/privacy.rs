//! What is stored about people: which kinds of data, why, for how long, who sees them. The privacy page is made of this, and a test holds it
//! against the database: a column that is not named here does not pass.

/// How long something is kept. What is a setting is named by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// As long as the account.
    Account,
    /// As long as the account; then without a name, because doctors must keep records of visits.
    Visits,
    /// Days in the setting for reports that went with no visit; with a visit as long as the account.
    Reports,
    /// Days in the setting for mails.
    Mails,
    /// At most so many days.
    Days(u16),
    /// Without an end: it shows who did what, by numbers and without names.
    Always,
}

/// A kind of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// Table.
    pub table: &'static str,
    /// Columns, separated by spaces.
    pub columns: &'static str,
    /// What it is, for people.
    pub what: &'static str,
    /// What for.
    pub why: &'static str,
    /// For how long.
    pub kept: Kept,
    /// Who sees it.
    pub seen_by: &'static str,
    /// Whether it is sealed: unreadable without the server's key, also in a copy of the database.
    pub sealed: bool,
}

const fn row(
    table: &'static str,
    columns: &'static str,
    what: &'static str,
    why: &'static str,
    kept: Kept,
    seen_by: &'static str,
) -> Stored {
    Stored { table, columns, what, why, kept, seen_by, sealed: false }
}

const fn sealed(stored: Stored) -> Stored {
    Stored { sealed: true, ..stored }
}

/// Every kind of data about people.
#[rustfmt::skip]
pub const STORED: &[Stored] = &[
    row("account", "id email email_verified_at user_type is_active locale time_zone created_at erased_at", "E-mail address, kind of account, language and time zone", "To sign in and to reach you", Kept::Account, "you and administrators"),
    row("account", "password_hash token_epoch", "A hash of your password, from which it cannot be read", "To know that it is you", Kept::Account, "nobody"),
    row("patient", "id user_id name date_of_birth sex language country", "Your name, date of birth, sex, language and country", "For your doctors to know whom they treat", Kept::Visits, "you and administrators; doctors who treat you, to whom you show something, or who open your record in an emergency"),
    sealed(row("patient", "health blood_group allergies conditions medications emergency_contact", "Your blood group, allergies, conditions, medicines, emergency contact", "For safe treatment", Kept::Account, "you; doctors who treat you, to whom you show it, or who open your record in an emergency")),
    row("doctor", "id user_id clinic_id name specialty experience_years education bio languages telehealth asks_first fee_minor license_number license_issuer license_expires verified_at verified_by weekly exceptions slot_minutes notice_minutes horizon_days rating_sum rating_count", "A doctor's profile, licence and hours", "For patients to choose and book", Kept::Visits, "everybody; the licence only administrators"),
    row("appointment", "id doctor_id patient_id status starts_at ends_at period mode hold_until report_id overbooked version created_at updated_at checked_in_at called_in_at", "Your appointments", "To keep the time for you", Kept::Visits, "you, the doctor, administrators"),
    sealed(row("appointment", "reason reason_sealed cancel_reason", "What you wrote to the doctor, and why a visit was called off", "For the doctor to be ready", Kept::Visits, "you and the doctor")),
    sealed(row("symptom_report", "content text answers assessment", "What you wrote about symptoms, and what was found in it", "To tell how urgent it is and to prepare a visit", Kept::Reports, "you; the doctor whom you book with it, doctors to whom you show it, or who open your record in an emergency")),
    row("symptom_report", "id patient_id age sex level model created_at", "Age, sex, and how urgent it was", "To show the list of your reports", Kept::Reports, "you; the doctor whom you book with it, doctors to whom you show it, or who open your record in an emergency"),
    sealed(row("prescription", "content", "What a doctor prescribed to you, and what was checked", "To treat you safely; doctors must keep it", Kept::Visits, "you; doctors who treat you, to whom you show it, or who open your record in an emergency")),
    row("prescription", "id patient_id doctor_id appointment_id status version replaces created_at updated_at issued_at ended_at digest signature key_id", "By whom it was prescribed, when, whether it holds, and its signature", "So that nobody can change it unseen", Kept::Visits, "you; doctors who treat you, to whom you show it, or who open your record in an emergency; whether it holds, whoever has the code on it"),
    sealed(row("prescription_favourite", "id doctor_id content created_at", "What a doctor writes often", "To write it faster", Kept::Account, "the doctor")),
    sealed(row("note_draft", "id doctor_id patient_id content version updated_at", "A note about you that a doctor is still writing", "So that nothing of it is lost before it is in your record", Kept::Days(30), "that doctor; you, in your copy of everything")),
    row("consent", "id user_id kind version act at", "What you agreed to and took back", "To act as you agreed, and to show it", Kept::Account, "you"),
    row("share", "id patient_id doctor_id category given_at until ended_at", "Which doctors may see what of your record", "To show it to those whom you chose", Kept::Account, "you and that doctor"),
    sealed(row("emergency_access", "id doctor_id patient_id reason opened_at until", "Who opened your record in an emergency, and why", "So that you know of it", Kept::Account, "you and that doctor")),
    sealed(row("health_record", "content", "What was measured, found and done: titles, words, values", "For you and your doctors to know your health", Kept::Account, "you; doctors who treat you, to whom you show it, or who open your record in an emergency")),
    row("health_record", "id patient_id author_user_id record_type recorded_at created_at corrects retracted", "Of these entries: kind, times, who wrote it, what corrects what", "To show them in order", Kept::Account, "you; doctors who treat you, to whom you show it, or who open your record in an emergency"),
    sealed(row("attachment", "content", "Names of files, and the keys that they are encrypted with", "To give you back the file that you sent", Kept::Account, "you; doctors who treat you, to whom you show it, or who open your record in an emergency")),
    row("attachment", "id record_id patient_id author_user_id media_type size sha256 created_at", "Of these files: kind, size, a digest", "To keep them whole", Kept::Account, "you; doctors who treat you, to whom you show it, or who open your record in an emergency"),
    row("review", "id doctor_id patient_id appointment_id rating text created_at updated_at answer answered_at hidden_at hidden_why", "What you said of a doctor after a visit", "For others to choose well; your name is not shown", Kept::Account, "everybody; that it is yours, you and the administration"),
    row("blog_post", "id author_id slug status version title summary body tags sources cover_id created_at updated_at submitted_at published_at remark remark_by remarked_at withdrawn_at withdrawn_why", "Articles that a doctor writes, and what reviewers say of them", "For another doctor to review them", Kept::Visits, "the doctor; once handed in, doctors and administrators"),
    row("blog_article", "id author_id slug version title summary body words tags sources cover_id published_at updated_at reviewer_id reviewed_at review_due", "Articles that were published, with author and reviewer", "For everybody to read", Kept::Visits, "everybody"),
    row("blog_image", "id author_id media_type size sha256 created_at", "Pictures of these articles", "For everybody to see", Kept::Visits, "everybody"),
    row("blog_comment", "id post_id user_id text created_at hidden_at hidden_why reported_at reports", "What you said of an article", "For others to read; only doctors are named", Kept::Account, "everybody; that it is yours, you"),
    row("blog_report", "comment_id user_id at", "That you reported a comment", "To judge it, and to count you once", Kept::Account, "you and administrators"),
    row("account_deletion", "user_id asked_at due_at", "That you asked for the end of your account", "To do it in time", Kept::Account, "you and administrators"),
    row("legal_hold", "user_id reason set_by set_at", "That your data must not be deleted, and why", "Where a law or a court demands it", Kept::Account, "administrators"),
    row("session", "id_hash public_id user_id data created_at last_seen_at expires_at", "Where you are signed in: kind of browser, since when", "To keep you signed in", Kept::Days(30), "you"),
    row("device", "user_id hash created_at last_seen_at", "Browsers in which you signed in before", "To tell you of a new one", Kept::Days(400), "you"),
    row("access_grant", "id user_id kind name scope secret_hash epoch created_at last_used_at expires_at revoked_at second_factor", "Tokens of programs: name, rights, last use", "For programs that you let in", Kept::Account, "you"),
    row("refresh_token", "hash grant_id created_at replaced_at", "Digests of tokens of programs", "To notice a stolen one", Kept::Account, "nobody"),
    sealed(row("account_totp", "user_id seed label created_at confirmed_at last_step", "The secret of your second step, and its name", "To sign in more safely", Kept::Account, "nobody; that there is one, administrators")),
    row("recovery_code", "user_id hash key_id used_at", "Digests of your recovery codes", "For the day when a phone is lost", Kept::Account, "nobody"),
    row("passkey", "id user_id credential_id public_key sign_count synced name created_at last_used_at", "Your passkeys: name, public half, last use", "To sign in without a password", Kept::Account, "you"),
    row("account_token", "hash user_id purpose email expires_at", "Digests of links that were mailed to you", "To confirm that an address is yours", Kept::Days(1), "nobody"),
    row("mail", "id user_id recipient subject body created_at due_at tries sent_at forget", "Mails to you; their text goes when they are sent", "To tell you what happens to your account", Kept::Mails, "you"),
    sealed(row("idempotency", "user_id key request_hash answer answer_sealed created_at", "Answers to your programs' requests", "So that nothing is done twice", Kept::Days(1), "you")),
    row("login_throttle", "key window_start tries", "How often somebody tried to sign in, by digests", "Against guessing of passwords", Kept::Days(1), "nobody"),
    row("rate_limit", "key window_start tries", "How often something costly was asked for, by digests", "So that there is enough for all", Kept::Days(1), "nobody"),
    row("audit", "seq id at user_id patient_id action object why key_id prev mac", "Who did what with whose data, by numbers without names", "So that misuse comes to light", Kept::Always, "you what is about you; administrators"),
    row("audit_unchained", "id at user_id patient_id action object why", "The same, from before the audit was a chain", "Until it is chained", Kept::Always, "nobody"),
];

/// Tables that hold nothing about people.
pub const OF_NOBODY: &[&str] =
    &["clinic", "audit_head", "key_ring", "seaql_migrations", "blog_search", "blog_tag", "blog_tagged", "blog_word", "passkey_answer"];

impl Stored {
    /// The names of its columns.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.columns.split(' ')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_named_once_and_every_kind_is_told_in_words() {
        let mut names: Vec<(&str, &str)> = STORED.iter().flat_map(|s| s.names().map(|name| (s.table, name))).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all);
        assert!(STORED.iter().all(|s| !s.what.is_empty() && !s.why.is_empty() && !s.seen_by.is_empty()));
    }
}
