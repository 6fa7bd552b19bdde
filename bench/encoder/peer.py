"""onnxruntime on the same weights: `peer.py GRAPH [FUSION-TO-LEAVE-OUT…]`, one thread.

Reads lines from its input. `ids N N N…` sets the text's tokens and answers with its vector; `run COUNT` computes it
so many times and answers `done`.
"""

import json
import sys

import numpy as np
import onnxruntime

from graph import INPUTS


def open_session(graph, left_out):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"], disabled_optimizers=left_out)


def inputs_of(ids):
    ids = np.array([ids], np.int64)
    positions = np.arange(ids.size, dtype=np.int64)[None]
    return dict(zip(INPUTS, [ids, np.ones_like(ids), np.zeros_like(ids), positions]))


def main():
    session = open_session(sys.argv[1], set(sys.argv[2:]))
    inputs = {}
    for line in sys.stdin:
        word, *numbers = line.split()
        if word == "ids":
            inputs = inputs_of([int(number) for number in numbers])
            print(json.dumps({"vector": session.run(None, inputs)[0][0].tolist()}), flush=True)
        else:
            for _ in range(int(numbers[0])):
                session.run(None, inputs)
            print("done", flush=True)


if __name__ == "__main__":
    main()
