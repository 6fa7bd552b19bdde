"""The graph in eight bits, as onnxruntime itself makes it: `quantise.py GRAPH PLAIN FUSED`.

Dynamic quantisation: weights as int8 with one scale per output, activations as uint8 when they are known. Once of the
graph as it is, and once of what onnxruntime's optimiser makes of it: only then is attention a node that can be quantised.
"""

import sys

import onnxruntime
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic

# Everything that has weights; the table of words among them.
QUANTISED = ["MatMul", "Gemm", "Gather", "Attention", "EmbedLayerNormalization"]


def fuse(graph, fused):
    options = onnxruntime.SessionOptions()
    options.optimized_model_filepath = fused
    # Beyond this level are layouts of one machine, which the quantiser does not know.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def quantise(graph, made):
    # The optimiser's own nodes hide from the quantiser what type they give.
    types = {"DefaultTensorType": TensorProto.FLOAT}
    quantize_dynamic(graph, made, op_types_to_quantize=QUANTISED, per_channel=True, weight_type=QuantType.QInt8, extra_options=types)


if __name__ == "__main__":
    graph, plain, fused = sys.argv[1:]
    quantise(graph, plain)
    fuse(graph, fused + ".f32")
    quantise(fused + ".f32", fused)
