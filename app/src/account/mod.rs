//! Accounts: register, sign in and out, settings, the look.

mod link;
mod login;
mod overview;
mod passkeys;
mod profile;
mod register;
mod second_factor;
mod settings;
mod tokens;

use crate::ui::When;
use chrono::{DateTime, Utc};
use leptos::prelude::*;

pub use link::{ForgotPage, NewEmailPage, ResetPage, VerifyPage, ask_reset, change_email, reset, verify};
pub use login::{LoginPage, login, logout, second_step, theme};
pub use overview::{AccountPage, ask_email, change_password, end, end_others, logout_everywhere, resend};
pub use passkeys::{PasskeysPage, add_passkey, passkey_login, remove_passkey};
pub use register::{RegisterPage, register};
pub use second_factor::{SecondFactorPage, begin_second_factor, confirm_second_factor, remove_second_factor, renew_codes};
pub use settings::{SettingsPage, save_profile};
pub use tokens::{TokensPage, create_token, revoke_token};

/// When a key or a token was used last.
fn used(last: Option<DateTime<Utc>>) -> AnyView {
    match last {
        Some(at) => view! { "used "<When at=at/> }.into_any(),
        None => "never used".into_any(),
    }
}
