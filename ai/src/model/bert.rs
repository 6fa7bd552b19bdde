//! The BERT encoder of all-MiniLM-L6-v2: six layers, 384 wide, twelve heads, mean pooling.
//!
//! Architecture: Devlin et al. 2019, arXiv:1810.04805; MiniLM: Wang et al. 2020, arXiv:2002.10957.
//!
//! Texts of one pass lie one after the other, with no padding: `[tokens, 384]` where `tokens` is their sum.
//! Everything but attention works row by row, so a row's result depends on its own text alone.

use std::thread::yield_now;

use candle_core::{CpuStorage, DType, Device, InplaceOp1, InplaceOp2, Layout, Result, Tensor, bail};

use super::attention::Attention;
use super::product::{Linear, numbers, numbers_mut};
use super::{INNER_WIDTH, LAYERS, POSITIONS, Rows, VOCABULARY, WIDTH, kernel};
use crate::token::MAX_TOKENS;
use crate::weights::{LoadError, Weights};

const WORDS: &str = "embeddings.word_embeddings.weight";

/// Whether we keep this tensor in eight bits: the table of words and the matrices of the layers.
pub(crate) fn is_int8(tensor: &str) -> bool {
    tensor == WORDS || tensor.starts_with("encoder.") && tensor.ends_with(".weight") && !tensor.contains("LayerNorm")
}

/// The network with its weights, read only.
pub(crate) struct Bert {
    /// [vocabulary, 384]
    words: Rows,
    /// [256, 384], the table of token type 0 added in: we never have a second sentence.
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
}

struct Layer {
    query_key_value: Linear,
    attention: Linear,
    attention_norm: Norm,
    up: Linear,
    down: Linear,
    output_norm: Norm,
}

struct Norm {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

/// What the layers work in, all [tokens, …] f32; one set serves them all.
struct Scratch {
    /// [tokens, 3 · 384]
    query_key_value: Tensor,
    /// [tokens, 384]
    context: Tensor,
    /// [tokens, 384]
    middle: Tensor,
    /// [tokens, 1536]
    inner: Tensor,
}

impl Bert {
    /// Takes the network's tensors out of `weights` and lays them out for the products.
    pub(crate) fn new(weights: &mut Weights) -> std::result::Result<Self, LoadError> {
        let words = weights.take_rows(WORDS, [VOCABULARY, WIDTH])?;
        let types = weights.take("embeddings.token_type_embeddings.weight", &[2, WIDTH])?;
        let all = weights.take("embeddings.position_embeddings.weight", &[POSITIONS, WIDTH])?;
        let mut positions = all[..MAX_TOKENS * WIDTH].to_vec();
        for row in positions.chunks_exact_mut(WIDTH) {
            row.iter_mut().zip(&types).for_each(|(x, y)| *x += y);
        }
        let norm = Norm::new(weights, "embeddings.LayerNorm")?;
        let layers = (0..LAYERS).map(|i| Layer::new(weights, &format!("encoder.layer.{i}"))).collect::<std::result::Result<_, _>>()?;
        Ok(Self { words, positions, norm, layers })
    }

    /// One unit vector per text.
    ///
    /// * `texts` – word pieces of each, 1 to 256
    /// * errors: an unknown word piece, a result that is not finite
    pub(crate) fn forward(&self, texts: &[&[u32]]) -> Result<Vec<[f32; WIDTH]>> {
        let lengths: Vec<usize> = texts.iter().map(|ids| ids.len()).collect();
        let rows = self.embed(texts)?;
        let scratch = Scratch::new(rows.dim(0)?)?;
        for layer in &self.layers {
            layer.forward(&rows, &scratch, &lengths)?;
        }
        let rows = rows.flatten_all()?.to_vec1::<f32>()?;
        let mut rest = rows.as_slice();
        let mut vectors = Vec::with_capacity(texts.len());
        for length in lengths {
            let (text, after) = rest.split_at(length * WIDTH);
            rest = after;
            match kernel::pool(text) {
                Some(vector) => vectors.push(vector),
                None => bail!("the result is not finite"),
            }
        }
        Ok(vectors)
    }

