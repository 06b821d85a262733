"""Trains the network that writes a caption anew out of the words that stay and come, and writes it for the planner.

    python3 writer.py --tagger ../../src/BelmAgent.Planning/Tagging/tagger.onnx --hold ../../bench/plans/fresh-[3-8].jsonl

The tagger says which words; this network says in which order, and which small words ("a", "with", "and") join them. It is a recurrent network that
points at a word of the caption or the request, or takes a small word, one after another, and sees the tagger's vector of each word.
"""

import argparse
import hashlib
import os
import random
import time
from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

import marks
import words as W
from export import read
from tagger import WIDTH, Tagger

HERE = Path(__file__).parent
TAGGING = HERE / "../../src/BelmAgent.Planning/Tagging"
HIDDEN = 256
FATES = 8       # small word, staying, going; small word of the request, not coming, coming as it is, as "smiling", as "crumpled"
CLUES = 5       # the caption's next word, the request's next word, already used, the next that stays, the next that comes
MOST = 64       # words of a target


class Writer(nn.Module):
    """Scores of the next word: of each word of the caption and the request, and of each small word, the first of which is the end."""

    def __init__(self, small):
        super().__init__()
        self.fate = nn.Embedding(FATES, HIDDEN)
        self.take = nn.Linear(WIDTH, HIDDEN)
        self.small = nn.Embedding(small, HIDDEN)
        self.start = nn.Linear(WIDTH, HIDDEN)
        self.last = nn.GRU(HIDDEN, HIDDEN, batch_first=True)
        self.ask, self.key, self.value = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.mix = nn.Linear(2 * HIDDEN, HIDDEN)
        self.point, self.name, self.clue = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, CLUES)
        self.choose, self.drop = nn.Linear(HIDDEN, small), nn.Dropout(0.2)

    def remember(self, vectors, fates):
        """vectors [B,S,384] and fates [B,S] of the start and all words to the memory [B,S,256] and the first state [B,256]."""
        return torch.relu(self.take(vectors) + self.fate(fates)), torch.tanh(self.start(vectors[:, 0]))

    def score(self, memory, states, clues, padding, closed):
        """memory [B,S,256], states [B,T,256], clues [B,T,S,5] to [B,T,S+small]; padding [B,1,S] and closed [B,T,S] are large and negative where no word is, and where none may come."""
        seen = torch.softmax(torch.matmul(self.ask(states), self.key(memory).transpose(1, 2)) * HIDDEN ** -0.5 + padding, -1)
        out = self.drop(torch.tanh(self.mix(torch.cat([states, torch.matmul(seen, self.value(memory))], -1))))
        pointed = torch.matmul(self.point(out), self.name(memory).transpose(1, 2)) * HIDDEN ** -0.5
        pointed = pointed + torch.matmul(clues, self.clue(out).unsqueeze(-1)).squeeze(-1)
        return torch.cat([pointed + closed, self.choose(out)], -1)


