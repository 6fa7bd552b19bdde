//! Where PostgreSQL is on this machine, and as whom it runs: not as root, which it refuses.

use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `nobody` and `nogroup`, everywhere that has no `postgres`.
const NOBODY: (u32, u32) = (65_534, 65_534);

/// The directory with `initdb` and `postgres`: `SHS_PG_BIN`, else the newest under `/usr/lib/postgresql`, else one on `PATH`.
pub(crate) fn bin() -> io::Result<PathBuf> {
    let wanted = std::env::var_os("SHS_PG_BIN").map(PathBuf::from);
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut places = wanted.into_iter().chain(installed()).chain(std::env::split_paths(&on_path).collect::<Vec<_>>());
    places.find(|dir| dir.join("initdb").is_file() && dir.join("postgres").is_file()).ok_or_else(|| {
        io::Error::other(
            "no PostgreSQL was found: install one, or set SHS_PG_BIN to the directory of its programs or DATABASE_URL to a server",
        )
    })
}

/// The installed versions, newest first.
fn installed() -> Vec<PathBuf> {
    let entries = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<(u32, PathBuf)> =
        entries.filter_map(|e| Some((e.file_name().to_str()?.parse().ok()?, e.path().join("bin")))).collect();
    versions.sort_by(|a, b| b.cmp(a));
    versions.into_iter().map(|(_, bin)| bin).collect()
}

/// Major version of the programs in `bin`, as they say it themselves.
pub(crate) fn major(bin: &Path) -> io::Result<String> {
    let output = Command::new(bin.join("postgres")).arg("--version").output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let number = said.split_whitespace().nth(2).unwrap_or_default();
    Ok(number.chars().take_while(char::is_ascii_digit).collect())
}

/// The id of the current user.
pub(crate) fn uid() -> u32 {
    if let Ok(own) = std::fs::metadata("/proc/self") {
        return own.uid();
    }
    let id = Command::new("id").arg("-u").output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&id).trim().parse().unwrap_or(NOBODY.0)
}

/// The user as whom the server runs; `None` is the current one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RunAs(Option<(u32, u32)>);

impl RunAs {
    /// The current user, or for root the user `postgres`, or `nobody`.
    pub(crate) fn choose() -> Self {
        if uid() != 0 {
            return Self(None);
        }
        let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        let line = users.lines().find_map(|line| line.strip_prefix("postgres:"));
        let mut numbers = line.into_iter().flat_map(|line| line.split(':').skip(1)).filter_map(|field| field.parse().ok());
        Self(Some(numbers.next().zip(numbers.next()).unwrap_or(NOBODY)))
    }

    /// A command that runs as this user, out of reach of the terminal's Ctrl-C.
    pub(crate) fn command(self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        if let Self(Some((uid, gid))) = self {
            command.uid(uid).gid(gid);
        }
        command.process_group(0).current_dir("/").stdin(std::process::Stdio::null());
        command
    }

    /// Makes the private directory `path` of this user, and refuses one that somebody else has put there.
    pub(crate) fn directory(self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)?;
        let found = std::fs::symlink_metadata(path)?;
        let ours = [Some(uid()), self.0.map(|(uid, _)| uid)];
        if !found.is_dir() || !ours.contains(&Some(found.uid())) {
            return Err(io::Error::other(format!("{} belongs to somebody else", path.display())));
        }
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
        match self.0 {
            Some((uid, gid)) => chown(path, Some(uid), Some(gid)),
            None => Ok(()),
        }
    }
}
