//! Where the secret keys come from, and the first one of a new installation.

use crate::settings::Settings;
use service::Keys;
use service::keys::KeysError;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Why there are no keys.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// They cannot be read.
    #[error("secret keys in {0}: {1}")]
    Malformed(PathBuf, KeysError),
    /// The same in the environment.
    #[error("SHS_KEYS: {0}")]
    Ring(#[from] KeysError),
    /// The file.
    #[error("secret keys in {0}: {1}")]
    File(PathBuf, std::io::Error),
    /// Others can read the file.
    #[error("secret keys in {0}: others may read or write this file; make it yours alone (chmod 600)")]
    Open(PathBuf),
    /// A database that somebody else keeps, and no keys for it.
    #[error(
        "DATABASE_URL is set, but there are no secret keys: put one that `shs keys new` draws into SHS_KEYS or {0}, the same for every \
         instance, and keep a copy as safe as the database's"
    )]
    Missing(PathBuf),
    /// None at all.
    #[error("there are no secret keys in {0}: set SHS_DATA_DIR or SHS_KEYS to those of the installation")]
    None(PathBuf),
    /// No randomness.
    #[error("no random numbers: {0}")]
    Random(#[from] getrandom::Error),
}

/// The ring of the settings. With the private database and no file yet, one with a new key is written.
pub fn load(settings: &Settings) -> Result<Keys, Error> {
    match there(settings)? {
        Some(keys) => Ok(keys),
        // Instances beside this one would each make their own and could not read each other's data.
        None if settings.database.url.is_some() => Err(Error::Missing(settings.keys.file.clone())),
        None => first(&settings.keys.file),
    }
}

/// The ring that is there, for what new keys would be of no use to.
///
/// Errors: [`Error::None`] where there is none.
pub fn known(settings: &Settings) -> Result<Keys, Error> {
    there(settings)?.ok_or_else(|| Error::None(settings.keys.file.clone()))
}

fn there(settings: &Settings) -> Result<Option<Keys>, Error> {
    if let Some(ring) = &settings.keys.ring {
        return Ok(Some(Keys::parse(ring.reveal())?));
    }
    let file = &settings.keys.file;
    match std::fs::read_to_string(file) {
        Ok(text) => {
            private(file)?;
            Keys::parse(&text).map(Some).map_err(|e| Error::Malformed(file.clone(), e))
        }
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::File(file.clone(), e)),
    }
}

/// Another start at the same moment may have written it: then theirs holds.
fn first(file: &Path) -> Result<Keys, Error> {
    let wrong = |e| Error::File(file.to_owned(), e);
    if let Some(above) = file.parent() {
        std::fs::create_dir_all(above).map_err(wrong)?;
    }
    let line = Keys::draw(1)?;
    let draft = file.with_extension(format!("{}.new", std::process::id()));
    write(&draft, &format!("# Secret keys. Without them sealed data is lost: keep a copy apart from the database's.\n{line}\n"))
        .map_err(wrong)?;
    // A whole file appears, or none: a link fails where the name is taken.
    let linked = std::fs::hard_link(&draft, file);
    std::fs::remove_file(&draft).ok();
    match linked {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => return Err(wrong(e)),
        _ => tracing::info!(file = %file.display(), "secret keys for a new installation; keep a copy apart from the database's"),
    }
    let text = std::fs::read_to_string(file).map_err(wrong)?;
    Keys::parse(&text).map_err(|e| Error::Malformed(file.to_owned(), e))
}

fn write(file: &Path, text: &str) -> std::io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(file)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(unix)]
fn private(file: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(file).map_err(|e| Error::File(file.to_owned(), e))?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { Err(Error::Open(file.to_owned())) }
}

#[cfg(not(unix))]
fn private(_: &Path) -> Result<(), Error> {
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failed unwrap fails the test

    use super::*;

    struct Home(PathBuf);

    impl Home {
        fn new(name: &str) -> Self {
            let dir = std::env::temp_dir().join(format!("shs-keys-{}-{name}", std::process::id()));
            std::fs::create_dir_all(&dir).unwrap();
            Self(dir)
        }

        fn settings(&self, more: &[(&str, &str)]) -> Settings {
            let given = |name: &str| match name {
                "SHS_DATA_DIR" => Some(self.0.display().to_string()),
                "HOME" => Some("/nonexistent".to_owned()),
                _ => more.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()),
            };
            Settings::from_text(include_str!("../../Leptos.toml"), given).settings.unwrap()
        }
    }

    impl Drop for Home {
        fn drop(&mut self) {
            std::fs::remove_dir_all(&self.0).ok();
        }
    }

    #[test]
    fn a_new_installation_makes_one_key_and_keeps_it() {
        let home = Home::new("new");
        let settings = home.settings(&[]);
        let first = load(&settings).unwrap();
        let again = load(&settings).unwrap();
        assert_eq!((first.current(), first.fingerprint(1)), (1, again.fingerprint(1)));
        assert_eq!(std::fs::read_dir(&home.0).unwrap().count(), 1, "no draft stays behind");
    }

    #[test]
    fn what_needs_the_keys_of_an_installation_makes_none() {
        let home = Home::new("known");
        let settings = home.settings(&[]);
        assert!(matches!(known(&settings), Err(Error::None(_))));
        assert_eq!(std::fs::read_dir(&home.0).unwrap().count(), 0);
        let made = load(&settings).unwrap();
        assert_eq!(known(&settings).unwrap().fingerprint(1), made.fingerprint(1));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_refused() {
        use std::os::unix::fs::PermissionsExt;
        let home = Home::new("open");
        let settings = home.settings(&[]);
        load(&settings).unwrap();
        std::fs::set_permissions(&settings.keys.file, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(matches!(load(&settings), Err(Error::Open(_))));
    }

    #[test]
    fn a_database_that_others_keep_needs_keys_that_are_given() {
        let home = Home::new("given");
        let url = ("DATABASE_URL", "postgres://ann@db/x");
        assert!(matches!(load(&home.settings(&[url])), Err(Error::Missing(_))));
        let ring = Keys::draw(3).unwrap();
        assert_eq!(load(&home.settings(&[url, ("SHS_KEYS", &ring)])).unwrap().current(), 3);
    }

    #[test]
    fn a_broken_file_is_named_and_not_replaced() {
        let home = Home::new("broken");
        let settings = home.settings(&[]);
        write(&settings.keys.file, "1:abc\n").unwrap();
        let error = load(&settings).unwrap_err().to_string();
        assert!(error.contains("keys: key 1 is not"), "{error}");
        assert_eq!(std::fs::read_to_string(&settings.keys.file).unwrap(), "1:abc\n");
    }
}
