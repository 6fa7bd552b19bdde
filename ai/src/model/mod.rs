//! The network: word pieces in, one vector per text out.

mod attention;
mod bert;
mod int8;
mod kernel;
mod lanes;
mod product;

pub(crate) use bert::{Bert, is_int8};
pub(crate) use int8::Rows;

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
/// Names how numbers are computed. Change it with anything that changes a bit of an answer: stored vectors go
/// with it, and every answer names it.
pub(crate) const NUMBERS: &str = "int8 weights by row, 14 bits of activations by token, f32 between; 1";
