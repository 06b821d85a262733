"""Trains the offline planner's tagger on requests and writes it for the planner.

    python3 train.py                                   # all requests; two networks in one file
    python3 train.py --hold ../../bench/plans/*.jsonl --out /tmp/tagger   # without the captions of these, which it then measures

An epoch of 25,000 requests takes 50 to 90 seconds on one core.
"""

import argparse
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import marks
import words as W
from export import export
from tagger import KNOWN, Tagger

HERE = Path(__file__).parent
TAGGING = HERE / "../../src/BelmAgent.Planning/Tagging"


def loss(rows, gone, come, question, places, kind):
    """The negative logarithm of the probability of all markings that give a right target, of the places, and of the kind."""
    count, length = gone.shape[:2]
    ways = max(1, max(len(row.marks) for row in rows))
    gone_marks, come_marks = np.zeros((count, ways, length), np.int64), np.zeros((count, ways, length), np.int64)
    is_caption, is_request = np.zeros((count, length), np.float32), np.zeros((count, length), np.float32)
    is_way, outside = np.zeros((count, ways), bool), np.ones((count, 1, length), bool)
    place_marks, kinds = np.full((count, length), -100, np.int64), np.full(count, -100, np.int64)
    for at, row in enumerate(rows):
        first, end = 1 + len(row.caption), 1 + len(row.words)
        is_caption[at, 1:first], is_request[at, first:end] = row.content[: first - 1], row.content[first - 1 :]
        outside[at, 0, :first] = False
        if row.kind > 0 and row.question != 1:
            kinds[at] = row.kind
        for way, (goes, comes, where) in enumerate(row.marks):
            is_way[at, way], gone_marks[at, way, 1:first], come_marks[at, way, first:end] = True, goes, comes
            if way == 0:
                place_marks[at, first:end] = np.where(np.array(where) >= 0, where, -100)
    gone_marks, come_marks, is_caption, is_request, is_way, outside, place_marks, kinds = map(
        torch.from_numpy, (gone_marks, come_marks, is_caption, is_request, is_way, outside, place_marks, kinds))
    gone, come, question = F.log_softmax(gone, -1), F.log_softmax(come, -1), F.log_softmax(question, -1)

    def chosen(logs, marks, counts):
        return (logs.unsqueeze(1).expand(-1, ways, -1, -1).gather(3, marks.unsqueeze(3)).squeeze(3) * counts.unsqueeze(1)).sum(2)

    planned = torch.logsumexp((chosen(gone, gone_marks, is_caption) + chosen(come, come_marks, is_request)).masked_fill(~is_way, -1e4), 1) + question[:, 0]
    asked = torch.tensor([row.question for row in rows])
    right = torch.where(asked == 1, question[:, 1], torch.where(asked == 2, torch.logaddexp(planned, question[:, 1]), planned))
    total = -right[(asked == 1) | is_way.any(1)].sum()
    total = total + 0.3 * F.cross_entropy(places.masked_fill(outside, -1e4).reshape(count * length, length), place_marks.reshape(-1), ignore_index=-100, reduction="sum")
    return (total + 0.3 * F.cross_entropy(kind, kinds, ignore_index=-100, reduction="sum") if (kinds >= 0).any() else total) / count


def vocabulary_of(rows, seen):
    counts = Counter(word for row in rows for word in row.words)
    return {word: at for at, word in enumerate(sorted(word for word, count in counts.items() if count >= seen))}


