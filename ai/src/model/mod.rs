//! The network: word pieces in, one vector per text out.

mod bert;
mod kernel;
mod product;

pub(crate) use bert::Bert;

/// Numbers in an embedding.
pub const WIDTH: usize = 384;
/// Word pieces the model knows.
pub(crate) const VOCABULARY: usize = 30_522;
/// Rows of the position table.
const POSITIONS: usize = 512;
/// Encoder layers.
const LAYERS: usize = 6;
/// Attention heads.
const HEADS: usize = 12;
/// Numbers per attention head.
const HEAD_WIDTH: usize = WIDTH / HEADS;
/// Numbers between the two halves of a feed-forward block.
const INNER_WIDTH: usize = 1536;
