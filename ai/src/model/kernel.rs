//! The steps between the matrix products, each one pass over memory.
//!
//! `pulp` compiles every step several times and picks the widest instructions the machine has. Sums run in
//! sixteen fixed lanes and no multiply-add is fused, so that all machines give the same bits.

use pulp::Arch;

/// Lanes of a sum: one AVX-512 register.
const LANES: usize = 16;

/// Sum in a fixed order that vectorises: sixteen running sums, then those by halves, then what is left over.
#[inline(always)]
fn sum(values: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for chunk in chunks {
        for (lane, value) in lanes.iter_mut().zip(chunk) {
            *lane += of(*value);
        }
    }
    let lanes = halved(
        lanes,
        #[inline(always)]
        |x, y| x + y,
    );
    lanes + rest.iter().map(|value| of(*value)).sum::<f32>()
}

/// The largest number, by lanes as [`sum`]; NaN does not count.
#[inline(always)]
fn max(values: &[f32]) -> f32 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut lanes = [f32::MIN; LANES];
    for chunk in chunks {
        for (lane, x) in lanes.iter_mut().zip(chunk) {
            *lane = larger(*lane, *x);
        }
    }
    rest.iter().fold(halved(lanes, larger), |max, x| larger(max, *x))
}

#[inline(always)]
fn larger(x: f32, y: f32) -> f32 {
    if y > x { y } else { x }
}

/// One number of sixteen: the second half onto the first, until one is left.
#[inline(always)]
fn halved(mut lanes: [f32; LANES], of: impl Fn(f32, f32) -> f32) -> f32 {
    let mut half = LANES / 2;
    while half > 0 {
        for n in 0..half {
            lanes[n] = of(lanes[n], lanes[n + half]);
        }
        half /= 2;
    }
    lanes[0]
}

/// Layer normalisation of each row: `(x − mean) / √(variance + 1e-12) · weight + bias`.
///
/// * `rows` – [tokens, weight.len()], changed in place
pub(super) fn layer_norm(rows: &mut [f32], weight: &[f32], bias: &[f32]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for row in rows.chunks_exact_mut(weight.len()) {
                normalise(row, weight, bias);
            }
        },
    );
}

#[inline(always)]
fn normalise(row: &mut [f32], weight: &[f32], bias: &[f32]) {
    let count = row.len() as f32;
    let mean = sum(
        row,
        #[inline(always)]
        |x| x,
    ) / count;
    let variance = sum(
        row,
        #[inline(always)]
        |x| (x - mean) * (x - mean),
    ) / count;
    let scale = 1.0 / (variance + 1e-12).sqrt();
    for ((x, weight), bias) in row.iter_mut().zip(weight).zip(bias) {
        *x = (*x - mean) * scale * weight + bias;
    }
}

/// As [`layer_norm`], of `rows + residual`.
pub(super) fn add_norm(rows: &mut [f32], residual: &[f32], weight: &[f32], bias: &[f32]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for (row, residual) in rows.chunks_exact_mut(weight.len()).zip(residual.chunks_exact(weight.len())) {
                row.iter_mut().zip(residual).for_each(|(x, y)| *x += y);
                normalise(row, weight, bias);
            }
        },
    );
}

/// The exact GELU of every number, by the error function, in place.
pub(super) fn gelu(values: &mut [f32]) {
    Arch::new().dispatch(
        #[inline(always)]
        || {
            for x in values.iter_mut() {
                *x = gelu_of(*x);
            }
        },
    );
}

