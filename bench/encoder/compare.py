"""Our encoder beside onnxruntime, turn by turn: `compare.py OURS GRAPHS RESULTS`.

All programs run on one core. A turn is some computations of one program; its CPU time is the scheduler's count for
all its threads, which other load on the machine hardly moves, unlike the wall clock.
"""

import json
import math
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

PAIRS = int(os.environ.get("PAIRS", "9"))
# Tokens of a text, and computations in a turn of it.
LENGTHS = {16: 40, 32: 20, 128: 6}
# Ours computes in eight bits, and must be as near as this to f32; how near the peers in eight bits are is only told.
LEAST_COSINE = 0.99
UNFUSED = ["AttentionFusion", "SkipLayerNormFusion"]
# onnxruntime in both precisions, each twice: on some machines it is faster with these steps left apart. The faster counts.
PEERS = {
    "fp32": {"onnxruntime fp32": ["encoder.onnx"], "onnxruntime fp32, attention unfused": ["encoder.onnx", *UNFUSED]},
    "int8": {
        "onnxruntime int8": ["encoder-int8-fused.onnx"],
        "onnxruntime int8, attention unfused": ["encoder-int8.onnx", *UNFUSED],
    },
}


class Program:
    """A child process on one core that answers each line with a line."""

    def __init__(self, command, core):
        pin = (lambda: os.sched_setaffinity(0, {core})) if core is not None else None
        self.child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=pin)

    def ask(self, line):
        self.child.stdin.write(line + "\n")
        self.child.stdin.flush()
        answer = self.child.stdout.readline()
        if not answer:
            sys.exit(f"{self.child.args[0]} ended early, status {self.child.wait()}")
        return answer

    def cpu_s(self):
        """CPU seconds of all its threads; None where the system does not say."""
        tasks = Path(f"/proc/{self.child.pid}/task")
        if not tasks.is_dir():
            return None
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9

    def turn(self, count):
        """Milliseconds for one computation: (CPU, wall)."""
        cpu, wall = self.cpu_s(), time.perf_counter()
        self.ask(f"run {count}")
        wall = (time.perf_counter() - wall) / count * 1e3
        return (None if cpu is None else (self.cpu_s() - cpu) / count * 1e3), wall


def cosine(a, b):
    dot = lambda x, y: sum(p * q for p, q in zip(x, y))
    return dot(a, b) / math.sqrt(dot(a, a) * dot(b, b))


def prepare(ours, peers, tokens):
    """Gives all programs the same tokens; stops unless ours is near f32. Returns each program's cosine to f32."""
    answer = json.loads(ours.ask(f"text {tokens}"))
    ids, vector = answer["ids"], answer["vector"]
    assert len(ids) == tokens, f"{len(ids)} tokens, not {tokens}"
    line = "ids " + " ".join(map(str, ids))
    vectors = {"ours": vector, **{name: json.loads(peer.ask(line))["vector"] for name, peer in peers.items()}}
    exact = vectors[next(iter(PEERS["fp32"]))]
    cosines = {name: cosine(vector, exact) for name, vector in vectors.items()}
    if cosines["ours"] < LEAST_COSINE:
        sys.exit(f"{tokens} tokens: ours is too far from f32 (cosine {cosines['ours']:.6f})")
    return cosines


def measure(ours, peers, tokens):
    """All turns at one length: {"ours": [(CPU, wall)…], each peer likewise}, in milliseconds."""
    programs = {"ours": ours, **peers}
    for program in programs.values():
        program.turn(LENGTHS[tokens])
    turns = {name: [] for name in programs}
    for _ in range(PAIRS):
        for name, program in programs.items():
            turns[name].append(program.turn(LENGTHS[tokens]))
    return turns


def spread(values):
    return {"median": median(values), "min": min(values), "max": max(values)}


def summary(turns):
    """Per clock, what each program takes and ours ÷ the faster peer's of each precision, turn by turn."""
    result = {}
    for clock, index in (("cpu", 0), ("wall", 1)):
        times = {name: [turn[index] for turn in pairs] for name, pairs in turns.items()}
        if None in times["ours"]:
            continue
        result[clock] = {"ms": {name: spread(list(values)) for name, values in times.items()}}
        for precision, names in PEERS.items():
            peer = min(names, key=lambda name: median(times[name]))
            ratios = [ours / theirs for ours, theirs in zip(times["ours"], times[peer])]
            result[clock][precision] = {"peer": peer, "ratio": spread(ratios)}
    return result


def machine():
    cpu = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        names = [line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
        cpu = names[0] if names else cpu
    return {"cpu": cpu, "cores": os.cpu_count(), "load": os.getloadavg()[0], "system": platform.platform()}


def show(tokens, cosines, result):
    for clock, found in result.items():
        for precision in PEERS:
            ratio = found[precision]["ratio"]
            print(f"{tokens:>4} tokens, {clock:<4}  {ratio['median']:.2f} ({ratio['min']:.2f}–{ratio['max']:.2f}) of {found[precision]['peer']}")
        print("    " + "  ".join(f"{name} {value['median']:.2f} ms" for name, value in found["ms"].items()))
    print("    cosine to f32: " + "  ".join(f"{name} {value:.5f}" for name, value in cosines.items()))


def main():
    ours_file, graphs, results = sys.argv[1:]
    core = max(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None
    ours = Program([ours_file], core)
    script = str(Path(__file__).with_name("peer.py"))
    named = [peer for names in PEERS.values() for peer in names.items()]
    peers = {name: Program([sys.executable, script, str(Path(graphs, graph)), *left_out], core) for name, (graph, *left_out) in named}
    report = {"machine": machine(), "pairs": PAIRS, "lengths": {}}
    print(f"{report['machine']}\nours ÷ the faster onnxruntime, median (least–greatest) of {PAIRS} pairs; then medians")
    for tokens in LENGTHS:
        cosines = prepare(ours, peers, tokens)
        result = summary(measure(ours, peers, tokens))
        show(tokens, cosines, result)
        report["lengths"][tokens] = {"cosine": cosines, **result}
    report["machine"]["load_after"] = os.getloadavg()[0]
    Path(results).write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