class Start(nn.Module):
    """What a request's sentence is written from: vectors [S,384] and fates [S] to the memory and its keys, values and names [S,256], and the first state [1,256]."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, vectors, fates):
        memory, state = self.network.remember(vectors.unsqueeze(0), fates.unsqueeze(0))
        memory = memory[0]
        return memory, self.network.key(memory), self.network.value(memory), self.network.name(memory), state


class Step(nn.Module):
    """One more word of several sentences of one request. States [N,256], the last words [N] (pointers, or minus a small word's number minus one),
    clues [N,S,5], hidden [N,S] (large and negative where no word may be) to the logarithms of probabilities [N,S+small], and the next states."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, memory, keys, values, names, state, said, clues, hidden):
        network, zero = self.network, torch.zeros_like(said)
        chosen, copied = network.small(torch.maximum(-1 - said, zero)), memory.index_select(0, torch.maximum(said, zero))
        x = torch.where((said < 0).unsqueeze(1), chosen, copied)
        gates_x = torch.matmul(x, network.last.weight_ih_l0.t()) + network.last.bias_ih_l0
        gates_h = torch.matmul(state, network.last.weight_hh_l0.t()) + network.last.bias_hh_l0
        reset, update = torch.sigmoid(gates_x[:, : 2 * HIDDEN] + gates_h[:, : 2 * HIDDEN]).split(HIDDEN, 1)
        fresh = torch.tanh(gates_x[:, 2 * HIDDEN :] + reset * gates_h[:, 2 * HIDDEN :])
        state = fresh + update * (state - fresh)
        # All words are seen, but for the start: those that may not come too.
        seen = torch.matmul(network.ask(state), keys.t()) * HIDDEN ** -0.5
        seen = torch.softmax(torch.cat([seen[:, :1] - 1e4, seen[:, 1:]], 1), -1)
        out = torch.tanh(network.mix(torch.cat([state, torch.matmul(seen, values)], -1)))
        pointed = torch.matmul(network.point(out), names.t()) * HIDDEN ** -0.5 + torch.matmul(clues, network.clue(out).unsqueeze(-1)).squeeze(-1)
        return torch.log_softmax(torch.cat([pointed + hidden, network.choose(out)], -1), -1), state


class Sentence:
    """A target as pointers: for each of its words the sources that have it, and the one that the next word is told."""

    def __init__(self, request, mark, text, numbers):
        self.caption, self.request = ([marks.written(word) for word in words] for words in (request.caption, request.request))
        self.first = 1 + len(self.caption)
        self.fates = fates(request, *mark)
        self.sources, self.told = [], []
        used, last, last_said = set(), 0, 0
        for word in map(marks.written, W.split(text)):
            if not is_sayable(word) and word not in self.caption:
                continue    # quotation marks that come
            options = [at for at in self._having(request, mark[1], word) if at not in used]
            if W.is_content(word):
                options = [at for at in options if self.fates[at] in (1, 5, 6, 7)]
            told = self._told(options, last, last_said, numbers.get(word))
            if told is None:
                self.sources = []
                return
            self.sources.append((options, numbers.get(word)))
            self.told.append(told)
            if told >= 0:
                used.add(told)
                last, last_said = (told, 0) if told < self.first else (last, told)
            if told < 0:
                last_said = 0
        self.sources.append(([], 0))

    def _having(self, request, come, word):
        stem = W.stem(word)
        for at, said in enumerate(self.caption, 1):
            if said == word or (W.is_content(word) and W.stem(said) == stem):
                yield at
        for at, said in enumerate(self.request):
            if (said == word and is_sayable(said)) or (come[at] and W.is_content(said) and request.has(stem, request.request[at], come[at])):
                yield self.first + at

    def _told(self, options, last, last_said, number):
        if last + 1 in options and last + 1 < self.first and not last_said:
            return last + 1
        if last_said and last_said + 1 in options:
            return last_said + 1
        near = [at for at in options if last < at < self.first]
        if near and not any(self.fates[at] == 1 for at in range(last + 1, near[0])):
            return near[0]
        return -1 - number if number is not None and not any(self.fates[at] in (1, 5, 6, 7) for at in options) else options[0] if options else None


def is_sayable(word):
    """Whether a word or mark of a request may come."""
    return word[0].isalnum() or word in (",", "'s", "’s")


def fates(request, gone, come):
    kept = [0 if not W.is_content(word) else 1 + int(goes > 0) for word, goes in zip(request.caption, gone)]
    return np.array([0, *kept, *(3 if not W.is_content(word) else 4 + form for word, form in zip(request.request, come))])


class Clues:
    """What is known of each word before the next one is written."""

    def __init__(self, fates, first, request=()):
        self.fates, self.first, self.last, self.last_said = fates, first, 0, 0
        self.used = np.zeros(len(fates), bool)
        self.banned = np.isin(fates, (2, 4)) | (np.arange(len(fates)) == 0)
        self.banned[first : first + len(request)] |= np.array([not is_sayable(word) for word in request], bool)

    def row(self):
        clues = np.zeros((len(self.fates), CLUES), np.float32)
        if self.last + 1 < self.first:
            clues[self.last + 1, 0] = 1
        if self.last_said and self.last_said + 1 < len(self.fates):
            clues[self.last_said + 1, 1] = 1
        clues[:, 2] = self.used
        for clue, is_own in ((3, self.fates == 1), (4, self.fates > 4)):
            open_ones = np.flatnonzero(is_own & ~self.used)
            if len(open_ones):
                clues[open_ones[0], clue] = 1
        return clues

    def take(self, told):
        if told >= 0:
            self.used[told] = True
            if told < self.first:
                self.last, self.last_said = told, 0
            else:
                self.last_said = told
        else:
            self.last_said = 0

    def open(self):
        """Where the next word may be: a word that is not used, and neither goes nor stays away."""
        return ~self.used & ~self.banned

    def is_whole(self):
        return not ((self.fates == 1) | (self.fates > 4))[~self.used].any()


@torch.no_grad()
def vectors_of(tagger, requests, path, say):
    """The tagger's vector of the start and of each word, one request after another, as half precision."""
    starts = np.cumsum([0, *(1 + len(request.words) for request in requests)])
    if os.path.exists(path):
        return np.memmap(path, np.float16, "r", shape=(starts[-1], WIDTH)), starts
    found = np.memmap(path + ".part", np.float16, "w+", shape=(starts[-1], WIDTH))
    order = sorted(range(len(requests)), key=lambda at: len(requests[at].words))
    began = time.time()
    for at in range(0, len(order), 64):
        some = order[at : at + 64]
        result = tagger.words_of(*map(torch.from_numpy, marks.batch([requests[number] for number in some]))).numpy()
        for row, number in enumerate(some):
            found[starts[number] : starts[number + 1]] = result[row, : 1 + len(requests[number].words)]
        if at % 6400 == 0:
            say(f"vectors {at} of {len(order)}, {time.time() - began:.0f} s")
    found.flush()
    os.replace(path + ".part", path)
    return np.memmap(path, np.float16, "r", shape=(starts[-1], WIDTH)), starts


def key(tagger, pairs):
    """Tells the vectors of one tagger and one list of requests from others."""
    digest = hashlib.sha256(Path(tagger).read_bytes())
    for request, _ in pairs:
        digest.update("\n".join([*request.caption, "", *request.request]).encode())
    return digest.hexdigest()[:12]


def batch(sentences, vectors, small):
    """Tensors of several sentences."""
    count, most, length = len(sentences), max(len(one.fates) for one in sentences), max(len(one.sources) for one in sentences)
    memory, fate = np.zeros((count, most, WIDTH), np.float32), np.zeros((count, most), np.int64)
    padding, banned = (np.full((count, 1, most), -1e4, np.float32) for _ in range(2))
    told, is_small = np.zeros((count, length), np.int64), np.zeros((count, length), bool)
    clues, right, weight = np.zeros((count, length, most, CLUES), np.float32), np.zeros((count, length, most + small), bool), np.zeros((count, length), np.float32)
    for row, one in enumerate(sentences):
        size = len(one.fates)
        memory[row, :size], fate[row, :size] = vectors(one), one.fates
        state = Clues(one.fates, one.first, one.request)
        padding[row, 0, 1:size] = 0
        banned[row, 0, :size][~state.banned] = 0
        for step, (options, number) in enumerate(one.sources):
            clues[row, step, :size], weight[row, step] = state.row(), 1
            right[row, step, options] = True
            if number is not None:
                right[row, step, most + number] = True
            if step < len(one.told):
                state.take(one.told[step])
                told[row, step + 1], is_small[row, step + 1] = (one.told[step], False) if one.told[step] >= 0 else (-1 - one.told[step], True)
    is_small[:, 0] = True   # the end stands before the first word too
    return map(torch.from_numpy, (memory, fate, told, is_small, clues, padding, banned, right, weight))


def loss(network, memory, fate, told, is_small, clues, padding, banned, right, weight):
    memory, state = network.remember(memory, fate)
    copied = memory.gather(1, (told * ~is_small).unsqueeze(2).expand(-1, -1, HIDDEN))
    states, _ = network.last(network.drop(torch.where(is_small.unsqueeze(2), network.small(told * is_small), copied)), state.unsqueeze(0))
    scores = torch.log_softmax(network.score(memory, states, clues, padding, torch.minimum(banned, clues[..., 2] * -1e4)), -1)
    return -(torch.logsumexp(scores.masked_fill(~right, -1e4), -1) * weight).sum() / weight.sum()


@torch.no_grad()
def write(network, one, vectors, small, beams=4):
    """The words of the best sentence, each a pointer or minus a small word's number minus one."""
    start, step = Start(network), Step(network)
    *memory, state = start(torch.from_numpy(vectors(one)).float(), torch.from_numpy(one.fates))
    size, best = len(one.fates), None
    rows = [(0.0, [], Clues(one.fates, one.first, one.request))]
    for _ in range(MOST):
        count = len(rows)
        last = torch.tensor([said[-1] if said else -1 for _, said, _ in rows])
        clues = torch.from_numpy(np.stack([clue.row() for _, _, clue in rows]))
        hidden = torch.where(torch.from_numpy(np.stack([clue.open() for _, _, clue in rows])), 0.0, -1e4).float()
        scores, states = step(*memory, state, last, clues, hidden)
        options = []
        for row, (score, said, clue) in enumerate(rows):
            values = scores[row].numpy().copy()
            if not clue.is_whole():
                values[size] = -1e4
            options += [(score + values[at], row, at) for at in np.argsort(-values)[: beams + 1] if values[at] > -1e3]
        options.sort(key=lambda option: -option[0])
        following, kept = [], []
        for score, row, at in options[: 2 * beams]:
            if at == size:
                best = max(best or (score, rows[row][1]), (score, rows[row][1]), key=lambda pair: pair[0])
            elif len(following) < beams:
                clue = Clues(one.fates, one.first)
                clue.banned, clue.used, clue.last, clue.last_said = rows[row][2].banned, rows[row][2].used.copy(), rows[row][2].last, rows[row][2].last_said
                told = int(at) if at < size else -1 - int(at - size)
                clue.take(told)
                following.append((score, rows[row][1] + [told], clue))
                kept.append(row)
        if not following or (best and best[0] > following[0][0]):
            break
        rows, state = following, states[kept]
    return best[1] if best else []


def spell(one, request, come, said, names):
    """A sentence's words, as a target is compared."""
    words = []
    for told in said:
        if told < 0:
            words.append(names[-1 - told])
        elif told < one.first:
            words.append(one.caption[told - 1])
        else:
            at = told - one.first
            words.append(one.request[at] if come[at] < 2 else W.doing(one.request[at]) if come[at] == 2 else sorted(W.done(one.request[at]))[0])
    return words


def export(network, names, folder):
    """Writes the two halves as ONNX, with weights of half precision."""
    words = torch.zeros(5, HIDDEN)
    halves = [
        ("start", Start(network), (torch.zeros(5, WIDTH), torch.zeros(5, dtype=torch.long)), ["vectors", "fates"], ["memory", "keys", "values", "names", "state"]),
        ("step", Step(network), (words, words, words, words, torch.zeros(2, HIDDEN), torch.zeros(2, dtype=torch.long), torch.zeros(2, 5, CLUES), torch.zeros(2, 5)),
         ["memory", "keys", "values", "names", "state", "said", "clues", "hidden"], ["scores", "next"]),
    ]
    for name, half, example, inputs, outputs in halves:
        path = str(Path(folder) / f"writer.{name}.onnx")
        rows = {"state": {} if name == "start" else {0: "sentences"}, "said": {0: "sentences"}, "scores": {0: "sentences", 1: "choices"}, "next": {0: "sentences"},
                "clues": {0: "sentences", 1: "words"}, "hidden": {0: "sentences", 1: "words"}}
        torch.onnx.export(half.eval(), example, path, input_names=inputs, output_names=outputs, opset_version=14,
                          dynamic_axes={one: rows.get(one, {0: "words"}) for one in inputs + outputs})
        model = onnx.load(path)
        graph, casts = model.graph, []
        for weight in graph.initializer:
            value = numpy_helper.to_array(weight)
            if value.dtype == np.float32 and value.size > 256:
                casts.append(helper.make_node("Cast", [weight.name + ".half"], [weight.name], to=TensorProto.FLOAT))
                weight.CopyFrom(numpy_helper.from_array(value.astype(np.float16), weight.name + ".half"))
        nodes = casts + list(graph.node)
        for node in nodes:
            node.doc_string = ""
        del graph.node[:]
        graph.node.extend(nodes)
        entry = model.metadata_props.add()
        entry.key, entry.value = "small", "\n".join(names)
        onnx.checker.check_model(model)
        onnx.save(model, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tagger", default=str(TAGGING / "tagger.onnx"))
    parser.add_argument("--requests", nargs="*", default=sorted(map(str, [*HERE.glob("requests/*.jsonl"), HERE / "../../tests/BelmAgent.Evaluation.Tests/Plans/instructions.jsonl", *(HERE / "../../bench/plans").glob("*.jsonl")])))
    parser.add_argument("--hold", nargs="*", default=[])
    parser.add_argument("--out", default="/tmp/writer", help="folder for vectors and the checkpoint")
    parser.add_argument("--to", default=str(TAGGING), help="folder for the network")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    for folder in (options.out, options.to):
        os.makedirs(folder, exist_ok=True)
    say = lambda text: print(text, flush=True)
    torch.manual_seed(options.seed)
    held_paths = {Path(path).resolve() for path in options.hold}
    held_rows = marks.load(options.hold)
    captions = {row["original_prompt"] for row in held_rows}
    rows = [row for row in marks.load([path for path in options.requests if Path(path).resolve() not in held_paths]) if row["original_prompt"] not in captions]
    pairs = [(request, row["editing_prompt"]) for row in held_rows + rows if not row.get("ask") and (request := marks.Request(row)).targets and request.mark(request.targets[0])]
    say(f"{len(pairs)} requests")
    seen = Counter(word for _, text in pairs for word in map(marks.written, W.split(text)) if not W.is_content(word))
    names = ["", *sorted(word for word, times in seen.items() if times >= 8 and word[0].isalpha() or word == ",")]
    numbers = {word: at for at, word in enumerate(names)}
    say(f"{len(names)} small words: {' '.join(names)}")
    tagger = Tagger(6).eval()
    tagger.load_state_dict(read(options.tagger))
    vectors, starts = vectors_of(tagger, [request for request, _ in pairs], f"{options.out}/vectors-{key(options.tagger, pairs)}.f16", say)
    sentences = []
    for at, (request, text) in enumerate(pairs):
        one = Sentence(request, request.mark(request.targets[0]), text, numbers)
        one.at = at
        sentences.append(one)
    held_lower = {" ".join(W.split(caption)[:60]) for caption in captions}
    held = [one for one in sentences if " ".join(pairs[one.at][0].caption) in held_lower]
    train = [one for one in sentences if one.sources and len(one.sources) < MOST and " ".join(pairs[one.at][0].caption) not in held_lower]
    say(f"{len(train)} sentences to train on, {len(held)} held")
    of = lambda one: vectors[starts[one.at] : starts[one.at + 1]]
    network = Writer(len(names))
    optimizer = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=0.01)
    steps = options.epochs * -(-len(train) // options.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, options.rate, total_steps=steps + 1, pct_start=0.05, anneal_strategy="linear")
    began = time.time()
    for epoch in range(options.epochs):
        order, total = random.Random(1000 * options.seed + epoch), []
        mixed = order.sample(train, len(train))
        groups = [sorted(mixed[at : at + 16 * options.batch], key=lambda one: len(one.fates)) for at in range(0, len(mixed), 16 * options.batch)]
        network.train()
        for some in (group[at : at + options.batch] for group in groups for at in range(0, len(group), options.batch)):
            value = loss(network, *batch(some, of, len(names)))
            optimizer.zero_grad()
            value.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total.append(value.item())
            if len(total) % 100 == 0:
                say(f"  {len(total)} loss {np.mean(total[-100:]):.4f} {time.time() - began:.0f} s")
        network.eval()
        right = 0
        for one in held[:: max(1, len(held) // 300)]:
            request, _ = pairs[one.at]
            said = write(network, one, of, names)
            right += spell(one, request, request.mark(request.targets[0])[1], said, names) == list(map(marks.written, W.split(pairs[one.at][1])))
        say(f"epoch {epoch + 1} loss {np.mean(total):.4f}; {right} of {len(held[:: max(1, len(held) // 300)])} held as their author wrote them, {time.time() - began:.0f} s")
        torch.save({"network": network.state_dict(), "names": names, "epoch": epoch + 1}, options.out + "/writer.pt")
    export(network, names, options.to)


if __name__ == "__main__":
    main()
