//! Whose process the private server is: PostgreSQL refuses to run as root.

use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use tokio::process::Command;

/// The system user that the private server runs as; `None` is the current one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunAs(Option<(u32, u32)>);

/// `nobody` and `nogroup`, everywhere that has no `postgres`.
const NOBODY: (u32, u32) = (65_534, 65_534);

/// Whether this process may do anything.
pub fn is_root() -> bool {
    if let Ok(own) = std::fs::metadata("/proc/self") {
        return own.uid() == 0;
    }
    let id = std::process::Command::new("id").arg("-u").output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

impl RunAs {
    /// The current user, or for root the user `postgres`, or `nobody`.
    pub fn choose() -> Self {
        if !is_root() {
            return Self(None);
        }
        let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
        Self(Some(named("postgres", &users).unwrap_or(NOBODY)))
    }

    /// Makes `command` run as this user, in a process group of its own: Ctrl-C is for us, who still have requests to finish.
    pub fn apply(self, command: &mut Command) {
        if let Self(Some((uid, gid))) = self {
            command.uid(uid).gid(gid);
        }
        command.process_group(0).current_dir("/");
    }

    /// Gives `path` to this user.
    pub fn own(self, path: &Path) -> io::Result<()> {
        match self {
            Self(Some((uid, gid))) => chown(path, Some(uid), Some(gid)),
            Self(None) => Ok(()),
        }
    }

    /// Makes the private directory `path` of this user.
    pub fn directory(self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)?;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
        self.own(path)
    }

    /// Writes a file that only this user (and root) can read.
    pub fn private_file(self, path: &Path, text: &str) -> io::Result<()> {
        use std::io::Write;
        use std::os::unix::fs::OpenOptionsExt;
        let mut file = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        self.own(path)
    }
}

fn named(name: &str, passwd: &str) -> Option<(u32, u32)> {
    let mut fields = passwd.lines().map(|line| line.split(':')).find_map(|mut f| (f.next() == Some(name)).then_some(f))?;
    let uid = fields.nth(1)?.parse().ok()?;
    Some((uid, fields.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_its_whole_name() {
        let passwd =
            "root:x:0:0:root:/root:/bin/bash\npostgresql:x:7:7::/:/bin/sh\npostgres:x:101:104:PostgreSQL:/var/lib/postgresql:/bin/bash\n";
        assert_eq!(named("postgres", passwd), Some((101, 104)));
        assert_eq!(named("ann", passwd), None);
    }
}
