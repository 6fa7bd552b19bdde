//! The BERT encoder of all-MiniLM-L6-v2: six layers, 384 wide, twelve heads, mean pooling.
//!
//! Architecture: Devlin et al. 2019, arXiv:1810.04805; MiniLM: Wang et al. 2020, arXiv:2002.10957.
//!
//! Texts of one pass lie one after the other, with no padding: `[tokens, 384]` where `tokens` is their sum.
//! Everything but attention works row by row, so a row's result depends on its own text alone.

use candle_core::{CpuStorage, Device, Result, Storage, Tensor, bail};

use super::{HEAD_WIDTH, HEADS, INNER_WIDTH, LAYERS, POSITIONS, VOCABULARY, WIDTH, kernel};
use crate::token::MAX_TOKENS;
use crate::weights::{LoadError, Weights};

/// Columns of a weight panel: three AVX-512 registers; four, which `gemm` could hold, measured slower.
const PANEL: usize = 48;

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

/// `x · Wᵀ + b`, the weights cut into panels of columns so that a product reads them from start to end.
struct Linear {
    /// [outputs / panel, inputs, panel] f32
    panels: Tensor,
    panel: usize,
    bias: Vec<f32>,
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
            rows = layer.forward(rows, &lengths)?;
        }
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
    fn embed(&self, texts: &[&[u32]]) -> Result<Vec<f32>> {
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
        self.norm.apply(&mut rows);
        Ok(rows)
    }
}

impl Layer {
    fn new(weights: &mut Weights, at: &str) -> std::result::Result<Self, LoadError> {
        let heads = ["query", "key", "value"].map(|part| format!("{at}.attention.self.{part}"));
        Ok(Self {
            query_key_value: Linear::new(weights, &heads, WIDTH, WIDTH, HEAD_WIDTH)?,
            attention: Linear::new(weights, &[format!("{at}.attention.output.dense")], WIDTH, WIDTH, PANEL)?,
            attention_norm: Norm::new(weights, &format!("{at}.attention.output.LayerNorm"))?,
            up: Linear::new(weights, &[format!("{at}.intermediate.dense")], WIDTH, INNER_WIDTH, PANEL)?,
            down: Linear::new(weights, &[format!("{at}.output.dense")], INNER_WIDTH, WIDTH, PANEL)?,
            output_norm: Norm::new(weights, &format!("{at}.output.LayerNorm"))?,
        })
    }

    /// [tokens, 384] to [tokens, 384].
    fn forward(&self, rows: Vec<f32>, lengths: &[usize]) -> Result<Vec<f32>> {
        let input = matrix(rows, WIDTH)?;
        let context = self.attend(&input, lengths)?;
        let input = self.attention.add_norm(&matrix(context, WIDTH)?, &input, &self.attention_norm)?;
        let input = matrix(input, WIDTH)?;
        let inner = self.up.gelu(&input)?;
        self.down.add_norm(&matrix(inner, INNER_WIDTH)?, &input, &self.output_norm)
    }

    /// Self-attention within each text: [tokens, 384].
    fn attend(&self, input: &Tensor, lengths: &[usize]) -> Result<Vec<f32>> {
        let product = self.query_key_value.product(input)?;
        let tokens = input.dim(0)?;
        let mut context = vec![0.0; tokens * WIDTH];
        let mut first = 0;
        for &length in lengths {
            let heads = read(&product, |panels| self.split(panels, tokens, first..first + length))??;
            let rows = &mut context[first * WIDTH..(first + length) * WIDTH];
            read(&heads.attend()?, |values| join(values, rows))?;
            first += length;
        }
        Ok(context)
    }

    /// The part of one text (its rows in `text`) in the product of queries, keys and values.
    ///
    /// * `panels` – [3 · heads, tokens, head width]
    fn split(&self, panels: &[f32], tokens: usize, text: std::ops::Range<usize>) -> Result<Heads> {
        let bias = &self.query_key_value.bias;
        let size = text.len() * WIDTH;
        let mut parts = [Vec::with_capacity(size), Vec::with_capacity(size), Vec::with_capacity(size)];
        for (p, panel) in panels.chunks_exact(tokens * HEAD_WIDTH).enumerate() {
            let bias = &bias[p * HEAD_WIDTH..(p + 1) * HEAD_WIDTH];
            for row in panel[text.start * HEAD_WIDTH..text.end * HEAD_WIDTH].chunks_exact(HEAD_WIDTH) {
                parts[p / HEADS].extend(row.iter().zip(bias).map(|(x, b)| x + b));
            }
        }
        Heads::new(parts, text.len())
    }
}

/// Queries, keys and values of one text, each [heads, tokens, head width].
struct Heads {
    query: Tensor,
    key: Tensor,
    value: Tensor,
}

