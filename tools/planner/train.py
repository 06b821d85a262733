"""Trains the offline planner's three networks together, the tagger, the writer and the judge, on requests, and writes them for the planner.

    dotnet run --project minilm -- /tmp/minilm         # the weights that it starts from
    python3 train.py --minilm /tmp/minilm              # all requests
    python3 train.py --start tagger.onnx --old requests/requests-[1-6].jsonl --share 0.4 --epochs 2    # goes on from a network, with a share of the requests that it knows
    python3 train.py --minilm /tmp/minilm --hold ../../bench/plans/*.jsonl --out /tmp/held --to /tmp/held   # without the captions of these, which it then measures

An epoch of 40,000 requests takes a quarter of an hour on two cores, or less with --half. A run that was stopped goes on from the last epoch that it finished.
"""

import argparse
import hashlib
import os
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing
from torch.nn import functional as F

import marks
import words as W
import writer as writing
from exchange import Exchange
from export import export, read
from tagger import Tagger

HERE = Path(__file__).parent
TAGGING = HERE / "../../src/BelmAgent.Planning/Tagging"


def tag_loss(rows, gone, come, question, kind):
    """The negative logarithm of the probability of all markings that give a right target, and of the kind."""
    count, length = gone.shape[:2]
    ways = max(1, max(len(row.marks) for row in rows))
    gone_marks, come_marks = np.zeros((count, ways, length), np.int64), np.zeros((count, ways, length), np.int64)
    is_caption, is_request = np.zeros((count, length), np.float32), np.zeros((count, length), np.float32)
    is_way = np.zeros((count, ways), bool)
    kinds = np.full(count, -100, np.int64)
    for at, row in enumerate(rows):
        first, end = 1 + len(row.caption), 1 + len(row.words)
        is_caption[at, 1:first], is_request[at, first:end] = row.content[: first - 1], row.content[first - 1 :]
        if row.kind > 0 and row.question != 1:
            kinds[at] = row.kind
        for way, (goes, comes) in enumerate(row.marks):
            is_way[at, way], gone_marks[at, way, 1:first], come_marks[at, way, first:end] = True, goes, comes
    gone_marks, come_marks, is_caption, is_request, is_way = map(torch.from_numpy, (gone_marks, come_marks, is_caption, is_request, is_way))
    gone, come, question = F.log_softmax(gone, -1), F.log_softmax(come, -1), F.log_softmax(question, -1)

    def chosen(logs, marks, counts):
        return (logs.unsqueeze(1).expand(-1, ways, -1, -1).gather(3, marks.unsqueeze(3)).squeeze(3) * counts.unsqueeze(1)).sum(2)

    planned = torch.logsumexp((chosen(gone, gone_marks, is_caption) + chosen(come, come_marks, is_request)).masked_fill(~is_way, -1e4), 1) + question[:, 0]
    asked = torch.tensor([row.question for row in rows])
    right = torch.where(asked == 1, question[:, 1], torch.where(asked == 2, torch.logaddexp(planned, question[:, 1]), planned))
    guided = 0.3 * F.cross_entropy(kind, torch.from_numpy(kinds), ignore_index=-100, reduction="sum")
    return (guided - right[(asked == 1) | is_way.any(1)].sum()) / count


def write_loss(network, rows, names, vectors, order, is_told=True):
    """The negative logarithm of the probability of a target of each request, in the writer's words; of the judge, which is not told the marks."""
    pairs = [(at, one) for at, row in enumerate(rows) if row.ways and (one := sentence(row, names, order, is_told)).sources and len(one.sources) < writing.MOST]
    if not pairs:
        return torch.zeros(())
    vectors = vectors[torch.tensor([at for at, _ in pairs])]
    return writing.loss(network, vectors, *writing.batch([one for _, one in pairs], vectors.shape[1], len(names))).sum() / len(rows)


def sentence(row, names, order, is_told):
    """One of a request's targets, twice as often the first."""
    text, mark = row.ways[max(0, order.randrange(len(row.ways) + 1) - 1)]
    return writing.Sentence(row, mark, text, names, is_told)


def exchanged(row, exchange, share, order):
    """A request like another instead of it, so often."""
    other = marks.Request(exchange.row(row.row, order), row.own) if order.random() < share else row
    return other if other.is_usable else row


