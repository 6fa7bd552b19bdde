//! What mails say: short, kind, and nothing that a stranger could have put there. Names are left out for that reason.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// What a mail is about.
#[derive(Debug, Clone)]
pub(crate) enum Letter<'a> {
    /// Somebody registered with this address.
    Verify { token: &'a str },
    /// Somebody registered with an address that has an account.
    Known,
    /// Somebody forgot the password.
    Reset { token: &'a str },
    /// The password was changed.
    PasswordChanged { at: DateTime<Utc>, zone: Tz },
    /// To the address that an account is to have.
    NewAddress { token: &'a str },
    /// To an address that an account is to have and another has.
    AddressTaken,
    /// To the address that an account has: it is to have another.
    AddressAsked,
    /// To the address that an account had.
    AddressChanged { at: DateTime<Utc>, zone: Tz },
    /// A sign-in from a device that was not seen before.
    SignIn { device: &'a str, at: DateTime<Utc>, zone: Tz },
    /// Signing in asks for a code from now on.
    SecondFactorOn { at: DateTime<Utc>, zone: Tz },
    /// Signing in asks for no code any more.
    SecondFactorOff { at: DateTime<Utc>, zone: Tz },
    /// There are other recovery codes.
    CodesRenewed { at: DateTime<Utc>, zone: Tz },
    /// A passkey opens the account from now on.
    PasskeyAdded { at: DateTime<Utc>, zone: Tz },
    /// A passkey opens the account no more.
    PasskeyRemoved { at: DateTime<Utc>, zone: Tz },
    /// Somebody wants their account to be deleted.
    DeletionAsked { at: DateTime<Utc>, zone: Tz },
    /// A doctor opened their record in an emergency.
    RecordOpened { at: DateTime<Utc>, zone: Tz },
    /// The doctor accepted what the patient asked for.
    VisitAgreed { at: DateTime<Utc>, zone: Tz },
    /// The doctor moved a visit.
    VisitMoved { from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz },
    /// The doctor called a visit off.
    VisitCancelled { at: DateTime<Utc>, zone: Tz },
    /// They thought better of it.
    DeletionCancelled,
    /// It is done.
    Deleted,
}

impl Letter<'_> {
    /// The subject.
    pub(crate) fn subject(&self) -> &'static str {
        match self {
            Self::Verify { .. } => "Please confirm your e-mail address",
            Self::Known => "You have an account already",
            Self::Reset { .. } => "Choose a new password",
            Self::PasswordChanged { .. } => "Your password was changed",
            Self::NewAddress { .. } => "Please confirm your new e-mail address",
            Self::AddressTaken => "This address belongs to another account",
            Self::AddressAsked => "Your e-mail address is about to change",
            Self::AddressChanged { .. } => "Your e-mail address was changed",
            Self::SignIn { .. } => "A new device signed in to your account",
            Self::SecondFactorOn { .. } => "Two-step sign-in is on",
            Self::SecondFactorOff { .. } => "Two-step sign-in is off",
            Self::CodesRenewed { .. } => "You have new recovery codes",
            Self::PasskeyAdded { .. } => "A passkey was added to your account",
            Self::PasskeyRemoved { .. } => "A passkey was removed from your account",
            Self::DeletionAsked { .. } => "Your account is going to be deleted",
            Self::RecordOpened { .. } => "A doctor opened your record",
            Self::VisitAgreed { .. } => "Your visit is agreed",
            Self::VisitMoved { .. } => "Your visit was moved",
            Self::VisitCancelled { .. } => "Your visit was called off",
            Self::DeletionCancelled => "Your account stays",
            Self::Deleted => "Your account is deleted",
        }
    }

    /// The text. `base` – the address that people type for this site.
    pub(crate) fn text(&self, base: &str) -> String {
        format!("Hello,\n\n{}\n\nSmart Health\n{base}\n", self.middle(base))
    }

    fn middle(&self, base: &str) -> String {
        match self {
            Self::Verify { token } => format!(
                "thank you for registering. Please confirm that this is your address:\n\n{base}/account/verify?token={token}\n\n\
                 The link works once, for 24 hours. If you did not register, do not follow it. Whoever did can do nothing with your address; to have the \
                 account for yourself, choose a password of your own: {base}/account/forgot"
            ),
            Self::Known => format!(
                "somebody, perhaps you, tried to register with this address. You have an account already; it is unchanged.\n\n\
                 Sign in: {base}/login\nForgot the password? {base}/account/forgot"
            ),
            Self::Reset { token } => format!(
                "here you can choose a new password:\n\n{base}/account/reset?token={token}\n\n\
                 The link works once, for 30 minutes. If you did not ask for it, you need not do anything: your password stays as it is."
            ),
            Self::PasswordChanged { at, zone } => format!(
                "your password was changed on {}, and your other devices were signed out. Passkeys, if you have any, still open your account: \
                 {base}/settings/passkeys\n\n\
                 If it was not you, choose a new one at once: {base}/account/forgot",
                moment(*at, *zone)
            ),
            Self::NewAddress { token } => format!(
                "please confirm that your account is to have this address from now on:\n\n{base}/account/email?token={token}\n\n\
                 The link works once, for 24 hours. If it was not you, you need not do anything."
            ),
            Self::AddressTaken => format!(
                "somebody, perhaps you, wanted to give this address to an account. Another account has it already, so nothing was changed.\n\n\
                 Sign in: {base}/login\nForgot the password? {base}/account/forgot"
            ),
            Self::AddressAsked => format!(
                "your account is to have another e-mail address. It changes as soon as the link in our mail to the new address is followed.\n\n\
                 If it was not you, choose a new password now, which also stops the change: {base}/account/forgot"
            ),
            Self::AddressChanged { at, zone } => format!(
                "your account has had another e-mail address since {}. This one is no longer used.\n\n\
                 If it was not you, please tell the people who run {base} at once.",
                moment(*at, *zone)
            ),
            Self::SignIn { device, at, zone } => format!(
                "somebody signed in to your account from a device that we had not seen before: {device}, on {}.\n\n\
                 If it was you, all is well. If not, choose a new password at once: {base}/account/forgot\n\
                 Your devices: {base}/account",
                moment(*at, *zone)
            ),
            Self::SecondFactorOn { at, zone } => format!(
                "since {}, signing in asks for a code beside the password. What was signed in before stays so: {base}/account\n\n\
                 If it was not you, choose a new password at once and tell the people who run {base}: {base}/account/forgot",
                moment(*at, *zone)
            ),
            Self::SecondFactorOff { at, zone } => format!(
                "since {}, signing in asks for no code any more, and everything that was signed in is signed out.\n\n\
                 If it was not you, choose a new password at once: {base}/account/forgot\n\
                 Set it up again: {base}/settings/second-factor",
                moment(*at, *zone)
            ),
            Self::CodesRenewed { at, zone } => format!(
                "new recovery codes were made on {}; the old ones open nothing any more.\n\n\
                 If it was not you, choose a new password at once: {base}/account/forgot\nYour devices: {base}/account",
                moment(*at, *zone)
            ),
            Self::PasskeyAdded { at, zone } => format!(
                "since {}, a new passkey opens your account without the password.\n\n\
                 If it was not you, remove it and change your password: {base}/settings/passkeys",
                moment(*at, *zone)
            ),
            Self::PasskeyRemoved { at, zone } => format!(
                "one of your passkeys was removed on {}.\n\nIf it was not you, change your password and look at the others: {base}/settings/passkeys",
                moment(*at, *zone)
            ),
            Self::DeletionAsked { at, zone } => format!(
                "your account will be deleted on {}, as you asked. Until then you can sign in and keep it:\n\n{base}/settings/privacy\n\n\
                 If it was not you, sign in, keep the account and change your password.",
                moment(*at, *zone)
            ),
            Self::RecordOpened { at, zone } => format!(
                "a doctor opened your record in an emergency, on {}. Who it was, why, and everything that was looked at:\n\n{base}/records/access\n\n\
                 If nobody was treating you, please tell the people who run {base}.",
                moment(*at, *zone)
            ),
            Self::VisitAgreed { at, zone } => {
                format!(
                    "your doctor has accepted the visit that you asked for, on {}.\n\nYour visits: {base}/appointments",
                    moment(*at, *zone)
                )
            }
            Self::VisitMoved { from, to, zone } => format!(
                "your doctor has moved your visit of {}. It is now on {}.\n\n\
                 If that does not suit you, choose another time or call it off: {base}/appointments",
                moment(*from, *zone),
                moment(*to, *zone)
            ),
            Self::VisitCancelled { at, zone } => format!(
                "your doctor has called off your visit of {}. Whether a reason was given, and other times: {base}/appointments",
                moment(*at, *zone)
            ),
            Self::DeletionCancelled => {
                format!("your account will not be deleted. Everything is as it was.\n\nYour data: {base}/settings/privacy")
            }
            Self::Deleted => {
                "your account and your personal data are deleted. Records of visits that doctors must keep by law stay without \
                              your name. This is our last mail to you, and this address is forgotten with it."
                    .to_owned()
            }
        }
    }
}

/// "28 November 2026 at 18:22 (Europe/Berlin)"
fn moment(at: DateTime<Utc>, zone: Tz) -> String {
    format!("{} ({})", at.with_timezone(&zone).format("%-d %B %Y at %H:%M"), zone.name())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_is_short_polite_and_leads_only_to_this_site() {
        let (at, zone) = ("2026-11-28T17:22:00Z".parse().expect("a time"), Tz::Europe__Berlin);
        let letters = [
            Letter::Verify { token: "abc" },
            Letter::Known,
            Letter::Reset { token: "abc" },
            Letter::PasswordChanged { at, zone },
            Letter::NewAddress { token: "abc" },
            Letter::AddressTaken,
            Letter::AddressAsked,
            Letter::AddressChanged { at, zone },
            Letter::SignIn { device: "Firefox on Linux", at, zone },
            Letter::SecondFactorOn { at, zone },
            Letter::SecondFactorOff { at, zone },
            Letter::CodesRenewed { at, zone },
            Letter::PasskeyAdded { at, zone },
            Letter::PasskeyRemoved { at, zone },
            Letter::DeletionAsked { at, zone },
            Letter::RecordOpened { at, zone },
            Letter::DeletionCancelled,
            Letter::Deleted,
        ];
        for letter in letters {
            let text = letter.text("https://clinic.example");
            assert!(text.starts_with("Hello,\n\n") && text.len() < 700, "{text}");
            assert_eq!(text.matches("://").count(), text.matches("https://clinic.example").count(), "{text}");
            assert!(!letter.subject().contains(['\r', '\n']) && letter.subject().len() < 60);
        }
        assert_eq!(moment(at, zone), "28 November 2026 at 18:22 (Europe/Berlin)");
    }
}
