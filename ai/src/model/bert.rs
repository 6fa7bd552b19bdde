//! The BERT encoder of all-MiniLM-L6-v2: six layers, 384 wide, twelve heads, mean pooling.
//!
//! Architecture: Devlin et al. 2019, arXiv:1810.04805; MiniLM: Wang et al. 2020, arXiv:2002.10957.
//!
//! Texts of one pass lie one after the other, with no padding: `[tokens, 384]` where `tokens` is their sum.
//! Everything but attention works row by row, so a row's result depends on its own text alone.

use candle_core::{CpuStorage, Device, InplaceOp1, InplaceOp2, Layout, Result, Tensor, bail};

use super::product::{Product, numbers, numbers_mut, panel_width, panels};
use super::{HEAD_WIDTH, HEADS, INNER_WIDTH, LAYERS, POSITIONS, VOCABULARY, WIDTH, kernel};
use crate::token::MAX_TOKENS;
use crate::weights::{LoadError, Weights};

/// The network with its weights, read only.
pub(crate) struct Bert {
    /// [vocabulary, 384]
    words: Vec<f32>,
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

/// `x · Wᵀ + b`.
struct Linear {
    /// [outputs / panel, inputs, panel] f32
    panels: Tensor,
    /// [outputs] f32
    bias: Tensor,
}

impl Bert {
    /// Takes the network's tensors out of `weights` and lays them out for the products.
    pub(crate) fn new(weights: &mut Weights) -> std::result::Result<Self, LoadError> {
        let words = weights.take("embeddings.word_embeddings.weight", &[VOCABULARY, WIDTH])?;
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
        let mut rows = self.embed(texts)?;
        for layer in &self.layers {
            rows = layer.forward(&rows, &lengths)?;
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
                let start = *id as usize * WIDTH;
                let Some(word) = self.words.get(start..start + WIDTH) else { bail!("no word piece {id}") };
                rows.extend(word.iter().zip(position).map(|(x, y)| x + y));
            }
        }
        kernel::layer_norm(&mut rows, &self.norm.weight, &self.norm.bias);
        let tokens = rows.len() / WIDTH;
        Tensor::from_vec(rows, (tokens, WIDTH), &Device::Cpu)
    }
}

impl Layer {
    fn new(weights: &mut Weights, at: &str) -> std::result::Result<Self, LoadError> {
        let heads = ["query", "key", "value"].map(|part| format!("{at}.attention.self.{part}"));
        Ok(Self {
            query_key_value: Linear::new(weights, &heads, WIDTH, WIDTH)?,
            attention: Linear::new(weights, &[format!("{at}.attention.output.dense")], WIDTH, WIDTH)?,
            attention_norm: Norm::new(weights, &format!("{at}.attention.output.LayerNorm"))?,
            up: Linear::new(weights, &[format!("{at}.intermediate.dense")], WIDTH, INNER_WIDTH)?,
            down: Linear::new(weights, &[format!("{at}.output.dense")], INNER_WIDTH, WIDTH)?,
            output_norm: Norm::new(weights, &format!("{at}.output.LayerNorm"))?,
        })
    }

    /// [tokens, 384] to [tokens, 384].
    fn forward(&self, rows: &Tensor, lengths: &[usize]) -> Result<Tensor> {
        let context = self.attend(rows, lengths)?;
        let middle = self.attention.forward(&context)?;
        self.attention_norm.add(&middle, rows)?;
        let inner = self.up.forward(&middle)?;
        inner.inplace_op1(&Gelu)?;
        let rows = self.down.forward(&inner)?;
        self.output_norm.add(&rows, &middle)?;
        Ok(rows)
    }

    /// Self-attention within each text: [tokens, 384].
    fn attend(&self, rows: &Tensor, lengths: &[usize]) -> Result<Tensor> {
        let product = self.query_key_value.forward(rows)?.reshape(((), 3, HEADS, HEAD_WIDTH))?;
        let mut contexts = Vec::with_capacity(lengths.len());
        let mut first = 0;
        for &length in lengths {
            contexts.push(attend(&product.narrow(0, first, length)?)?);
            first += length;
        }
        Tensor::cat(&contexts, 0)
    }
}

/// `softmax(Q·Kᵀ / √32) · V` of one text.
///
/// * `rows` – queries, keys and values: [tokens, 3, heads, head width]
/// * returns [tokens, 384]
fn attend(rows: &Tensor) -> Result<Tensor> {
    let tokens = rows.dim(0)?;
    // Views, [heads, tokens, head width]: `gemm` reads them where they lie.
    let part = |n: usize| rows.get_on_dim(1, n)?.transpose(0, 1);
    let scores = part(0)?.matmul(&part(1)?.transpose(1, 2)?)?;
    scores.inplace_op1(&Softmax { scale: 1.0 / (HEAD_WIDTH as f32).sqrt() })?;
    scores.matmul(&part(2)?)?.transpose(0, 1)?.reshape((tokens, WIDTH))
}

impl Norm {
    fn new(weights: &mut Weights, at: &str) -> std::result::Result<Self, LoadError> {
        Ok(Self { weight: weights.take(&format!("{at}.weight"), &[WIDTH])?, bias: weights.take(&format!("{at}.bias"), &[WIDTH])? })
    }

    /// `norm(rows + residual)` into `rows`, both [tokens, 384].
    fn add(&self, rows: &Tensor, residual: &Tensor) -> Result<()> {
        rows.inplace_op2(residual, self)
    }
}

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

/// Softmax of every row, its numbers first multiplied by `scale`, in place.
struct Softmax {
    scale: f32,
}

impl InplaceOp1 for Softmax {
    fn name(&self) -> &'static str {
        "softmax"
    }

    fn cpu_fwd(&self, rows: &mut CpuStorage, layout: &Layout) -> Result<()> {
        let width = layout.shape().dims().last().copied().unwrap_or(1);
        kernel::softmax(numbers_mut(rows, layout)?, width, self.scale);
        Ok(())
    }
}

impl Linear {
    /// Stacks the matrices named in `parts`, each [outputs, inputs] as PyTorch keeps them.
    fn new(weights: &mut Weights, parts: &[String], inputs: usize, outputs: usize) -> std::result::Result<Self, LoadError> {
        let (mut rows, mut bias) = (Vec::new(), Vec::new());
        for part in parts {
            rows.extend(weights.take(&format!("{part}.weight"), &[outputs, inputs])?);
            bias.extend(weights.take(&format!("{part}.bias"), &[outputs])?);
        }
        let (panel, outputs) = (panel_width(), bias.len());
        let tensor =
            |values, shape: &[usize]| Tensor::from_vec(values, shape, &Device::Cpu).map_err(|error| LoadError::Prepare(error.to_string()));
        Ok(Self { panels: tensor(panels(&rows, inputs, panel), &[outputs / panel, inputs, panel])?, bias: tensor(bias, &[outputs])? })
    }

    /// [tokens, inputs] to [tokens, outputs].
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        x.apply_op3_no_bwd(&self.panels, &self.bias, &Product)
    }
}
