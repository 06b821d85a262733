"""BelmAgent against PyTorch eager on the CPU: the same model, settings and pictures, in turns, in one run.

Build first: dotnet build -c Release bench/BelmAgent.Bench
"""
import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time

import numpy as np
import torch
from PIL import Image

from pipeline import Pipeline
from toytown import ROOT

STEPS, WARM_UPS = 50, 2
MODEL = os.path.join(ROOT, "models", "toytown")
PAIRS = os.path.abspath(os.path.join(ROOT, "bench", "toytown-edit"))
PROGRAM = os.path.join(ROOT, "bench", "BelmAgent.Bench", "bin", "Release", "net10.0", "BelmAgent.Bench.dll")


class BelmAgent:
    """The other program, asked line by line."""

    def __init__(self, pictures):
        self.process = subprocess.Popen(["dotnet", PROGRAM, "turns", pictures], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("BelmAgent.Bench has stopped")
        return json.loads(answer)


def turns(pairs, belm, torchs, run, request):
    """Ratios of PyTorch's time to BelmAgent's, who goes first changing; and how alike the pictures are, in dB."""
    ratios, times, alike, evaluations = [], ([], []), [], set()
    for index, pair in enumerate(pairs):
        seconds, pictures = {}, {}
        for who in ("torch", "belm") if index % 2 else ("belm", "torch"):
            time.sleep(0.2)  # threads of the one before may still be spinning
            if who == "belm":
                answer = belm.ask(**request(pair, index))
                seconds[who], pictures[who] = answer["seconds"], Image.open(answer["file"])
            else:
                torchs.evaluations, start = 0, time.perf_counter()
                pictures[who] = run(pair, index)
                pictures[who].save(os.path.join(tempfile.gettempdir(), "side-by-side.png"))
                seconds[who] = time.perf_counter() - start
        if index >= WARM_UPS:
            ratios.append(seconds["torch"] / seconds["belm"])
            times[0].append(seconds["torch"])
            times[1].append(seconds["belm"])
            alike.append(psnr(*pictures.values()))
            evaluations.add((torchs.evaluations, answer["evaluations"]))
    return sorted(ratios), times, min(alike), evaluations


def psnr(one, other):
    error = np.mean((np.asarray(one.convert("RGB"), np.float64) - np.asarray(other.convert("RGB"), np.float64)) ** 2)
    return 10 * np.log10(255 ** 2 / error) if error else float("inf")


def fastest_threads(torchs):
    """The number of threads at which PyTorch is fastest here."""
    best = {}
    for threads in (1, os.cpu_count()):
        torch.set_num_threads(threads)
        torchs.generate("a red house", 1, 10, 3.0)
        start = time.perf_counter()
        torchs.generate("a red house", 1, STEPS, 3.0)
        best[time.perf_counter() - start] = threads
    torch.set_num_threads(best[min(best)])
    return best[min(best)]


@torch.inference_mode()
def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    with open(os.path.join(PAIRS, "pairs.jsonl"), encoding="utf-8") as lines:
        pairs = [json.loads(line) for line in lines][:options.rounds + WARM_UPS]
    with tempfile.TemporaryDirectory() as folder:
        compare([{**pair, "file": cut(pair, folder)} for pair in pairs], folder)


def cut(pair, folder):
    """The picture before the edit, the first of the three side by side in the benchmark's file."""
    path = os.path.join(folder, pair["file"])
    Image.open(os.path.join(PAIRS, pair["file"])).convert("RGB").crop((0, 0, 128, 128)).save(path)
    return path


def compare(pairs, folder):
    if not os.path.exists(PROGRAM):
        raise SystemExit(f"{os.path.normpath(PROGRAM)} is not there: build it with dotnet build -c Release bench/BelmAgent.Bench")
    torchs, belm = Pipeline(MODEL), BelmAgent(folder)
    print(f"PyTorch {torch.__version__} eager, {fastest_threads(torchs)} thread(s), the faster of 1 and {os.cpu_count()}; N = {STEPS}, {len(pairs) - WARM_UPS} rounds")
    print("| task | PyTorch / BelmAgent, median | quartiles | seconds, medians | UNet rows, each | pictures alike, least (dB) |")
    print("|---|---|---|---|---|---|")

    def report(task, ratios, times, alike, evaluations):
        quarter = len(ratios) // 4
        print(f"| {task} | {statistics.median(ratios):.2f} | {ratios[quarter]:.2f} and {ratios[-1 - quarter]:.2f} | "
              f"{statistics.median(times[0]):.2f} and {statistics.median(times[1]):.2f} | "
              f"{'; '.join(f'{a} and {b}' for a, b in sorted(evaluations))} | {alike} |", flush=True)

    ratios, times, _, evaluations = turns(
        pairs, belm, torchs, lambda pair, index: torchs.generate(pair["source_caption"], index, STEPS, 3.0),
        lambda pair, index: dict(prompt=pair["source_caption"], seed=index, steps=STEPS, guidance=3.0))
    report("generate, DDIM, w = 3", ratios, times, "other noise", evaluations)

    ratios, times, alike, evaluations = turns(
        pairs, belm, torchs,
        lambda pair, index: torchs.edit(Image.open(pair["file"]), pair["source_caption"], pair["target_caption"], STEPS, 2.0),
        lambda pair, index: dict(picture=pair["file"], source=pair["source_caption"],
                                 prompt=pair["target_caption"], steps=STEPS, guidance=2.0))
    report("invert and edit, O-BELM, w = 2", ratios, times, f"{alike:.1f}", evaluations)


if __name__ == "__main__":
    main()