def train(rows, vocabulary, seed, options, held):
    torch.manual_seed(seed), random.seed(seed), np.random.seed(seed)
    network = Tagger(len(vocabulary) + KNOWN, options.width, options.layers, drop=options.drop)
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=0.02)
    steps = options.epochs * -(-len(rows) // options.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, options.rate, total_steps=steps + 1, pct_start=0.1)
    start, rows = time.time(), list(rows)
    for epoch in range(options.epochs):
        random.shuffle(rows)
        # Requests of about one length together.
        groups = [sorted(rows[at : at + 16 * options.batch], key=lambda row: len(row.words)) for at in range(0, len(rows), 16 * options.batch)]
        batches = [group[at : at + options.batch] for group in groups for at in range(0, len(group), options.batch)]
        random.shuffle(batches)
        network.train()
        total = 0.0
        for some in batches:
            value = loss(some, *network(*map(torch.from_numpy, marks.batch(some, vocabulary, options.hidden))))
            optimizer.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            if schedule.last_epoch < steps:
                schedule.step()
            total += value.item() * len(some)
        print(f"seed {seed} epoch {epoch + 1} loss {total / len(rows):.3f} {measure([network], held, vocabulary) if held else ''} {time.time() - start:.0f} s", flush=True)
    return network


@torch.no_grad()
def measure(networks, rows, vocabulary):
    """The shares of requests whose words are right, asked about needlessly, and wrong."""
    right = asked = 0
    for network in networks:
        network.eval()
    for at in range(0, len(rows), 64):
        some = rows[at : at + 64]
        results = [network(*map(torch.from_numpy, marks.batch(some, vocabulary))) for network in networks]
        gone, come, question = (sum(F.log_softmax(result[part], -1) for result in results).argmax(-1) for part in range(3))
        for number, row in enumerate(some):
            first = 1 + len(row.caption)
            target = [W.stem(word) for word, goes in zip(row.caption, gone[number, 1:first]) if W.is_content(word) and not goes]
            said = [(word, int(form)) for word, form in zip(row.request, come[number, first:]) if W.is_content(word) and form]
            options = [row.forms(word, form) for word, form in said]
            is_question = bool(question[number]) or (not said and len(target) == sum(map(W.is_content, row.caption)))
            is_right = is_question if row.question == 1 else not is_question and any(_fits(target, options, wanted) for wanted in row.targets)
            right, asked = right + is_right, asked + (is_question and not is_right)
    return f"right {right / len(rows):.3f} asked {asked / len(rows):.3f} wrong {1 - (right + asked) / len(rows):.3f}"


def _fits(kept, options, wanted):
    left = Counter(wanted) - Counter(kept)
    return len(kept) + len(options) == len(wanted) and sum(left.values()) == len(options) and all(any(left[stem] for stem in stems) for stems in options)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", nargs="*", default=sorted(map(str, [*HERE.glob("requests/*.jsonl"), HERE / "../../tests/BelmAgent.Evaluation.Tests/Plans/instructions.jsonl", *(HERE / "../../bench/plans").glob("*.jsonl")])))
    parser.add_argument("--hold", nargs="*", default=[])
    parser.add_argument("--out", default=TAGGING)
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--epochs", type=int, default=11)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--layers", type=int, default=3)
    parser.add_argument("--drop", type=float, default=0.3)
    parser.add_argument("--hidden", type=float, default=0.3)
    options = parser.parse_args()
    torch.set_num_threads(1)
    kept = {Path(path).resolve() for path in options.hold}
    captions = {row["original_prompt"] for row in marks.load(options.hold)}
    held = [marks.Request(row) for row in marks.load(options.hold)]
    rows = [marks.Request(row) for row in marks.load(path for path in options.requests if Path(path).resolve() not in kept) if row["original_prompt"] not in captions]
    usable = [row for row in rows if row.is_usable]
    print(f"{len(rows)} requests, {len(usable)} of them with a target of their own and the caption's words; {len(held)} held", flush=True)
    vocabulary = vocabulary_of(usable, seen=2)
    networks = []
    Path(options.out).mkdir(parents=True, exist_ok=True)
    for seed in options.seeds:
        networks.append(train(usable, vocabulary, seed, options, held))
        export(networks, vocabulary, Path(options.out))
        if held:
            print(f"{len(networks)} together: {measure(networks, held, vocabulary)}", flush=True)


if __name__ == "__main__":
    main()