#[inline(always)]
fn gelu_of(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

/// Error function, within 5e-7 of the exact one; a rational function, so that it vectorises.
///
/// Source: Eigen, `generic_fast_erf_float` (13th over 8th degree, clamped to ±4).
#[inline(always)]
fn erf(x: f32) -> f32 {
    let x = x.clamp(-4.0, 4.0);
    let s = x * x;
    let p = -2.726_142_3e-10;
    let p = p * s + 2.770_681_4e-8;
    let p = p * s - 2.101_024e-6;
    let p = p * s - 5.692_506_4e-5;
    let p = p * s - 7.349_906_3e-4;
    let p = p * s - 2.954_6e-3;
    let p = p * s - 1.609_603_3e-2;
    let q = -1.456_607_2e-5;
    let q = q * s - 2.133_740_6e-4;
    let q = q * s - 1.682_827e-3;
    let q = q * s - 7.373_329_2e-3;
    let q = q * s - 1.426_473_9e-2;
    x * p / q
}

/// Softmax of one row, in place: `e^(scale · (x − max)) / Σ`.
///
/// * `scale` – above zero
#[inline(always)]
pub(super) fn softmax(row: &mut [f32], scale: f32) {
    let max = max(row);
    for x in row.iter_mut() {
        *x = exp((*x - max) * scale);
    }
    let share = 1.0
        / sum(
            row,
            #[inline(always)]
            |x| x,
        );
    for x in row.iter_mut() {
        *x *= share;
    }
}

/// e^x for x ≤ 0, within 2e-7 of the exact value relative to it; below −87 it is e^−87.
///
/// Source: Cephes, `expf` (argument reduced by ln 2, polynomial of degree 5).
#[inline(always)]
fn exp(x: f32) -> f32 {
    // Adding this rounds to a whole number, which is then in the low bits of the sum.
    const ROUND: f32 = 12_582_912.0;
    let x = if x < -87.0 { -87.0 } else { x };
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    let r = x - n * 0.693_359_4 + n * 2.121_944_4e-4;
    let y = 1.987_569_1e-4;
    let y = y * r + 1.398_199_9e-3;
    let y = y * r + 8.333_452e-3;
    let y = y * r + 4.166_579_6e-2;
    let y = y * r + 1.666_666_5e-1;
    let y = y * r + 0.5;
    let y = y * r * r + r + 1.0;
    y * f32::from_bits((shifted.to_bits().wrapping_add(127)) << 23)
}

/// Mean of the rows, brought to length one.
///
/// * `rows` – [tokens, WIDTH], at least one
/// * returns `None` when the mean has no finite length above zero
pub(super) fn pool<const WIDTH: usize>(rows: &[f32]) -> Option<[f32; WIDTH]> {
    let mut mean = [0.0; WIDTH];
    for row in rows.chunks_exact(WIDTH) {
        for (total, x) in mean.iter_mut().zip(row) {
            *total += x;
        }
    }
    let length = sum(&mean, |x| x * x).sqrt();
    if !(length.is_finite() && length > 0.0) {
        return None;
    }
    Some(mean.map(|x| x / length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_error_function_agrees_with_the_exact_one() {
        for step in -60_000..=60_000 {
            let x = step as f32 / 10_000.0;
            let exact = candle_core::cpu::erf::erf_f64(f64::from(x));
            assert!((f64::from(erf(x)) - exact).abs() < 5e-7, "erf({x})");
        }
    }

    #[test]
    fn the_exponential_agrees_with_the_exact_one() {
        for step in 0..=860_000 {
            let x = step as f32 / -10_000.0;
            let exact = f64::from(x).exp();
            assert!((f64::from(exp(x)) / exact - 1.0).abs() < 2e-7, "exp({x})");
        }
    }

    #[test]
    fn a_softmax_sums_to_one_and_survives_large_scores() {
        let mut row = vec![1000.0, 999.0, -1000.0];
        softmax(&mut row, 1.0);
        assert!((row.iter().sum::<f32>() - 1.0).abs() < 1e-6);
        assert!((row[0] / row[1] - std::f32::consts::E).abs() < 1e-5);
        assert!(row[2] < 1e-30);
    }

    /// What `dispatch` compiles for this machine's vectors against what the compiler makes for any machine.
    #[test]
    fn every_width_of_vectors_gives_the_same_bits() {
        let noise = |seed: u32| (0..410).map(move |n: u32| ((n ^ seed).wrapping_mul(2_654_435_761) >> 8) as f32 / 2_097_152.0 - 4.0);
        let (x, y, weight, bias): (Vec<f32>, Vec<f32>, Vec<f32>, Vec<f32>) =
            (noise(0).collect(), noise(512).collect(), noise(1024).collect(), noise(2048).collect());
        let (mut wide, mut narrow) = (x.clone(), x.clone());
        add_norm(&mut wide, &y, &weight, &bias);
        narrow.iter_mut().zip(&y).for_each(|(x, y)| *x += y);
        normalise(&mut narrow, &weight, &bias);
        assert!(wide == narrow);
        gelu(&mut wide);
        narrow.iter_mut().for_each(|x| *x = gelu_of(*x));
        assert!(wide == narrow);
        Arch::new().dispatch(
            #[inline(always)]
            || softmax(&mut wide, 0.3),
        );
        softmax(&mut narrow, 0.3);
        assert!(wide == narrow);
    }

    #[test]
    fn a_mean_without_a_length_is_refused() {
        assert!(pool::<2>(&[0.0, 0.0]).is_none());
        assert!(pool::<2>(&[f32::NAN, 1.0]).is_none());
    }
}
