//! Embeddings that were computed already, so that a training that was cut off goes on where it was.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;
use symptoms::WIDTH;

/// Texts and their embeddings by one encoder, in memory and in a file.
pub struct Cache {
    encoder: ai::Encoder,
    known: HashMap<String, Vec<f32>>,
    file: File,
}

impl Cache {
    /// Opens the cache of an encoder in the directory for temporary files.
    pub fn open(encoder: ai::Encoder) -> io::Result<Self> {
        let path = path(encoder.version());
        let known = read(&fs::read(&path).unwrap_or_default());
        // Written anew, so that an entry that was cut off does not stay in the way.
        let mut cache = Self { encoder, known: HashMap::new(), file: File::create(&path)? };
        for (text, vector) in known {
            cache.keep(text, vector)?;
        }
        Ok(cache)
    }

    /// Which encoder it is.
    pub fn version(&self) -> &str {
        self.encoder.version()
    }

    /// How many texts are known.
    pub fn len(&self) -> usize {
        self.known.len()
    }

    /// One embedding per text, in their order.
    pub fn embed(&mut self, texts: &[&str]) -> Result<Vec<Vec<f32>>, String> {
        let new: Vec<&str> = texts.iter().copied().filter(|text| !self.known.contains_key(*text)).collect();
        let computed = self.encoder.encode(&new).map_err(|e| e.to_string())?;
        for (text, embedding) in new.iter().zip(computed) {
            self.keep((*text).to_owned(), embedding.values().to_vec()).map_err(|e| e.to_string())?;
        }
        texts.iter().map(|text| self.known.get(*text).cloned().ok_or_else(|| "an embedding is missing".to_owned())).collect()
    }

    fn keep(&mut self, text: String, vector: Vec<f32>) -> io::Result<()> {
        let mut entry = Vec::with_capacity(4 + text.len() + 4 * WIDTH);
        entry.extend((text.len() as u32).to_le_bytes());
        entry.extend(text.as_bytes());
        vector.iter().for_each(|x| entry.extend(x.to_le_bytes()));
        self.file.write_all(&entry)?;
        self.known.insert(text, vector);
        Ok(())
    }
}

fn path(version: &str) -> PathBuf {
    std::env::temp_dir().join(format!("smart-health-embeddings-{version}.bin"))
}

/// Every whole entry.
fn read(mut bytes: &[u8]) -> Vec<(String, Vec<f32>)> {
    let mut all = Vec::new();
    while let Some((length, rest)) = bytes.split_first_chunk::<4>() {
        let length = u32::from_le_bytes(*length) as usize;
        let Some((text, rest)) = rest.split_at_checked(length) else { break };
        let Some((vector, rest)) = rest.split_at_checked(4 * WIDTH) else { break };
        let Ok(text) = std::str::from_utf8(text) else { break };
        let vector = vector.as_chunks::<4>().0.iter().map(|x| f32::from_le_bytes(*x)).collect();
        all.push((text.to_owned(), vector));
        bytes = rest;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_was_cut_off_is_left_out() {
        let mut bytes = Vec::new();
        for text in ["one", "two"] {
            bytes.extend((text.len() as u32).to_le_bytes());
            bytes.extend(text.as_bytes());
            bytes.extend([0_u8; 4 * WIDTH]);
        }
        assert_eq!(read(&bytes).len(), 2);
        assert_eq!(read(&bytes[..bytes.len() - 1]).len(), 1);
        assert_eq!(read(b"nonsense").len(), 0);
    }
}
