//! Long computing that lets others go first.

/// How much of a long row is computed in one go: some tenths of a millisecond.
pub(crate) const STRETCH: usize = 512;

/// Lets whoever waits for this core go first.
///
/// A thread that computes for milliseconds is interrupted at the system's clock tick only, four milliseconds apart on many; a page that is
/// made in one would wait for it.
pub(crate) fn pause() {
    std::thread::yield_now();
}

/// The same before every [`STRETCH`]th piece of a row.
pub(crate) fn pause_at(index: usize) {
    if index.is_multiple_of(STRETCH) {
        pause();
    }
}
