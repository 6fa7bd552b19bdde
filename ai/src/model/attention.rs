//! Self-attention within each text: `softmax(Q·Kᵀ / √32) · V`, head by head.
//!
//! The matrices of a head are too small for a general product. Every number of a result is one chain of products
//! and sums over the inner index in its order, none of them fused: the same bits on every machine.

use candle_core::{CpuStorage, InplaceOp2, Layout, Result, bail};
use pulp::{Arch, Simd, WithSimd};

use super::product::{numbers, numbers_mut};
use super::{HEAD_WIDTH, HEADS, WIDTH, kernel};

/// Numbers of a token's query, key and value together.
const TRIPLE: usize = 3 * WIDTH;
/// Rows of a tile.
const ROWS: usize = 8;
/// Rows of scores and of keys are as long as a multiple of this: the widest vector.
const LANES: usize = 16;

/// What candle applies to queries, keys and values, [tokens, 3, heads, head width].
pub(super) struct Attention<'a> {
    /// Tokens of each text of the pass.
    pub(super) lengths: &'a [usize],
}

impl InplaceOp2 for Attention<'_> {
    fn name(&self) -> &'static str {
        "attention"
    }

    /// * `context` – [tokens, 384], replaced by the result
    /// * `rows` – [tokens, 3 · 384]
    fn cpu_fwd(&self, context: &mut CpuStorage, layout: &Layout, rows: &CpuStorage, rows_layout: &Layout) -> Result<()> {
        let (mut context, mut rows) = (numbers_mut(context, layout)?, numbers(rows, rows_layout)?);
        let tokens: usize = self.lengths.iter().sum();
        if context.len() != tokens * WIDTH || rows.len() != tokens * TRIPLE {
            bail!("no attention of {:?} for {:?}, {tokens} tokens", rows_layout.shape(), layout.shape());
        }
        for length in self.lengths {
            let (text, context_after) = context.split_at_mut(length * WIDTH);
            let (triples, rows_after) = rows.split_at(length * TRIPLE);
            Arch::new().dispatch(Text { rows: triples, context: text });
            (context, rows) = (context_after, rows_after);
        }
        Ok(())
    }
}

/// One text.
struct Text<'a> {
    /// [tokens, 3, heads, head width]
    rows: &'a [f32],
    /// [tokens, heads, head width]
    context: &'a mut [f32],
}

impl WithSimd for Text<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let tokens = self.context.len() / WIDTH;
        let width = tokens.next_multiple_of(LANES);
        let mut keys = vec![0.0; HEAD_WIDTH * width];
        let mut scores = vec![0.0; ROWS * width];
        for head in (0..HEADS).map(|head| head * HEAD_WIDTH) {
            transpose(&self.rows[WIDTH + head..], &mut keys, width);
            let mut first = 0;
            while first < tokens {
                let queries = &self.rows[first * TRIPLE + head..];
                let values = &self.rows[2 * WIDTH + head..];
                let block = Block { queries, keys: &keys, values, scores: &mut scores, tokens, width };
                let context = &mut self.context[first * WIDTH + head..];
                first += match tokens - first {
                    ROWS.. => block.run::<S, ROWS>(simd, context),
                    4.. => block.run::<S, 4>(simd, context),
                    2.. => block.run::<S, 2>(simd, context),
                    _ => block.run::<S, 1>(simd, context),
                };
            }
        }
    }
}

/// One head's keys, [tokens, …] with rows `TRIPLE` apart, to [head width, width].
#[inline(always)]
fn transpose(rows: &[f32], keys: &mut [f32], width: usize) {
    for (token, row) in rows.chunks(TRIPLE).enumerate() {
        for (keys, x) in keys.chunks_exact_mut(width).zip(row) {
            keys[token] = *x;
        }
    }
}

/// Some queries of one head, and what they look at.
struct Block<'a> {
    /// Rows `TRIPLE` apart, as those of `values`.
    queries: &'a [f32],
    /// [head width, width]
    keys: &'a [f32],
    values: &'a [f32],
    /// [queries, width], to work in
    scores: &'a mut [f32],
    tokens: usize,
    width: usize,
}