impl Heads {
    fn new([mut query, key, value]: [Vec<f32>; 3], tokens: usize) -> Result<Self> {
        let scale = 1.0 / (HEAD_WIDTH as f32).sqrt();
        query.iter_mut().for_each(|x| *x *= scale);
        let shape = (HEADS, tokens, HEAD_WIDTH);
        Ok(Self {
            query: Tensor::from_vec(query, shape, &Device::Cpu)?,
            key: Tensor::from_vec(key, shape, &Device::Cpu)?,
            value: Tensor::from_vec(value, shape, &Device::Cpu)?,
        })
    }

    /// `softmax(Q·Kᵀ / √32) · V`: [heads, tokens, head width].
    fn attend(&self) -> Result<Tensor> {
        let tokens = self.query.dim(1)?;
        let scores = self.query.matmul(&self.key.t()?)?;
        let mut shares = read(&scores, <[f32]>::to_vec)?;
        kernel::softmax(&mut shares, tokens);
        Tensor::from_vec(shares, (HEADS, tokens, tokens), &Device::Cpu)?.matmul(&self.value)
    }
}

/// Writes heads [heads, tokens, head width] side by side into rows [tokens, 384].
fn join(heads: &[f32], rows: &mut [f32]) {
    let tokens = rows.len() / WIDTH;
    for (h, head) in heads.chunks_exact(tokens * HEAD_WIDTH).enumerate() {
        for (row, part) in rows.chunks_exact_mut(WIDTH).zip(head.chunks_exact(HEAD_WIDTH)) {
            row[h * HEAD_WIDTH..(h + 1) * HEAD_WIDTH].copy_from_slice(part);
        }
    }
}

impl Norm {
    fn new(weights: &mut Weights, at: &str) -> std::result::Result<Self, LoadError> {
        Ok(Self { weight: weights.take(&format!("{at}.weight"), &[WIDTH])?, bias: weights.take(&format!("{at}.bias"), &[WIDTH])? })
    }

    fn apply(&self, rows: &mut [f32]) {
        kernel::layer_norm(rows, &self.weight, &self.bias);
    }
}

impl Linear {
    /// Stacks the matrices named in `parts`, each [outputs, inputs] as PyTorch keeps them.
    fn new(weights: &mut Weights, parts: &[String], inputs: usize, outputs: usize, panel: usize) -> std::result::Result<Self, LoadError> {
        let (mut rows, mut bias) = (Vec::new(), Vec::new());
        for part in parts {
            rows.extend(weights.take(&format!("{part}.weight"), &[outputs, inputs])?);
            bias.extend(weights.take(&format!("{part}.bias"), &[outputs])?);
        }
        let mut panels = Vec::with_capacity(rows.len());
        for block in rows.chunks_exact(panel * inputs) {
            for input in 0..inputs {
                panels.extend((0..panel).map(|output| block[output * inputs + input]));
            }
        }
        let shape = (bias.len() / panel, inputs, panel);
        let panels = Tensor::from_vec(panels, shape, &Device::Cpu).map_err(|error| LoadError::Prepare(error.to_string()))?;
        Ok(Self { panels, panel, bias })
    }

    /// `x · Wᵀ` in panels: [outputs / panel, tokens, panel].
    ///
    /// * `x` – [tokens, inputs]
    fn product(&self, x: &Tensor) -> Result<Tensor> {
        let (count, _, _) = self.panels.dims3()?;
        let (tokens, inputs) = x.dims2()?;
        x.broadcast_as((count, tokens, inputs))?.matmul(&self.panels)
    }

    /// `gelu(x · Wᵀ + b)`: [tokens, outputs].
    fn gelu(&self, x: &Tensor) -> Result<Vec<f32>> {
        read(&self.product(x)?, |panels| kernel::gelu(panels, self.panel, &self.bias))
    }

    /// `norm(residual + x · Wᵀ + b)`: [tokens, outputs].
    fn add_norm(&self, x: &Tensor, residual: &Tensor, norm: &Norm) -> Result<Vec<f32>> {
        let mut rows = read(residual, <[f32]>::to_vec)?;
        read(&self.product(x)?, |panels| kernel::add(&mut rows, panels, self.panel, &self.bias))?;
        norm.apply(&mut rows);
        Ok(rows)
    }
}

/// A tensor [tokens, width] from rows, without a copy.
fn matrix(rows: Vec<f32>, width: usize) -> Result<Tensor> {
    let tokens = rows.len() / width;
    Tensor::from_vec(rows, (tokens, width), &Device::Cpu)
}

/// Looks at the numbers of a contiguous f32 tensor, without a copy.
fn read<T>(tensor: &Tensor, look: impl FnOnce(&[f32]) -> T) -> Result<T> {
    let (storage, layout) = tensor.storage_and_layout();
    match (&*storage, layout.contiguous_offsets()) {
        (Storage::Cpu(CpuStorage::F32(values)), Some((start, end))) => Ok(look(&values[start..end])),
        _ => bail!("not a contiguous f32 tensor in main memory"),
    }
}
