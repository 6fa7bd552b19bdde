//! What a fuzzer once found worth keeping, tried again.
#![allow(missing_docs)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// All corpora together, in bytes.
const MOST: u64 = 300_000;

fn files(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).expect("a corpus").map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

fn replay(name: &str) {
    let target = fuzz::target(name).expect("a target");
    let files = files(name);
    assert!(!files.is_empty(), "{name} has no corpus");
    for file in files {
        let bytes = std::fs::read(&file).expect("readable");
        let done = std::panic::catch_unwind(|| (target.run)(&bytes));
        assert!(done.is_ok(), "{}", file.display());
    }
    (target.run)(b"");
}

macro_rules! replayed {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                replay(stringify!($name));
            }
        )*

        #[test]
        fn every_target_is_replayed_and_nothing_else_is_kept() {
            let replayed = BTreeSet::from([$(stringify!($name).to_owned()),*]);
            let targets: BTreeSet<String> = fuzz::TARGETS.iter().map(|target| target.name.to_owned()).collect();
            assert_eq!(replayed, targets);
            let kept: BTreeSet<String> = files("").iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect();
            assert_eq!(kept, targets);
        }
    };
}

replayed!(query body header form address token symptom file table markdown picture seal);

#[test]
fn the_corpora_stay_small() {
    let sizes = fuzz::TARGETS.iter().flat_map(|target| files(target.name)).map(|path| path.metadata().expect("a size").len());
    assert!(sizes.sum::<u64>() <= MOST);
}
