//! `x · Wᵀ + b`, where the encoder spends its time.
//!
//! A tile of the result stays in registers while the inputs pass by: eight rows by three vectors where there
//! are 32 registers, six by two where there are 16. Every number of the result is one chain of multiply-adds
//! over the inputs in their order, whatever tile it falls into: a row gives the same bits in any company.

use std::array;

use candle_core::{CpuStorage, CustomOp3, Layout, Result, Shape, bail};
use pulp::{Arch, Simd, WithSimd};

/// The product as candle sees it: `[tokens, inputs]`, panels, bias to `[tokens, outputs]` f32.
pub(super) struct Product;

impl CustomOp3 for Product {
    fn name(&self) -> &'static str {
        "product"
    }

    fn cpu_fwd(
        &self,
        x: &CpuStorage,
        x_layout: &Layout,
        panels: &CpuStorage,
        panels_layout: &Layout,
        bias: &CpuStorage,
        bias_layout: &Layout,
    ) -> Result<(CpuStorage, Shape)> {
        let (tokens, inputs) = x_layout.shape().dims2()?;
        let (count, panel_inputs, panel) = panels_layout.shape().dims3()?;
        let outputs = bias_layout.shape().dims1()?;
        if panel_inputs != inputs || count * panel != outputs || panel != panel_width() {
            bail!("no product of [{tokens}, {inputs}] with [{count}, {panel_inputs}, {panel}]");
        }
        let mut rows = vec![0.0; tokens * outputs];
        Arch::new().dispatch(Panels {
            x: numbers(x, x_layout)?,
            panels: numbers(panels, panels_layout)?,
            bias: numbers(bias, bias_layout)?,
            inputs,
            rows: &mut rows,
        });
        Ok((CpuStorage::F32(rows), Shape::from((tokens, outputs))))
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

/// Columns of a weight panel on this machine: the width of a tile, at most 48.
pub(super) fn panel_width() -> usize {
    struct Width;
    impl WithSimd for Width {
        type Output = usize;
        #[inline(always)]
        fn with_simd<S: Simd>(self, _: S) -> usize {
            S::F32_LANES * if S::REGISTER_COUNT < 32 { 2 } else { 3 }
        }
    }
    Arch::new().dispatch(Width)
}

/// Weights [outputs, inputs] as PyTorch keeps them, cut into panels [outputs / panel, inputs, panel] that a
/// product reads from start to end.
pub(super) fn panels(weights: &[f32], inputs: usize, panel: usize) -> Vec<f32> {
    let mut panels = Vec::with_capacity(weights.len());
    for block in weights.chunks_exact(panel * inputs) {
        for input in 0..inputs {
            panels.extend((0..panel).map(|output| block[output * inputs + input]));
        }
    }
    panels
}

struct Panels<'a> {
    /// [tokens, inputs]
    x: &'a [f32],
    /// [outputs / panel, inputs, panel]
    panels: &'a [f32],
    /// [outputs]
    bias: &'a [f32],
    inputs: usize,
    /// [tokens, outputs]
    rows: &'a mut [f32],
}

impl WithSimd for Panels<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        if S::REGISTER_COUNT < 32 { self.run::<S, 6, 2>(simd) } else { self.run::<S, 8, 3>(simd) }
    }
}

impl Panels<'_> {
    /// Goes through the weights once; a panel stays in the cache while all rows use it.
    #[inline(always)]
    fn run<S: Simd, const ROWS: usize, const VECTORS: usize>(self, simd: S) {
        let width = S::F32_LANES * VECTORS;
        let outputs = self.bias.len();
        let panels = self.panels.chunks_exact(width * self.inputs).zip(self.bias.chunks_exact(width));
        for (p, (panel, bias)) in panels.enumerate() {
            let (panel, _) = S::as_simd_f32s(panel);
            let (bias, _) = S::as_simd_f32s(bias);
            let (panel, _) = panel.as_chunks::<VECTORS>();
            let Some(bias) = bias.first_chunk::<VECTORS>() else { return };
            let tiles = self.x.chunks(ROWS * self.inputs).zip(self.rows.chunks_mut(ROWS * outputs));
            for (x, rows) in tiles {
                let tile = Tile { panel, bias, x, rows, first: p * width };
                match x.len() / self.inputs {
                    1 => tile.run::<S, 1>(simd),
                    2 => tile.run::<S, 2>(simd),
                    3 => tile.run::<S, 3>(simd),
                    4 => tile.run::<S, 4>(simd),
                    5 => tile.run::<S, 5>(simd),
                    6 => tile.run::<S, 6>(simd),
                    7 => tile.run::<S, 7>(simd),
                    _ => tile.run::<S, 8>(simd),
                }
            }
        }
    }
}

