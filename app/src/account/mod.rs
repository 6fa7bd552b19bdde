//! Accounts: register, sign in and out, settings, the look.

mod login;
mod profile;
mod register;
mod settings;

pub use login::{LoginPage, login, logout, theme};
pub use register::{RegisterPage, register};
pub use settings::{SettingsPage, change_password, logout_everywhere, save_profile};
