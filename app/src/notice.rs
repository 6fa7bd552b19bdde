//! What an act says on the page that it leads to. A cookie carries the code; the words are here.

use crate::ui::Tone;

macro_rules! notices {
    ($($variant:ident $code:literal $tone:ident $text:literal;)+) => {
        /// A sentence shown once.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Notice {
            $(#[doc = $text] $variant,)+
        }

        impl Notice {
            /// Name of the cookie that carries the code.
            pub const COOKIE: &'static str = "notice";
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As carried by the cookie.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The sentence.
            pub fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// What it is about.
            pub fn tone(self) -> Tone {
                match self { $(Self::$variant => Tone::$tone),+ }
            }
        }
    };
}

notices! {
    Registered "registered" Info "If this address was new, your account is ready, and a link to confirm it is in your mail. Sign in.";
    SignedIn "signed-in" Done "You are signed in.";
    SignedOut "signed-out" Done "You are signed out.";
    SignedOutEverywhere "signed-out-everywhere" Done "You are signed out on all your devices.";
    PasswordChanged "password-changed" Done "Your password is changed. Your other devices are signed out.";
    PasswordReset "password-reset" Done "Your password is changed. Please sign in with the new one.";
    ResetAsked "reset-asked" Info "If this address has an account, a link is on its way. It works for half an hour.";
    LinkSent "link-sent" Info "A link is on its way. It works for a day.";
    EmailVerified "email-verified" Done "Thank you. Your e-mail address is confirmed.";
    EmailChanged "email-changed" Done "Your e-mail address is changed.";
    DeviceSignedOut "device-signed-out" Done "That device is signed out.";
    OthersSignedOut "others-signed-out" Done "You are signed out on all your other devices.";
    ProfileSaved "profile-saved" Done "Your profile is saved.";
    ThemeSaved "theme-saved" Done "The look is changed.";
    Booked "booked" Done "Your appointment is booked.";
    Requested "requested" Info "Your request is with the doctor. You will see here when it is accepted.";
    Moved "moved" Done "Your appointment is moved.";
    VisitMoved "visit-moved" Done "The visit is moved. The patient sees the new time.";
    Cancelled "cancelled" Done "The appointment is cancelled.";
    CheckedIn "checked-in" Done "You are checked in. Please take a seat.";
    Saved "saved" Done "Saved.";
    Shared "shared" Done "It is shared. You see here whenever somebody looks at it.";
    SharingStopped "sharing-stopped" Done "Nothing is shared with this doctor any more.";
    ReviewSaved "review-saved" Done "Thank you. Your review is saved.";
    RecordOpened "record-opened" Info "The record is open to you for 24 hours. The patient is told.";
    Accepted "accepted" Done "The request is accepted. The time is booked.";
    Present "present" Done "The patient is checked in.";
    CalledIn "called-in" Done "The patient is called in.";
    Completed "completed" Done "The visit is completed.";
    NoShow "no-show" Done "It is noted that the patient did not come.";
    Verified "verified" Done "The licence is checked. The doctor can be booked now.";
    Activated "activated" Done "The account can sign in again.";
    SignInExpired "sign-in-expired" Info "That took too long. Please sign in once more.";
    SecondFactorOff "second-factor-off" Done "Signing in asks for your password alone. Please sign in again.";
    SecondFactorReset "second-factor-reset" Done "They can sign in with their password and set up another second step.";
    PasskeyAdded "passkey-added" Done "The passkey opens your account from now on.";
    PasskeyRemoved "passkey-removed" Done "The passkey opens your account no more.";
    TokenRevoked "token-revoked" Done "The token is revoked. Whatever used it can do nothing more.";
    DataHeld "data-held" Done "These data are held. Nothing of them is deleted.";
    DataLetGo "data-let-go" Done "These data are no longer held.";
    ConsentNoted "consent-noted" Done "It is noted.";
    DeletionAsked "deletion-asked" Info "Your account is going to be deleted, and you are signed out. Until then you can sign in and keep it.";
    DeletionCancelled "deletion-cancelled" Done "Your account stays. Everything is as it was.";
    Logged "logged" Done "Your values are in your record.";
    EntryWritten "entry-written" Done "The entry is written. Files can be added below.";
    EntryAdded "entry-added" Done "The entry is in the record.";
    NoteWritten "note-written" Done "The note is in the record.";
    NoteKept "note-kept" Done "The draft is kept. Only you see it.";
    EntryCorrected "entry-corrected" Done "The correction is written. What it corrects stays, marked.";
    EntryRetracted "entry-retracted" Done "The entry is marked as made in error.";
    FileStored "file-stored" Done "The file is stored.";
    TableTaken "table-taken" Done "The table is in your record.";
    TableTakenPartly "table-taken-partly" Done "The rows that were right are in your record. The others were left out.";
    TableEmpty "table-empty" Info "Nothing was added: the table holds nothing that is right and new.";
    DraftSaved "draft-saved" Done "The draft is saved. Nothing is issued yet.";
    DraftThrown "draft-thrown" Done "The draft is thrown away.";
    PrescriptionIssued "prescription-issued" Done "The prescription is signed and issued. The patient sees it now.";
    PrescriptionCancelled "prescription-cancelled" Done "The prescription is cancelled.";
    PrescriptionCompleted "prescription-completed" Done "It is noted that the prescription is done with.";
    FavouriteKept "favourite-kept" Done "It is among your favourites.";
    FavouriteGone "favourite-gone" Done "It is no longer among your favourites.";
    ArticleSaved "article-saved" Done "Saved. Nobody but you sees this text until it is approved.";
    ArticleHandedIn "article-handed-in" Done "It is handed in. Another doctor reviews it before anybody can read it.";
    ArticleApproved "article-approved" Done "It is approved. Everybody can read it now.";
    ArticleSentBack "article-sent-back" Done "It is with its author again, who reads your remark.";
    ArticleWithdrawn "article-withdrawn" Done "It is taken from its readers.";
    PictureAdded "picture-added" Done "The picture is here. You can use it in your text.";
    Commented "commented" Done "Thank you. Everybody can read your comment.";
    CommentRemoved "comment-removed" Done "Your comment is removed.";
    CommentReported "comment-reported" Info "Thank you. An administrator looks at that comment.";
    CommentHidden "comment-hidden" Done "The comment is out of sight.";
    CommentShown "comment-shown" Done "Everybody can read the comment.";
    Deactivated "deactivated" Done "The account can no longer sign in.";
}

impl Notice {
    /// Reads a code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|notice| notice.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back() {
        for &notice in Notice::ALL {
            assert_eq!(Notice::of(notice.code()), Some(notice));
        }
    }
}
