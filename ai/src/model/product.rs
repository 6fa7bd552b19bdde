//! `x · Wᵀ + b` in whole numbers, where the encoder spends its time.
//!
//! The sums of a tile of the result stay in registers while the inputs pass by. They are exact, so a row gives the
//! same bits in any company, in any tile, on any machine.

use std::array;

use candle_core::{CpuStorage, InplaceOp2, Layout, Result, bail};
#[cfg(target_arch = "x86_64")]
use pulp::x86::{V3, V4};

use super::int8::{INPUT_STEPS, Rows, Scale};
use super::lanes::{Block, Lanes, OUTPUTS, Portable, pair};

/// A layer's weights, laid out for the products: what candle applies to `[tokens, inputs]`. The default has no
/// outputs yet; [`Linear::stack`] adds them.
#[derive(Default)]
pub(super) struct Linear {
    /// [outputs / 16, inputs / 2] blocks
    panels: Vec<Block>,
    /// What a step of each output's weights is worth, [outputs].
    steps: Vec<f32>,
    /// [outputs]
    bias: Vec<f32>,
}

impl Linear {
    /// Adds outputs below those that are there: `rows` as PyTorch keeps them, [outputs, inputs].
    ///
    /// * the outputs must be a multiple of 16, the inputs even
    pub(super) fn stack(&mut self, rows: &Rows, bias: &[f32]) {
        let inputs = rows.values.len() / bias.len();
        self.panels.reserve_exact(rows.values.len() / size_of::<Block>());
        for panel in rows.values.chunks_exact(OUTPUTS * inputs) {
            self.panels.extend((0..inputs / 2).map(|input| block(panel, inputs, input)));
        }
        self.steps.extend(&rows.steps);
        self.bias.extend(bias);
    }

    fn apply(&self, x: &[f32], rows: &mut [f32], path: Path) {
        let half = self.panels.len() * OUTPUTS / self.bias.len();
        path.run(Job { layer: self, x: &Inputs::new(x, half), rows });
    }
}

impl InplaceOp2 for Linear {
    fn name(&self) -> &'static str {
        "linear"
    }

    /// * `rows` – [tokens, outputs], replaced by the product
    /// * `x` – [tokens, inputs]
    fn cpu_fwd(&self, rows: &mut CpuStorage, layout: &Layout, x: &CpuStorage, x_layout: &Layout) -> Result<()> {
        let (tokens, inputs) = x_layout.shape().dims2()?;
        let outputs = self.bias.len();
        if layout.shape().dims() != [tokens, outputs] || inputs * outputs != self.panels.len() * size_of::<Block>() {
            bail!("no product of {:?} to {:?}", x_layout.shape(), layout.shape());
        }
        self.apply(numbers(x, x_layout)?, numbers_mut(rows, layout)?, Path::best());
        Ok(())
    }
}

/// The numbers of a contiguous f32 tensor.
pub(super) fn numbers<'a>(storage: &'a CpuStorage, layout: &Layout) -> Result<&'a [f32]> {
    match (storage, layout.contiguous_offsets()) {
        (CpuStorage::F32(values), Some((start, end))) => Ok(&values[start..end]),
        _ => bail!("not a contiguous f32 tensor"),
    }
}

/// As [`numbers`], to be changed.
pub(super) fn numbers_mut<'a>(storage: &'a mut CpuStorage, layout: &Layout) -> Result<&'a mut [f32]> {
    match (storage, layout.contiguous_offsets()) {
        (CpuStorage::F32(values), Some((start, end))) => Ok(&mut values[start..end]),
        _ => bail!("not a contiguous f32 tensor"),
    }
}

/// The weights of one pair of inputs. The partner of an input is the one half a row on: so pairs are made
/// vector by vector, and a sum may take its inputs in any order.
fn block(panel: &[i8], inputs: usize, input: usize) -> Block {
    array::from_fn(|n| panel[n / 2 * inputs + n % 2 * (inputs / 2) + input])
}

/// The rows that a product reads, in steps.
struct Inputs {
    /// Inputs `i` and `i + half` side by side: [tokens, half].
    pairs: Vec<i32>,
    /// [tokens]
    steps: Vec<f32>,
    half: usize,
}

impl Inputs {
    /// * `x` – [tokens, 2 · half]
    fn new(x: &[f32], half: usize) -> Self {
        let (mut pairs, mut steps) = (vec![0; x.len() / 2], vec![0.0; x.len() / (2 * half)]);
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || {
                for ((x, pairs), step) in x.chunks_exact(2 * half).zip(pairs.chunks_exact_mut(half)).zip(&mut steps) {
                    *step = fill(x, pairs);
                }
            },
        );
        Self { pairs, steps, half }
    }
}

/// Fills one row's pairs; returns its step.
#[inline(always)]
fn fill(x: &[f32], pairs: &mut [i32]) -> f32 {
    let scale = Scale::of(x, INPUT_STEPS);
    let (low, high) = x.split_at(pairs.len());
    for ((to, low), high) in pairs.iter_mut().zip(low).zip(high) {
        *to = pair(scale.steps(*low), scale.steps(*high));
    }
    scale.step
}

