//! Where files of health records are kept.

use super::{Reader, data_dir, mail};
use crate::settings::{Bucket, Files, Secret};
use std::path::PathBuf;

impl Reader<'_> {
    pub(super) fn files(&mut self, environment: &impl Fn(&str) -> Option<String>) -> Files {
        let at = match self.layers.get("database", "data-dir") {
            "" => data_dir(environment),
            raw => Some(PathBuf::from(raw)),
        };
        let folder = match self.layers.get("files", "folder") {
            "" => at.map(|dir| dir.join("files")).unwrap_or_default(),
            raw => PathBuf::from(raw),
        };
        Files { folder, bucket: self.bucket() }
    }

    fn bucket(&mut self) -> Option<Bucket> {
        let name = self.layers.get("files", "bucket").to_owned();
        if name.is_empty() {
            if ["key-id", "key", "key-file", "endpoint"].iter().any(|key| !self.layers.get("files", key).is_empty()) {
                self.wrong("files", "bucket", "there are settings of a bucket, but not its name");
            }
            return None;
        }
        if !name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'_')) {
            self.wrong("files", "bucket", format!("{name:?} is not the name of a bucket"));
        }
        let endpoint = self.endpoint();
        let (key_id, key) = self.bucket_keys()?;
        Some(Bucket { name, endpoint, region: self.layers.get("files", "region").to_owned(), key_id, key })
    }

    fn endpoint(&mut self) -> Option<String> {
        let raw = self.layers.get("files", "endpoint").trim_end_matches('/').to_owned();
        let (scheme, host) = raw.split_once("://").unwrap_or_default();
        if raw.is_empty() {
            return None;
        } else if !matches!(scheme, "http" | "https") || host.is_empty() || host.contains(['@', '?', '#']) {
            // What stands before an @ could be a password: not repeated.
            self.wrong("files", "endpoint", "it has to be like https://s3.example.org; keys go into settings of their own");
        } else if scheme == "http" && !mail::is_loopback(host) && self.number("files", "plain") == Some(false) {
            self.wrong("files", "endpoint", "it is http on another machine: take https, or say SHS_FILES_PLAIN=true");
        }
        Some(raw)
    }

    fn bucket_keys(&mut self) -> Option<(Secret, Secret)> {
        let (id, key) = (self.layers.get("files", "key-id").to_owned(), self.layers.get("files", "key").to_owned());
        let file = self.layers.get("files", "key-file").to_owned();
        match (id.is_empty(), key.is_empty(), file.is_empty()) {
            (false, false, true) => Some((Secret::new(id), Secret::new(key))),
            (true, true, false) => self.keys_in(&file),
            (true, true, true) | (true, false, _) | (false, true, _) => {
                self.wrong("files", "key", "a bucket needs SHS_FILES_KEY_ID and SHS_FILES_KEY, or SHS_FILES_KEY_FILE");
                None
            }
            (false, false, false) => {
                self.wrong("files", "key-file", "the keys stand in the environment, too: only one of them can hold");
                None
            }
        }
    }

    fn keys_in(&mut self, file: &str) -> Option<(Secret, Secret)> {
        let text = std::fs::read_to_string(file).map_err(|error| self.wrong("files", "key-file", format!("{file}: {error}"))).ok()?;
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        match (lines.next(), lines.next(), lines.next()) {
            (Some(id), Some(key), None) => Some((Secret::new(id), Secret::new(key))),
            _ => {
                self.wrong("files", "key-file", format!("{file} does not hold two lines: the access key, the secret key"));
                None
            }
        }
    }
}
