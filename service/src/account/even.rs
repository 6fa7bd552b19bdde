//! Answers whose time tells nothing of who has an account: what is done for an address that is known and for one that is not differs by parts of a
//! millisecond, and enough of those can be told apart.

use std::time::{Duration, Instant};

/// Answers leave at multiples of this; all that is done takes less on a machine that is not overloaded.
const STEP: Duration = Duration::from_millis(100);

/// Does `work`, and is done a whole number of steps after it began.
pub(super) async fn evenly<T>(work: impl Future<Output = T>) -> T {
    let begun = Instant::now();
    let done = work.await;
    tokio::time::sleep(left(begun.elapsed())).await;
    done
}

/// How long it is until the next step.
fn left(taken: Duration) -> Duration {
    let steps = taken.as_nanos().div_ceil(STEP.as_nanos()).max(1);
    (STEP * u32::try_from(steps).unwrap_or(u32::MAX)).saturating_sub(taken)
}

#[cfg(test)]
mod tests {
    use super::left;
    use std::time::Duration;

    #[test]
    fn an_answer_waits_for_the_next_step() {
        let ms = Duration::from_millis;
        for (taken, waits) in [(0, 100), (1, 99), (99, 1), (100, 0), (101, 99), (250, 50)] {
            assert_eq!(left(ms(taken)), ms(waits), "{taken}");
        }
    }
}