impl Block<'_> {
    /// * `context` – rows `WIDTH` apart
    /// * returns the number of queries
    #[inline(always)]
    fn run<S: Simd, const QUERIES: usize>(self, simd: S, context: &mut [f32]) -> usize {
        let Self { queries, keys, values, scores, tokens, width } = self;
        multiply::<S, QUERIES>(simd, (queries, TRIPLE, HEAD_WIDTH), (keys, width, width), (scores, width));
        for row in scores.chunks_exact_mut(width).take(QUERIES) {
            kernel::softmax(&mut row[..tokens], 1.0 / (HEAD_WIDTH as f32).sqrt());
        }
        multiply::<S, QUERIES>(simd, (scores, width, tokens), (values, TRIPLE, HEAD_WIDTH), (context, WIDTH));
        QUERIES
    }
}

/// `left · right` of a few rows.
///
/// * `left`, `right` – numbers, from one row to the next, columns
/// * `out` – numbers, from one row to the next; it gets the columns of `right`, a multiple of the vector's length
#[inline(always)]
fn multiply<S: Simd, const ROWS: usize>(
    simd: S,
    (left, left_stride, inner): (&[f32], usize, usize),
    (right, right_stride, columns): (&[f32], usize, usize),
    (out, out_stride): (&mut [f32], usize),
) {
    let left: [&[f32]; ROWS] = std::array::from_fn(|row| &left[row * left_stride..][..inner]);
    for column in (0..columns).step_by(S::F32_LANES) {
        let mut sums = [simd.splat_f32s(0.0); ROWS];
        for (n, right) in (0..inner).zip(right.chunks(right_stride)) {
            let (right, _) = S::as_simd_f32s(&right[column..][..S::F32_LANES]);
            for (sum, left) in sums.iter_mut().zip(left) {
                *sum = simd.add_f32s(*sum, simd.mul_f32s(simd.splat_f32s(left[n]), right[0]));
            }
        }
        for (row, sum) in sums.into_iter().enumerate() {
            let (out, _) = S::as_mut_simd_f32s(&mut out[row * out_stride + column..][..S::F32_LANES]);
            out[0] = sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Attention by its definition, in f64.
    fn plain(rows: &[f32], tokens: usize) -> Vec<f64> {
        let part = |token: usize, part: usize, at: usize| f64::from(rows[token * TRIPLE + part * WIDTH + at]);
        let mut context = vec![0.0; tokens * WIDTH];
        for (n, to) in context.iter_mut().enumerate() {
            let (token, column) = (n / WIDTH, n % WIDTH);
            let head = column / HEAD_WIDTH * HEAD_WIDTH;
            let score = |other: usize| (head..head + HEAD_WIDTH).map(|at| part(token, 0, at) * part(other, 1, at)).sum::<f64>();
            let shares: Vec<f64> = (0..tokens).map(|other| (score(other) / (HEAD_WIDTH as f64).sqrt()).exp()).collect();
            *to = (0..tokens).map(|other| shares[other] * part(other, 2, column)).sum::<f64>() / shares.iter().sum::<f64>();
        }
        context
    }

    #[test]
    fn every_length_agrees_with_the_definition_and_every_width_of_vectors_gives_the_same_bits() {
        for tokens in [1, 2, 3, 5, 8, 15, 16, 17, 33] {
            let rows: Vec<f32> =
                (0..(tokens * TRIPLE) as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 8) as f32 / 4_194_304.0 - 2.0).collect();
            let (mut wide, mut narrow) = (vec![f32::NAN; tokens * WIDTH], vec![f32::NAN; tokens * WIDTH]);
            Arch::new().dispatch(Text { rows: &rows, context: &mut wide });
            Text { rows: &rows, context: &mut narrow }.with_simd(pulp::Scalar);
            assert!(wide == narrow, "{tokens} tokens");
            for (found, exact) in wide.iter().zip(plain(&rows, tokens)) {
                assert!((f64::from(*found) - exact).abs() < 1e-5, "{tokens} tokens: {found}, {exact}");
            }
        }
    }
}