def train(rank, new, old, names, exchange, options, held):
    """Trains in one of several processes, each of which takes its share of every batch."""
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    dist.init_process_group("gloo", init_method=f"file://{options.meeting}", rank=rank, world_size=options.processes)
    network, writer, judge = Tagger(options.layers, options.drop), writing.Writer(len(names)), writing.Writer(len(names))
    if options.start and options.start.endswith(".pt"):
        state = torch.load(options.start)
        network.load_state_dict(state["network"]), writer.load_state_dict(state["writer"]), judge.load_state_dict(state.get("judge", state["writer"]))
    else:
        network.load_state_dict(read(options.start)) if options.start else network.take(options.minilm)
    weights = [weight for weight in network.parameters() if weight.requires_grad]
    given = [weight for name, weight in network.named_parameters() if weight.requires_grad and network.is_known(name)]
    own = [weight for name, weight in network.named_parameters() if weight.requires_grad and not network.is_known(name)]
    optimizer = torch.optim.AdamW([{"params": given}, {"params": own}, {"params": [*writer.parameters(), *judge.parameters()]}], lr=options.rate, weight_decay=0.01)
    count = len(new) + round(options.share * len(old))
    steps = options.epochs * -(-count // options.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, [options.rate, 6 * options.rate, options.writer_rate], total_steps=steps + 1, pct_start=0.1, anneal_strategy="linear")
    start = hashlib.sha256(Path(options.start).read_bytes()).hexdigest() if options.start else "MiniLM"
    made = f"from {start}, {len(new)} requests and {options.share} of {len(old)}, {options.epochs} epochs of {options.batch}, seed {options.seed}, rate {options.rate} and {options.writer_rate}, drop {options.drop}, hidden {options.hidden}, exchanged {options.exchange}, {options.processes} processes, judge 0.5, {' '.join(names)}"
    path, began, first, step = Path(options.out) / "planner.pt", time.time(), 0, 0
    if path.exists():
        state = torch.load(path)
        if state["made"] != made:
            raise SystemExit(f"{path} is of another training ({state['made']}); name another folder with --out.")
        network.load_state_dict(state["network"]), writer.load_state_dict(state["writer"]), judge.load_state_dict(state["judge"]), optimizer.load_state_dict(state["optimizer"]), schedule.load_state_dict(state["schedule"])
        first, step = state["epoch"], state["step"]
    for epoch in range(first, options.epochs):
        order = random.Random(1000 * options.seed + epoch)
        torch.manual_seed(order.randrange(1 << 30) + rank), np.random.seed(order.randrange(1 << 30) + rank)
        choices = random.Random(order.randrange(1 << 30) + rank)
        network.train(), writer.train(), judge.train()
        rows = new + order.sample(old, count - len(new))
        tagged = written = judged = 0.0
        for number, some in enumerate(batches(rows, options.batch, order), 1):
            part = [exchanged(row, exchange, options.exchange, choices) for row in some[rank :: options.processes]]
            with torch.autocast("cpu", torch.bfloat16, enabled=options.half):
                *tags, vectors = network(*map(torch.from_numpy, marks.batch(part, options.hidden)))
            # The tagger learns from sentences when the writer knows something of them.
            vectors = vectors.float() if step >= 0.1 * steps else vectors.float().detach()
            tag, write, judgement = tag_loss(part, *(tag.float() for tag in tags)), write_loss(writer, part, names, vectors, choices), write_loss(judge, part, names, vectors, choices, is_told=False)
            optimizer.zero_grad()
            ((tag + write + 0.5 * judgement) * len(part) / len(some)).backward()
            share([*weights, *writer.parameters(), *judge.parameters()])
            for some_weights in (weights, writer.parameters(), judge.parameters()):
                torch.nn.utils.clip_grad_norm_(some_weights, 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            tagged, written, judged = tagged + tag.item(), written + write.item(), judged + judgement.item()
            if rank == 0 and number % 100 == 0:
                print(f"  {number} tags {tagged / number:.3f} sentences {written / number:.3f} judged {judged / number:.3f} {time.time() - began:.0f} s", flush=True)
        if rank == 0:
            print(f"epoch {epoch + 1} tags {tagged / number:.3f} sentences {written / number:.3f} judged {judged / number:.3f} {measure(network, writer, names, held) if held else ''} {time.time() - began:.0f} s", flush=True)
            state = {"network": network.state_dict(), "writer": writer.state_dict(), "judge": judge.state_dict(), "names": names, "optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "epoch": epoch + 1, "step": step, "made": made}
            torch.save(state, str(path) + ".new")
            os.replace(str(path) + ".new", path)
    if rank == 0:
        export(network, str(Path(options.to) / "tagger.onnx"))
        writing.export(writer, list(names), options.to)
        writing.export(judge, list(names), options.to, "judge")


def share(weights):
    """Adds up the processes' gradients."""
    flat = torch.cat([(torch.zeros_like(weight) if weight.grad is None else weight.grad).reshape(-1) for weight in weights])
    dist.all_reduce(flat)
    for weight, part in zip(weights, flat.split([weight.numel() for weight in weights])):
        weight.grad = part.view_as(weight)


def batches(rows, size, order):
    """Batches in random order, of requests of about one length; a last one of a few is left out."""
    rows = order.sample(rows, len(rows))
    groups = [sorted(rows[at : at + 16 * size], key=lambda row: len(row.words)) for at in range(0, len(rows), 16 * size)]
    all_batches = [group[at : at + size] for group in groups for at in range(0, len(group), size)]
    order.shuffle(all_batches)
    return [some for some in all_batches if len(some) > 8]


@torch.no_grad()
def measure(network, writer, names, rows):
    """The shares of requests whose words are right, asked about needlessly, and wrong; and of sentences that are the author's, of those with the author's words."""
    right = asked = sentences = same = 0
    network.eval(), writer.eval()
    for at in range(0, len(rows), 64):
        some = rows[at : at + 64]
        *tags, vectors = network(*map(torch.from_numpy, marks.batch(some)))
        gone, come, question = (result.argmax(-1) for result in tags[:3])
        for number, row in enumerate(some):
            first = 1 + len(row.caption)
            target = [W.stem(word) for word, goes in zip(row.caption, gone[number, 1:first]) if W.is_content(word) and not goes]
            said = [(word, int(form)) for word, form in zip(row.request, come[number, first:]) if W.is_content(word) and form]
            options = [row.forms(word, form) | {stem for target in row.targets for stem in target if W.is_slip(word, stem)} for word, form in said]
            is_question = bool(question[number]) or (not said and len(target) == sum(map(W.is_content, row.caption)))
            is_right = is_question if row.question == 1 else not is_question and any(_fits(target, options, wanted) for wanted in row.targets)
            right, asked = right + is_right, asked + (is_question and not is_right)
            if row.ways and (at + number) % 4 == 0:
                _, mark = row.ways[0]
                one = writing.Sentence(row, mark, row.ways[0][0], names)
                text = writing.spell(one, row, mark[1], writing.write(writer, one, vectors[number, : len(one.fates)]), list(names))
                sentences, same = sentences + 1, same + any(text == list(map(marks.written, W.split(way))) for way, other in row.ways if other == mark)
    return f"right {right / len(rows):.3f} asked {asked / len(rows):.3f} wrong {1 - (right + asked) / len(rows):.3f}; {same} of {sentences} sentences"


def _fits(kept, options, wanted):
    left = Counter(wanted) - Counter(kept)
    return len(kept) + len(options) == len(wanted) and sum(left.values()) == len(options) and all(any(left[stem] for stem in stems) for stems in options)


def own_words(rows):
    """The words that the writer has of its own: those with a content that targets often have and neither text has; and all of them with their numbers, the first of which is the end."""
    lacking = Counter(word for row in rows for word in marks.lacking(row))
    small = Counter(word for row in rows for word in map(marks.written, W.split(row["editing_prompt"])) if not W.is_content(word) and (word[0].isalpha() or word == ","))
    own = {word for word, times in lacking.items() if times >= 15 and word.isalpha()}
    return own, {word: at for at, word in enumerate(["", *sorted(own | {word for word, times in small.items() if times >= 8})])}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    start = parser.add_mutually_exclusive_group(required=True)
    start.add_argument("--minilm", help="folder with MiniLM's model.onnx and vocab.txt")
    start.add_argument("--start", help="a tagger that was written before (tagger.onnx), or all networks (planner.pt), from which the training goes on")
    parser.add_argument("--requests", nargs="*", default=sorted(map(str, [*HERE.glob("requests/*.jsonl"), HERE / "../../tests/BelmAgent.Evaluation.Tests/Plans/instructions.jsonl", *(HERE / "../../bench/plans").glob("*.jsonl")])))
    parser.add_argument("--old", nargs="*", default=[], help="those of the requests of which each epoch sees only a share")
    parser.add_argument("--share", type=float, default=1, help="this share")
    parser.add_argument("--hold", nargs="*", default=[])
    parser.add_argument("--out", default="/tmp/planner", help="folder for the checkpoint")
    parser.add_argument("--to", default=TAGGING, help="folder for the networks")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=min(8, os.cpu_count()))
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--writer-rate", type=float, default=1.5e-3)
    parser.add_argument("--half", action="store_true", help="multiplies in bfloat16, half as fast again on processors that have it")
    parser.add_argument("--drop", type=float, default=0.1)
    parser.add_argument("--exchange", type=float, default=0.35, help="the share of requests whose animals, colours and so on are exchanged")
    parser.add_argument("--hidden", type=float, default=0.1)
    options = parser.parse_args()
    kept, olds = ({Path(path).resolve() for path in paths} for paths in (options.hold, options.old))
    captions = {row["original_prompt"] for row in marks.load(options.hold)}
    paths = [path for path in options.requests if Path(path).resolve() not in kept]
    groups = [[row for row in marks.load(path for path in paths if (Path(path).resolve() in olds) == is_old) if row["original_prompt"] not in captions] for is_old in (False, True)]
    if options.start and options.start.endswith(".pt"):
        names = torch.load(options.start)["names"]
        own = {name for name in names if name and W.is_content(name)}
    else:
        own, names = own_words([row for group in groups for row in group if not row.get("ask")])
    new, old = ([request for row in group if (request := marks.Request(row, own)).is_usable] for group in groups)
    held = [marks.Request(row, own) for row in marks.load(options.hold)]
    print(f"{len(new)} new requests and {len(old)} old ones with a target of the caption's words, the request's and these: {' '.join(names)}; {len(held)} held", flush=True)
    for folder in (options.out, options.to):
        Path(folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        options.meeting = folder + "/meeting"
        torch.multiprocessing.spawn(train, (new, old, names, Exchange([row for group in groups for row in group]), options, held), nprocs=options.processes)


if __name__ == "__main__":
    main()
