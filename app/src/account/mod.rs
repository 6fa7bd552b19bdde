//! Accounts: register, sign in and out, settings, the look.

mod link;
mod login;
mod overview;
mod profile;
mod register;
mod settings;

pub use link::{ForgotPage, NewEmailPage, ResetPage, VerifyPage, ask_reset, change_email, reset, verify};
pub use login::{LoginPage, login, logout, theme};
pub use overview::{AccountPage, ask_email, change_password, end, end_others, logout_everywhere, resend};
pub use register::{RegisterPage, register};
pub use settings::{SettingsPage, save_profile};