    /// Word plus position, normalised: [tokens, 384].
    fn embed(&self, texts: &[&[u32]]) -> Result<Tensor> {
        let mut rows = Vec::with_capacity(texts.iter().map(|ids| ids.len()).sum::<usize>() * WIDTH);
        for ids in texts {
            if ids.len() > MAX_TOKENS {
                bail!("a text of {} tokens", ids.len());
            }
            for (id, position) in ids.iter().zip(self.positions.chunks_exact(WIDTH)) {
                let Some((word, step)) = self.words.get(*id as usize, WIDTH) else { bail!("no word piece {id}") };
                rows.extend(word.iter().zip(position).map(|(x, y)| f32::from(*x) * step + y));
            }
        }
        kernel::layer_norm(&mut rows, &self.norm.weight, &self.norm.bias);
        let tokens = rows.len() / WIDTH;
        Tensor::from_vec(rows, (tokens, WIDTH), &Device::Cpu)
    }
}

impl Scratch {
    fn new(tokens: usize) -> Result<Self> {
        let zeros = |width| Tensor::zeros((tokens, width), DType::F32, &Device::Cpu);
        Ok(Self { query_key_value: zeros(3 * WIDTH)?, context: zeros(WIDTH)?, middle: zeros(WIDTH)?, inner: zeros(INNER_WIDTH)? })
    }
}

impl Layer {
    fn new(weights: &mut Weights, at: &str) -> std::result::Result<Self, LoadError> {
        let heads = ["query", "key", "value"].map(|part| format!("{at}.attention.self.{part}"));
        Ok(Self {
            query_key_value: linear(weights, &heads, WIDTH, WIDTH)?,
            attention: linear(weights, &[format!("{at}.attention.output.dense")], WIDTH, WIDTH)?,
            attention_norm: Norm::new(weights, &format!("{at}.attention.output.LayerNorm"))?,
            up: linear(weights, &[format!("{at}.intermediate.dense")], WIDTH, INNER_WIDTH)?,
            down: linear(weights, &[format!("{at}.output.dense")], INNER_WIDTH, WIDTH)?,
            output_norm: Norm::new(weights, &format!("{at}.output.LayerNorm"))?,
        })
    }

    /// Replaces `rows`, [tokens, 384], by what the layer makes of them.
    fn forward(&self, rows: &Tensor, scratch: &Scratch, lengths: &[usize]) -> Result<()> {
        let Scratch { query_key_value, context, middle, inner } = scratch;
        query_key_value.inplace_op2(rows, &self.query_key_value)?;
        // Where a request waits for this core it goes first: the system would interrupt this thread at its next clock tick only.
        yield_now();
        context.inplace_op2(query_key_value, &Attention { lengths })?;
        middle.inplace_op2(context, &self.attention)?;
        middle.inplace_op2(rows, &self.attention_norm)?;
        yield_now();
        inner.inplace_op2(middle, &self.up)?;
        yield_now();
        inner.inplace_op1(&Gelu)?;
        rows.inplace_op2(inner, &self.down)?;
        rows.inplace_op2(middle, &self.output_norm)
    }
}

/// Stacks the matrices named in `parts`, each [outputs, inputs] as PyTorch keeps them.
fn linear(weights: &mut Weights, parts: &[String], inputs: usize, outputs: usize) -> std::result::Result<Linear, LoadError> {
    let mut layer = Linear::default();
    for part in parts {
        let rows = weights.take_rows(&format!("{part}.weight"), [outputs, inputs])?;
        layer.stack(&rows, &weights.take(&format!("{part}.bias"), &[outputs])?);
    }
    Ok(layer)
}

impl Norm {
    fn new(weights: &mut Weights, at: &str) -> std::result::Result<Self, LoadError> {
        Ok(Self { weight: weights.take(&format!("{at}.weight"), &[WIDTH])?, bias: weights.take(&format!("{at}.bias"), &[WIDTH])? })
    }
}

/// `norm(rows + residual)` into `rows`, both [tokens, 384].
impl InplaceOp2 for Norm {
    fn name(&self) -> &'static str {
        "norm"
    }

    fn cpu_fwd(&self, rows: &mut CpuStorage, layout: &Layout, residual: &CpuStorage, residual_layout: &Layout) -> Result<()> {
        kernel::add_norm(numbers_mut(rows, layout)?, numbers(residual, residual_layout)?, &self.weight, &self.bias);
        Ok(())
    }
}

/// The exact GELU of every number, in place.
struct Gelu;

impl InplaceOp1 for Gelu {
    fn name(&self) -> &'static str {
        "gelu"
    }

    fn cpu_fwd(&self, values: &mut CpuStorage, layout: &Layout) -> Result<()> {
        kernel::gelu(numbers_mut(values, layout)?);
        Ok(())
    }
}
