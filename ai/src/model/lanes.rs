//! The sums of sixteen outputs at a time, in the registers of each kind of machine.
//!
//! They are whole numbers and exact: weights are bytes, inputs have 14 bits, and their products are summed in 32 bits
//! from the start (`maddubs`, the usual way with bytes, would saturate at 16). So all machines agree.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{__m256, __m256i, __m512i};

#[cfg(target_arch = "x86_64")]
use pulp::{
    cast,
    x86::{V3, V4},
};

/// Outputs of a panel.
pub(super) const OUTPUTS: usize = 16;
/// The weights of two inputs for each output of a panel: [outputs, 2].
pub(super) type Block = [i8; 2 * OUTPUTS];
/// One number per output.
pub(super) type Numbers = [f32; OUTPUTS];
type Sums = [i32; OUTPUTS];

/// Two inputs side by side, as 16-bit halves.
#[inline(always)]
pub(super) fn pair(low: i32, high: i32) -> i32 {
    low & 0xffff | high << 16
}

/// How a machine multiplies and adds.
pub(super) trait Lanes: Copy {
    /// A number of 32 bits, or two of 16, per output of a panel.
    type Vector: Copy;

    fn zero(self) -> Self::Vector;

    /// The weights of a block, widened to 16 bits.
    fn weights(self, block: &Block) -> Self::Vector;

    /// The same pair of inputs for every output.
    fn splat(self, pair: i32) -> Self::Vector;

    /// Adds both products of the two pairs of each output.
    fn add(self, sums: Self::Vector, pair: Self::Vector, weights: Self::Vector) -> Self::Vector;

    /// From steps times steps to numbers: `sum · (input · output) + bias`, nothing fused.
    ///
    /// * `input` – what a step of the inputs is worth
    /// * `outputs` – what a step of each output's weights is worth
    fn finish(self, sums: Self::Vector, input: f32, outputs: &Numbers, bias: &Numbers, to: &mut Numbers);
}

/// Any machine; the compiler finds the vectors.
#[derive(Clone, Copy)]
pub(super) struct Portable;

impl Lanes for Portable {
    type Vector = Sums;

    #[inline(always)]
    fn zero(self) -> Sums {
        [0; OUTPUTS]
    }

    #[inline(always)]
    fn weights(self, block: &Block) -> Sums {
        let mut vector = [0; OUTPUTS];
        for (output, [low, high]) in vector.iter_mut().zip(block.as_chunks().0) {
            *output = pair(i32::from(*low), i32::from(*high));
        }
        vector
    }

    #[inline(always)]
    fn splat(self, pair: i32) -> Sums {
        [pair; OUTPUTS]
    }

    #[inline(always)]
    fn add(self, mut sums: Sums, pair: Sums, weights: Sums) -> Sums {
        let low = |pair: i32| i32::from(pair as i16);
        for ((sum, pair), weights) in sums.iter_mut().zip(pair).zip(weights) {
            *sum += low(pair) * low(weights) + (pair >> 16) * (weights >> 16);
        }
        sums
    }

    #[inline(always)]
    fn finish(self, sums: Sums, input: f32, outputs: &Numbers, bias: &Numbers, to: &mut Numbers) {
        for (((to, sum), output), bias) in to.iter_mut().zip(sums).zip(outputs).zip(bias) {
            *to = sum as f32 * (input * output) + bias;
        }
    }
}

#[cfg(target_arch = "x86_64")]
impl Lanes for V3 {
    type Vector = [__m256i; 2];

    #[inline(always)]
    fn zero(self) -> Self::Vector {
        self.splat(0)
    }

    #[inline(always)]
    fn weights(self, block: &Block) -> Self::Vector {
        let [low, high] = cast::<Block, [[i8; 16]; 2]>(*block);
        [self.avx2._mm256_cvtepi8_epi16(cast(low)), self.avx2._mm256_cvtepi8_epi16(cast(high))]
    }

    #[inline(always)]
    fn splat(self, pair: i32) -> Self::Vector {
        [self.avx._mm256_set1_epi32(pair); 2]
    }

    #[inline(always)]
    fn add(self, sums: Self::Vector, pair: Self::Vector, weights: Self::Vector) -> Self::Vector {
        let one = |n: usize| self.avx2._mm256_add_epi32(sums[n], self.avx2._mm256_madd_epi16(pair[n], weights[n]));
        [one(0), one(1)]
    }

    #[inline(always)]
    fn finish(self, sums: Self::Vector, input: f32, outputs: &Numbers, bias: &Numbers, to: &mut Numbers) {
        let halves = |numbers: &Numbers| cast::<Numbers, [__m256; 2]>(*numbers);
        let (input, outputs, bias) = (self.avx._mm256_set1_ps(input), halves(outputs), halves(bias));
        let one = |n: usize| {
            let step = self.avx._mm256_mul_ps(input, outputs[n]);
            self.avx._mm256_add_ps(self.avx._mm256_mul_ps(self.avx._mm256_cvtepi32_ps(sums[n]), step), bias[n])
        };
        *to = cast([one(0), one(1)]);
    }
}

#[cfg(target_arch = "x86_64")]
impl Lanes for V4 {
    type Vector = __m512i;

    #[inline(always)]
    fn zero(self) -> __m512i {
        self.splat(0)
    }

    #[inline(always)]
    fn weights(self, block: &Block) -> __m512i {
        self.avx512bw._mm512_cvtepi8_epi16(cast(*block))
    }

    #[inline(always)]
    fn splat(self, pair: i32) -> __m512i {
        self.avx512f._mm512_set1_epi32(pair)
    }

    #[inline(always)]
    fn add(self, sums: __m512i, pair: __m512i, weights: __m512i) -> __m512i {
        self.avx512f._mm512_add_epi32(sums, self.avx512bw._mm512_madd_epi16(pair, weights))
    }

    #[inline(always)]
    fn finish(self, sums: __m512i, input: f32, outputs: &Numbers, bias: &Numbers, to: &mut Numbers) {
        let (avx, bias) = (self.avx512f, cast(*bias));
        let step = avx._mm512_mul_ps(avx._mm512_set1_ps(input), cast(*outputs));
        *to = cast(avx._mm512_add_ps(avx._mm512_mul_ps(avx._mm512_cvtepi32_ps(sums), step), bias));
    }
}
