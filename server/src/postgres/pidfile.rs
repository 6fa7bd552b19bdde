//! `postmaster.pid`: who serves a data directory, where, and whether it is ready.

use std::path::Path;

/// What a postmaster wrote about itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Postmaster {
    /// Its process.
    pub pid: u32,
    /// Its port on the loopback address.
    pub port: u16,
    /// Whether it takes connections.
    pub ready: bool,
}

impl Postmaster {
    /// The content of `postmaster.pid` in `data`, true or not.
    pub fn written(data: &Path) -> Option<Self> {
        Self::parse(&std::fs::read_to_string(data.join("postmaster.pid")).ok()?)
    }

    /// The postmaster of `data`, when it is alive; a file left behind by a killed one, or whose number another process has by now,
    /// is none.
    pub fn alive(data: &Path) -> Option<Self> {
        Self::written(data).filter(|master| serves(master.pid, data))
    }

    // Line 1 is the process, 4 the port, 8 the state ("ready   ").
    fn parse(text: &str) -> Option<Self> {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let pid = lines.first()?.parse().ok()?;
        let port = lines.get(3).and_then(|port| port.parse().ok()).unwrap_or(0);
        Some(Self { pid, port, ready: lines.get(7) == Some(&"ready") })
    }
}

/// Removes a `postmaster.pid` whose number another program has by now (containers number from 1 after each start): PostgreSQL would
/// take that program for a server of its data. Nothing is touched while anybody still uses the shared memory named in the file.
pub(super) fn forget_stranger(data: &Path) {
    let file = data.join("postmaster.pid");
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let Some(master) = Postmaster::parse(&text) else { return };
    let program = arguments(master.pid).first().cloned().unwrap_or_default();
    let is_stranger = !program.is_empty() && !program.contains("postgres");
    let memory = text.lines().nth(6).and_then(|line| line.split_whitespace().nth(1));
    if is_stranger && memory.is_some_and(is_unused) {
        tracing::warn!(pid = master.pid, "postmaster.pid names another program; removing it");
        let _ = std::fs::remove_file(file);
    }
}

/// Whether nobody is attached to the System V memory segment `id`; unknown where there is no /proc.
fn is_unused(id: &str) -> bool {
    let Ok(segments) = std::fs::read_to_string("/proc/sysvipc/shm") else { return false };
    let attached = segments.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    !attached.into_iter().any(|f| f.get(1) == Some(&id) && f.get(6) != Some(&"0"))
}

/// Whether process `pid` is a postgres started with `-D data`.
fn serves(pid: u32, data: &Path) -> bool {
    let arguments = arguments(pid);
    let program = arguments.first().and_then(|p| Path::new(p).file_name()).is_some_and(|name| name == "postgres");
    let wanted = data.to_string_lossy();
    program && arguments.windows(2).any(|pair| pair[0] == "-D" && pair[1] == *wanted) && !is_zombie(pid)
}

fn arguments(pid: u32) -> Vec<String> {
    if let Ok(raw) = std::fs::read(format!("/proc/{pid}/cmdline")) {
        return raw.split(|b| *b == 0).map(|part| String::from_utf8_lossy(part).into_owned()).collect();
    }
    if Path::new("/proc/self").exists() {
        return Vec::new();
    }
    let output = std::process::Command::new("ps").args(["-ww", "-o", "command=", "-p", &pid.to_string()]).output();
    let line = output.map(|o| String::from_utf8_lossy(&o.stdout).into_owned()).unwrap_or_default();
    line.split_whitespace().map(str::to_owned).collect()
}

fn is_zombie(pid: u32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| rest.starts_with('Z'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_are_read_by_their_place() {
        let whole = "4242\n/data/pg-15\n1700000000\n54321\n\n127.0.0.1\n  1 2\nready   \n";
        assert_eq!(Postmaster::parse(whole), Some(Postmaster { pid: 4242, port: 54321, ready: true }));
        assert_eq!(Postmaster::parse("7\n/d\n"), Some(Postmaster { pid: 7, port: 0, ready: false }));
        assert_eq!(Postmaster::parse(""), None);
    }

    #[test]
    fn another_process_with_the_number_is_no_postmaster() {
        assert!(!serves(std::process::id(), Path::new("/data/pg-15")));
    }
}