#[cfg(target_arch = "x86_64")]
pulp::simd_type! {
    /// AVX-512 and its instructions for neural networks.
    struct Vnni {
        avx512f: "avx512f",
        avx512bw: "avx512bw",
        avx512dq: "avx512dq",
        avx512vl: "avx512vl",
        avx512vnni: "avx512vnni",
    }
}

/// The ways of this machine to the same sums.
#[derive(Debug, Clone, Copy)]
enum Path {
    /// As `Wide`; the compiler makes one instruction (`vpdpwssd`) of each product and sum.
    #[cfg(target_arch = "x86_64")]
    Vnni(Vnni, V4),
    #[cfg(target_arch = "x86_64")]
    Wide(V4),
    #[cfg(target_arch = "x86_64")]
    Narrow(V3),
    Portable,
}

impl Path {
    /// All that this machine can go, the fastest first.
    fn all() -> impl Iterator<Item = Self> {
        #[cfg(target_arch = "x86_64")]
        let special = [
            Vnni::try_new().zip(V4::try_new()).map(|(vnni, wide)| Self::Vnni(vnni, wide)),
            V4::try_new().map(Self::Wide),
            V3::try_new().map(Self::Narrow),
        ];
        #[cfg(not(target_arch = "x86_64"))]
        let special: [Option<Self>; 0] = [];
        special.into_iter().flatten().chain([Self::Portable])
    }

    fn best() -> Self {
        Self::all().next().unwrap_or(Self::Portable)
    }

    /// Tiles are as large as the machine's registers allow.
    fn run(self, job: Job) {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Vnni(vnni, wide) => vnni.vectorize(
                #[inline(always)]
                || job.run::<_, 8, 3>(wide),
            ),
            #[cfg(target_arch = "x86_64")]
            Self::Wide(wide) => wide.vectorize(
                #[inline(always)]
                || job.run::<_, 8, 3>(wide),
            ),
            #[cfg(target_arch = "x86_64")]
            Self::Narrow(narrow) => narrow.vectorize(
                #[inline(always)]
                || job.run::<_, 6, 1>(narrow),
            ),
            Self::Portable => job.run::<_, 4, 1>(Portable),
        }
    }
}

/// One product to be computed.
struct Job<'a> {
    layer: &'a Linear,
    x: &'a Inputs,
    /// [tokens, outputs]
    rows: &'a mut [f32],
}

impl Job<'_> {
    /// Goes through the weights once; the panels of a tile stay in the cache while all rows use them.
    #[inline(always)]
    fn run<L: Lanes, const ROWS: usize, const PANELS: usize>(self, lanes: L) {
        let (layer, half, outputs) = (self.layer, self.x.half, self.layer.bias.len());
        let columns = PANELS * OUTPUTS;
        let weights = layer.panels.chunks_exact(PANELS * half).zip(layer.steps.chunks_exact(columns)).zip(layer.bias.chunks_exact(columns));
        for (n, ((panels, steps), bias)) in weights.enumerate() {
            let x = self.x.pairs.chunks(ROWS * half).zip(self.x.steps.chunks(ROWS));
            for ((x, x_steps), rows) in x.zip(self.rows.chunks_mut(ROWS * outputs)) {
                let tile = Tile::<PANELS> { panels, steps, bias, x, x_steps, half, rows, first: n * columns };
                match x_steps.len() {
                    1 => tile.run::<L, 1>(lanes),
                    2 => tile.run::<L, 2>(lanes),
                    3 => tile.run::<L, 3>(lanes),
                    4 => tile.run::<L, 4>(lanes),
                    5 => tile.run::<L, 5>(lanes),
                    6 => tile.run::<L, 6>(lanes),
                    7 => tile.run::<L, 7>(lanes),
                    _ => tile.run::<L, 8>(lanes),
                }
            }
        }
    }
}

/// One tile of the result and what it is made from.
struct Tile<'a, const PANELS: usize> {
    /// [panels, half]
    panels: &'a [Block],
    /// [columns], as is `bias`
    steps: &'a [f32],
    bias: &'a [f32],
    /// [rows of the tile, half]
    x: &'a [i32],
    /// [rows of the tile]
    x_steps: &'a [f32],
    half: usize,
    /// [rows of the tile, outputs], of which the tile fills its columns
    rows: &'a mut [f32],
    /// The tile's first column.
    first: usize,
}