/// One tile of the result and what it is made from.
struct Tile<'a, V, const VECTORS: usize> {
    /// [inputs] of panel rows
    panel: &'a [[V; VECTORS]],
    bias: &'a [V; VECTORS],
    /// [rows of the tile, inputs]
    x: &'a [f32],
    /// [rows of the tile, outputs], of which the tile fills one panel's columns
    rows: &'a mut [f32],
    /// The panel's first column.
    first: usize,
}

impl<V: Copy, const VECTORS: usize> Tile<'_, V, VECTORS> {
    #[inline(always)]
    fn run<S: Simd<f32s = V>, const ROWS: usize>(self, simd: S) {
        let inputs = self.panel.len();
        let x: [&[f32]; ROWS] = array::from_fn(|row| &self.x[row * inputs..][..inputs]);
        let mut sums = [*self.bias; ROWS];
        for (input, weights) in self.panel.iter().enumerate() {
            for (sums, x) in sums.iter_mut().zip(x) {
                let value = simd.splat_f32s(x[input]);
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum = simd.mul_add_e_f32s(value, *weight, *sum);
                }
            }
        }
        let outputs = self.rows.len() / ROWS;
        for (row, sums) in self.rows.chunks_exact_mut(outputs).zip(sums) {
            let (columns, _) = S::as_mut_simd_f32s(&mut row[self.first..]);
            columns[..VECTORS].copy_from_slice(&sums);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // a failed unwrap fails the test

    use candle_core::{Device, Tensor};

    use super::*;

    /// `count` numbers between −1 and 1, always the same.
    fn noise(count: usize) -> Vec<f32> {
        (0..count as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 8) as f32 / 8_388_608.0 - 1.0).collect()
    }

    fn product(x: &[f32], weights: &[f32], bias: &[f32]) -> Vec<f32> {
        let (inputs, outputs, panel) = (weights.len() / bias.len(), bias.len(), panel_width());
        let tensor = |values: Vec<f32>, shape: &[usize]| Tensor::from_vec(values, shape, &Device::Cpu).unwrap();
        let x = tensor(x.to_vec(), &[x.len() / inputs, inputs]);
        let panels = tensor(panels(weights, inputs, panel), &[outputs / panel, inputs, panel]);
        let product = x.apply_op3_no_bwd(&panels, &tensor(bias.to_vec(), &[outputs]), &Product).unwrap();
        product.flatten_all().unwrap().to_vec1().unwrap()
    }

    #[test]
    fn every_number_of_rows_gives_the_plain_sum_and_the_same_bits() {
        let (inputs, outputs) = (37, 96);
        let (all, weights, bias) = (noise(25 * inputs), noise(outputs * inputs), noise(outputs));
        let together = product(&all, &weights, &bias);
        for tokens in 1..=25 {
            let part = product(&all[..tokens * inputs], &weights, &bias);
            assert!(part == together[..tokens * outputs], "{tokens} rows");
        }
        for (x, row) in all.chunks(inputs).zip(together.chunks(outputs)) {
            for ((weights, bias), found) in weights.chunks(inputs).zip(&bias).zip(row) {
                let exact: f64 = x.iter().zip(weights).map(|(x, w)| f64::from(*x) * f64::from(*w)).sum();
                assert!((exact + f64::from(*bias) - f64::from(*found)).abs() < 1e-5);
            }
        }
    }
}
