//! Rows of numbers as whole steps of one size per row: weights in eight bits, what passes through in 14.
//!
//! Nothing here depends on the machine: every operation is exact or rounded as IEEE 754 says.

/// Steps from zero to the largest weight of a row: eight bits with the sign.
const WEIGHT_STEPS: f32 = 127.0;
/// Steps from zero to the largest number that a token's row brings to a product. More than eight bits cost nothing,
/// as products are of 16 bits by 16; with these, 1536 products by a weight of 127 steps stay below 2³¹.
pub(super) const INPUT_STEPS: f32 = 8191.0;
/// A row whose numbers are all nearer to zero than this counts as zero: the inverse of its step might not be finite.
const ALMOST_ZERO: f32 = 1e-30;

/// Rows of a table, as they are kept: `values · step` is about what they were.
#[derive(Default)]
pub(crate) struct Rows {
    /// [rows, width]
    pub(crate) values: Vec<i8>,
    /// [rows]
    pub(crate) steps: Vec<f32>,
}

impl Rows {
    /// Room for so many rows.
    pub(crate) fn with_capacity(rows: usize, width: usize) -> Self {
        Self { values: Vec::with_capacity(rows * width), steps: Vec::with_capacity(rows) }
    }

    /// Adds a row; its step is NaN when one of its numbers is not finite.
    pub(crate) fn push(&mut self, row: &[f32]) {
        let scale = Scale::of(row, WEIGHT_STEPS);
        self.values.extend(row.iter().map(|x| scale.steps(*x) as i8));
        self.steps.push(scale.step);
    }

    /// One row and its step.
    pub(super) fn get(&self, row: usize, width: usize) -> Option<(&[i8], f32)> {
        let start = row.checked_mul(width)?;
        Some((self.values.get(start..start.checked_add(width)?)?, *self.steps.get(row)?))
    }
}

/// How the numbers of one row become steps.
#[derive(Clone, Copy)]
pub(super) struct Scale {
    /// The size of a step; 0 in a row of zeros, NaN in one with a number that is not finite.
    pub(super) step: f32,
    per_one: f32,
}

impl Scale {
    /// The scale on which the row's largest number is so many steps from zero, fewer than 2²².
    #[inline(always)]
    pub(super) fn of(row: &[f32], steps: f32) -> Self {
        // As bits, numbers without their signs keep their order, and what is not finite comes last.
        let largest = row.iter().fold(0, |largest, x| (x.to_bits() & 0x7fff_ffff).max(largest));
        let largest = f32::from_bits(largest);
        if largest < ALMOST_ZERO {
            Self { step: 0.0, per_one: 0.0 }
        } else if largest.is_finite() {
            Self { step: largest / steps, per_one: steps / largest }
        } else {
            Self { step: f32::NAN, per_one: 0.0 }
        }
    }

    /// The nearest whole number of steps, ties to even; of a row that is not finite, any number.
    #[inline(always)]
    pub(super) fn steps(self, x: f32) -> i32 {
        // Adding this leaves no digits after the point; the whole number is then the difference of the bits.
        const ROUND: f32 = 12_582_912.0;
        (x * self.per_one + ROUND).to_bits().wrapping_sub(ROUND.to_bits()) as i32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_comes_back_within_half_a_step() {
        let row: Vec<f32> = (-50..=50).map(|n| n as f32 * 0.037).collect();
        let mut rows = Rows::default();
        rows.push(&row);
        let step = rows.steps[0];
        assert_eq!((rows.values[0], rows.values[50], rows.values[100]), (-127, 0, 127));
        for (x, value) in row.iter().zip(&rows.values) {
            assert!((x - f32::from(*value) * step).abs() <= step * 0.500_01, "{x}");
        }
    }

    #[test]
    fn rows_of_any_size_stay_in_range() {
        for exponent in -149..=127 {
            let largest = 2_f32.powi(exponent) * 1.7;
            let scale = Scale::of(&[largest, -largest, largest / 3.0], WEIGHT_STEPS);
            assert!(scale.step.is_finite(), "2^{exponent}");
            assert!([largest, -largest].iter().all(|x| scale.steps(*x).abs() <= 127), "2^{exponent}");
        }
        assert_eq!(Scale::of(&[f32::MAX, 0.0], INPUT_STEPS).steps(f32::MAX), 8191);
        assert_eq!(Scale::of(&[0.0, -0.0], INPUT_STEPS).step, 0.0);
    }

    #[test]
    fn what_is_not_finite_shows_in_the_step() {
        for bad in [f32::NAN, -f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
            assert!(Scale::of(&[1.0, bad, f32::MAX], INPUT_STEPS).step.is_nan(), "{bad}");
        }
    }
}
