"""Averages the weights of trainings that went on from one another, and writes the networks for the planner.

    python3 average.py --to ../../src/BelmAgent.Planning/Tagging /tmp/13/planner.pt /tmp/14/planner.pt

The mean of several stages of one training is right more often than any of them. It is written as planner.pt too, from which train.py can go on.
"""

import argparse
from pathlib import Path

import torch

import writer as writing
from export import export
from tagger import Tagger


def mean(states, part):
    """The mean of the weights of a network; numbers that are no weights are the first one's."""
    return {name: sum(state[part][name] for state in states) / len(states) if first.is_floating_point() else first for name, first in states[0][part].items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", nargs="+", help="planner.pt of each training; one that is named twice counts twice")
    parser.add_argument("--to", required=True, help="folder for the networks")
    parser.add_argument("--out", help="folder for the checkpoint, if the training is to go on")
    options = parser.parse_args()
    states = [torch.load(path) for path in options.checkpoints]
    names = states[0]["names"]
    if any(list(state["names"]) != list(names) for state in states):
        raise SystemExit("These trainings have other own words of the writer; average those that went on from one another.")
    if lacking := [path for path, state in zip(options.checkpoints, states) if "judge" not in state]:
        raise SystemExit(f"{lacking[0]} is of a training without a judge; go on from it with train.py first.")
    network, writer, judge = Tagger(layers=6), writing.Writer(len(names)), writing.Writer(len(names))
    network.load_state_dict(mean(states, "network")), writer.load_state_dict(mean(states, "writer")), judge.load_state_dict(mean(states, "judge"))
    network.eval(), writer.eval(), judge.eval()
    Path(options.to).mkdir(parents=True, exist_ok=True)
    export(network, str(Path(options.to) / "tagger.onnx"))
    writing.export(writer, list(names), options.to)
    writing.export(judge, list(names), options.to, "judge")
    if options.out:
        Path(options.out).mkdir(parents=True, exist_ok=True)
        torch.save({"network": network.state_dict(), "writer": writer.state_dict(), "judge": judge.state_dict(), "names": names}, Path(options.out) / "planner.pt")


if __name__ == "__main__":
    main()
