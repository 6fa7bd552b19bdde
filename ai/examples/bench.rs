//! How fast the encoder is on this machine: `cargo run -p ai --example bench [texts-per-batch]`.
//!
//! One thread; reports milliseconds per text, cold start and memory.
#![allow(clippy::print_stdout)] // its output is its purpose

use std::path::PathBuf;
use std::time::{Duration, Instant};

use ai::Encoder;

const REPEATS: u32 = 60;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::var_os("SHS_ENCODER_DIR").map(PathBuf::from).unwrap_or_else(default_dir);
    let start = Instant::now();
    let encoder = Encoder::load(&dir)?;
    println!("version {}  load {:.0} ms  {}", encoder.version(), ms(start.elapsed()), memory());
    for tokens in [8, 16, 32, 64, 128, 256] {
        let text = "pain ".repeat(tokens - 2);
        let read = encoder.encode_each(&[&text])?;
        let (best, mean, cpu) = time(|| encoder.encode(&[&text]).map(drop))?;
        println!("{:>4} tokens, one text:       best {best:.2} ms  mean {mean:.2} ms  cpu {cpu:.2} ms", read[0].tokens);
    }
    let text = "pain ".repeat(8);
    for count in [2, 6, 12] {
        let texts = vec![text.as_str(); count];
        let (best, mean, cpu) = time(|| encoder.encode(&texts).map(drop))?;
        println!("{count:>4} texts of 10 tokens:    best {best:.2} ms  mean {mean:.2} ms  cpu {cpu:.2} ms");
    }
    println!("after: {}", memory());
    Ok(())
}

/// Best and mean wall-clock time and mean CPU time of the process, in milliseconds.
fn time(mut run: impl FnMut() -> Result<(), ai::EncodeError>) -> Result<(f64, f64, f64), ai::EncodeError> {
    for _ in 0..5 {
        run()?;
    }
    let (mut best, mut total, cpu) = (Duration::MAX, Duration::ZERO, cpu_ms());
    for _ in 0..REPEATS {
        let start = Instant::now();
        run()?;
        best = best.min(start.elapsed());
        total += start.elapsed();
    }
    Ok((ms(best), ms(total) / f64::from(REPEATS), (cpu_ms() - cpu) / f64::from(REPEATS)))
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// CPU time of all threads of this process, from the scheduler's own count (nanoseconds).
fn cpu_ms() -> f64 {
    let Ok(tasks) = std::fs::read_dir("/proc/self/task") else { return f64::NAN };
    let nanos = tasks.flatten().filter_map(|task| {
        let text = std::fs::read_to_string(task.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<f64>().ok()
    });
    nanos.sum::<f64>() / 1e6
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let wanted = ["VmRSS", "VmHWM", "Threads"];
    let lines = status.lines().filter(|line| wanted.iter().any(|name| line.starts_with(name)));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join("  ")
}

fn default_dir() -> PathBuf {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    home.join(".cache/smart-health/all-minilm-l6-v2")
}
