"""The encoder as an ONNX graph, from the very weights that the server loads.

The nodes are those of PyTorch's usual export of a BERT (LayerNorm and GELU spelled out), down to the order of
their inputs, so that onnxruntime's graph optimiser recognises and fuses them. Mean pooling and the unit length at
the end are part of it, as they are of ours.
"""

import json
import sys
from pathlib import Path

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

LAYERS, HEADS, WIDTH = 6, 12, 384
INPUTS = ["input_ids", "attention_mask", "token_type_ids", "position_ids"]
# What is added to the scores of tokens that a mask hides.
HIDDEN = -10000.0
# The attention fusion knows these versions of the nodes, with their axes as attributes.
OPSET = 12


def read_safetensors(path):
    """Every f32 tensor of a safetensors file by name, [shape] f32."""
    data = path.read_bytes()
    header_bytes = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + header_bytes])
    body = memoryview(data)[8 + header_bytes :]
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            begin, end = entry["data_offsets"]
            tensors[name] = np.frombuffer(body[begin:end], "<f4").reshape(entry["shape"])
    return tensors


class Graph:
    """Nodes and constants as they are added; each method returns the name of what it computes."""

    def __init__(self, weights):
        self.weights, self.nodes, self.constants = weights, [], {}

    def node(self, op, *inputs, **attributes):
        name = f"{op}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(op, inputs, [name], name=f"node_{name}", **attributes))
        return name

    def constant(self, value, name=None):
        name = name or f"constant_{len(self.constants)}"
        self.constants[name] = numpy_helper.from_array(value, name)
        return name

    def number(self, value):
        return self.constant(np.array(value, np.float32))

    def shape(self, *sizes):
        return self.constant(np.array(sizes, np.int64))

    def linear(self, x, at):
        """`x · Wᵀ + b`, the weights laid out as the exporter does for inputs of three dimensions."""
        matrix = self.constant(self.weights[f"{at}.weight"].T, f"{at}.matrix")
        return self.node("Add", self.node("MatMul", x, matrix), self.constant(self.weights[f"{at}.bias"], f"{at}.bias"))

    def layer_norm(self, x, at):
        mean = self.node("ReduceMean", x, axes=[-1])
        centred = self.node("Sub", x, mean)
        variance = self.node("ReduceMean", self.node("Pow", centred, self.number(2)), axes=[-1])
        deviation = self.node("Sqrt", self.node("Add", variance, self.number(1e-12)))
        scaled = self.node("Mul", self.node("Div", centred, deviation), self.constant(self.weights[f"{at}.weight"], f"{at}.weight"))
        return self.node("Add", scaled, self.constant(self.weights[f"{at}.bias"], f"{at}.bias"))

    def gelu(self, x):
        error = self.node("Erf", self.node("Div", x, self.number(np.sqrt(2))))
        return self.node("Mul", self.node("Mul", x, self.node("Add", error, self.number(1))), self.number(0.5))

    def heads(self, x, order):
        return self.node("Transpose", self.node("Reshape", x, self.shape(0, 0, HEADS, WIDTH // HEADS)), perm=order)

    def attention(self, x, at, mask):
        query = self.heads(self.linear(x, f"{at}.self.query"), [0, 2, 1, 3])
        key = self.heads(self.linear(x, f"{at}.self.key"), [0, 2, 3, 1])
        value = self.heads(self.linear(x, f"{at}.self.value"), [0, 2, 1, 3])
        scores = self.node("Div", self.node("MatMul", query, key), self.number(np.sqrt(WIDTH // HEADS)))
        shares = self.node("Softmax", self.node("Add", scores, mask), axis=3)
        context = self.node("Transpose", self.node("MatMul", shares, value), perm=[0, 2, 1, 3])
        context = self.node("Reshape", context, self.shape(0, 0, WIDTH))
        return self.layer_norm(self.node("Add", self.linear(context, f"{at}.output.dense"), x), f"{at}.output.LayerNorm")

    def layer(self, x, at, mask):
        x = self.attention(x, f"{at}.attention", mask)
        inner = self.gelu(self.linear(x, f"{at}.intermediate.dense"))
        return self.layer_norm(self.node("Add", self.linear(inner, f"{at}.output.dense"), x), f"{at}.output.LayerNorm")

    def embeddings(self):
        table = lambda name: self.constant(self.weights[f"embeddings.{name}_embeddings.weight"], name)
        words = self.node("Gather", table("word"), "input_ids", axis=0)
        types = self.node("Gather", table("token_type"), "token_type_ids", axis=0)
        x = self.node("Add", self.node("Add", words, types), self.node("Gather", table("position"), "position_ids", axis=0))
        return self.layer_norm(x, "embeddings.LayerNorm")

    def mask(self):
        mask = self.node("Unsqueeze", self.node("Unsqueeze", "attention_mask", axes=[1]), axes=[2])
        hidden = self.node("Sub", self.number(1), self.node("Cast", mask, to=TensorProto.FLOAT))
        return self.node("Mul", hidden, self.number(HIDDEN))


def build(weights):
    """The whole network: four inputs [batch, tokens] i64, one output "vector" [batch, 384] f32."""
    graph = Graph(weights)
    mask = graph.mask()
    x = graph.embeddings()
    for layer in range(LAYERS):
        x = graph.layer(x, f"encoder.layer.{layer}", mask)
    mean = graph.node("ReduceMean", x, axes=[1], keepdims=0)
    length = graph.node("ReduceL2", mean, axes=[-1])
    graph.nodes.append(helper.make_node("Div", [mean, length], ["vector"]))
    made = helper.make_graph(
        graph.nodes,
        "all-MiniLM-L6-v2",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in INPUTS],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["batch", WIDTH])],
        list(graph.constants.values()),
    )
    return helper.make_model(made, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8)


if __name__ == "__main__":
    weights_file, onnx_file = map(Path, sys.argv[1:])
    model = build(read_safetensors(weights_file))
    checker.check_model(model)
    save(model, onnx_file)