impl<const PANELS: usize> Tile<'_, PANELS> {
    #[inline(always)]
    fn run<L: Lanes, const ROWS: usize>(self, lanes: L) {
        let sums = self.sums::<L, ROWS>(lanes);
        let outputs = self.rows.len() / ROWS;
        for ((row, sums), x_step) in self.rows.chunks_exact_mut(outputs).zip(&sums).zip(self.x_steps) {
            let (to, _) = row[self.first..].as_chunks_mut();
            for (((to, sum), steps), bias) in to.iter_mut().zip(sums).zip(self.steps.as_chunks().0).zip(self.bias.as_chunks().0) {
                lanes.finish(*sum, *x_step, steps, bias, to);
            }
        }
    }

    #[inline(always)]
    fn sums<L: Lanes, const ROWS: usize>(&self, lanes: L) -> [[L::Vector; PANELS]; ROWS] {
        let half = self.half;
        let x: [&[i32]; ROWS] = array::from_fn(|row| &self.x[row * half..][..half]);
        let panels: [&[Block]; PANELS] = array::from_fn(|panel| &self.panels[panel * half..][..half]);
        let mut sums = [[lanes.zero(); PANELS]; ROWS];
        for input in 0..half {
            let mut weights = [lanes.zero(); PANELS];
            for (weights, panel) in weights.iter_mut().zip(panels) {
                *weights = lanes.weights(&panel[input]);
            }
            for (sums, x) in sums.iter_mut().zip(x) {
                let pair = lanes.splat(x[input]);
                for (sum, weights) in sums.iter_mut().zip(weights) {
                    *sum = lanes.add(*sum, pair, weights);
                }
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failed unwrap fails the test

    use super::*;

    /// `count` numbers between −1 and 1, always the same.
    fn noise(count: usize) -> Vec<f32> {
        (0..count as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 8) as f32 / 8_388_608.0 - 1.0).collect()
    }

    fn layer(weights: &[f32], bias: &[f32]) -> (Linear, Rows) {
        let mut rows = Rows::default();
        weights.chunks(weights.len() / bias.len()).for_each(|row| rows.push(row));
        let mut layer = Linear::default();
        layer.stack(&rows, bias);
        (layer, rows)
    }

    fn product(layer: &Linear, x: &[f32], inputs: usize, path: Path) -> Vec<f32> {
        let mut rows = vec![f32::NAN; x.len() / inputs * layer.bias.len()];
        layer.apply(x, &mut rows, path);
        rows
    }

    /// The same, number by number and without a layout.
    fn plain(rows: &Rows, bias: &[f32], x: &[f32]) -> Vec<f32> {
        let scale = Scale::of(x, INPUT_STEPS);
        let outputs = rows.values.chunks(x.len()).zip(&rows.steps).zip(bias);
        outputs
            .map(|((weights, step), bias)| {
                let sum: i32 = weights.iter().zip(x).map(|(w, x)| i32::from(*w) * scale.steps(*x)).sum();
                sum as f32 * (scale.step * step) + bias
            })
            .collect()
    }

    #[test]
    fn every_path_gives_the_plain_sums_to_the_bit_for_every_number_of_rows() {
        let (inputs, outputs) = (38, 96);
        let (all, bias) = (noise(25 * inputs), noise(outputs));
        let (layer, rows) = layer(&noise(outputs * inputs), &bias);
        let expected: Vec<f32> = all.chunks(inputs).flat_map(|x| plain(&rows, &bias, x)).collect();
        for path in Path::all() {
            for tokens in 1..=25 {
                let found = product(&layer, &all[..tokens * inputs], inputs, path);
                assert!(found == expected[..tokens * outputs], "{path:?}, {tokens} rows");
            }
        }
    }

    #[test]
    fn the_largest_sums_are_exact_on_every_path() {
        let (inputs, outputs) = (1536, 48);
        let (layer, _) = layer(&vec![-1.0; inputs * outputs], &vec![0.0; outputs]);
        let x = vec![1.0; 8 * inputs];
        let expected = -(1536 * 127 * 8191) as f32 * (1.0 / 8191.0 * (1.0 / 127.0));
        for path in Path::all() {
            assert!(product(&layer, &x, inputs, path).iter().all(|sum| *sum == expected), "{path:?}");
        }
    }

    #[test]
    fn a_product_is_near_the_exact_one() {
        let (inputs, outputs) = (384, 48);
        let (x, weights, bias) = (noise(inputs), noise(outputs * inputs), noise(outputs));
        let found = product(&layer(&weights, &bias).0, &x, inputs, Path::best());
        for ((weights, bias), found) in weights.chunks(inputs).zip(&bias).zip(found) {
            let exact: f64 = x.iter().zip(weights).map(|(x, w)| f64::from(*x) * f64::from(*w)).sum();
            // Each of the 384 weights is off by half a step at most, and they hardly agree.
            assert!((exact + f64::from(*bias) - f64::from(found)).abs() < 0.2);
        }
    }

    #[test]
    fn a_row_that_is_not_finite_stays_so() {
        let (layer, _) = layer(&noise(48 * 16), &noise(48));
        let x = [&[f32::INFINITY], &noise(31)[..]].concat();
        for path in Path::all() {
            let rows = product(&layer, &x, 16, path);
            assert!(rows[..48].iter().all(|x| x.is_nan()) && rows[48..].iter().all(|x| x.is_finite()), "{path:?}");
        }
    }
}
