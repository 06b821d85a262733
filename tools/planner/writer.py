"""The network that writes a caption anew out of the words that stay and come.

The tagger says which words; this network says in which order and number ("two dogs", "one dog"), and which words of its own ("a", "with", "three") join
them. It is a recurrent network that points at a word of the caption or the request, or takes one of its own, one after another, and sees the tagger's
vector of each word.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn import functional as F

import marks
import words as W
from tagger import WIDTH

HIDDEN = 256
FATES = 8       # small word, staying, going; small word of the request, not coming, coming as it is, as "smiling", as "crumpled"
CLUES = 5       # the caption's next word, the request's next word, already used, the next that stays, the next that comes
MOST = 64       # words of a target


class Writer(nn.Module):
    """Scores of the next word: of each word of the caption and the request, and of each own word, the first of which is the end; and of the other number of each word."""

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
        self.number, self.noun = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.choose, self.drop = nn.Linear(HIDDEN, small), nn.Dropout(0.2)

    def remember(self, vectors, fates):
        """vectors [B,S,384] and fates [B,S] of the start and all words to the memory [B,S,256] and the first state [B,256]."""
        return torch.relu(self.take(vectors) + self.fate(fates)), torch.tanh(self.start(vectors[:, 0]))

    def score(self, memory, states, clues, padding, closed):
        """memory [B,S,256], states [B,T,256], clues [B,T,S,5] to [B,T,S+small] and [B,T,S]; padding [B,1,S] and closed [B,T,S] are large and negative where no word is, and where none may come."""
        seen = torch.softmax(torch.matmul(self.ask(states), self.key(memory).transpose(1, 2)) * HIDDEN ** -0.5 + padding, -1)
        out = self.drop(torch.tanh(self.mix(torch.cat([states, torch.matmul(seen, self.value(memory))], -1))))
        pointed = torch.matmul(self.point(out), self.name(memory).transpose(1, 2)) * HIDDEN ** -0.5
        pointed = pointed + torch.matmul(clues, self.clue(out).unsqueeze(-1)).squeeze(-1)
        others = torch.matmul(self.number(out), self.noun(memory).transpose(1, 2)) * HIDDEN ** -0.5
        return torch.cat([pointed + closed, self.choose(out)], -1), others


class Start(nn.Module):
    """What a request's sentence is written from: vectors [S,384] and fates [S] to the memory and its keys, values, names and nouns [S,256], and the first state [1,256]."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, vectors, fates):
        memory, state = self.network.remember(vectors.unsqueeze(0), fates.unsqueeze(0))
        memory = memory[0]
        return memory, self.network.key(memory), self.network.value(memory), self.network.name(memory), self.network.noun(memory), state


class Step(nn.Module):
    """One more word of several sentences of one request. States [N,256], the last words [N] (pointers, or minus a small word's number minus one),
    clues [N,S,5], hidden [N,S] (large and negative where no word may be) to the logarithms of probabilities [N,S+small], those of the other number [N,S] as logits, and the next states."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, memory, keys, values, names, nouns, state, said, clues, hidden):
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
        others = torch.matmul(network.number(out), nouns.t()) * HIDDEN ** -0.5
        return torch.log_softmax(torch.cat([pointed + hidden, network.choose(out)], -1), -1), others, state


class Sentence:
    """A target as pointers: for each of its words the sources that have it, and the one that the next word is told. The judge is not told the marks: for it, every word may stay or come."""

    def __init__(self, request, mark, text, numbers, is_told=True):
        self.caption, self.request = ([marks.written(word) for word in words] for words in (request.caption, request.request))
        self.first = 1 + len(self.caption)
        mark = mark if is_told else ([0] * len(self.caption), [max(1, form) for form in mark[1]])
        self.fates = fates(request, *mark) if is_told else np.minimum(fates(request, *mark), 5)
        self.sources, self.told, self.others = [], [], []
        self.can = np.array([False, *(W.is_content(word) and word.isalpha() for word in self.caption + self.request)])
        used, last, last_said = set(), 0, 0
        for word in map(marks.written, W.split(text)):
            if not is_sayable(word) and word not in self.caption:
                continue    # quotation marks that come
            options = [at for at in self._having(request, mark[1], word) if at not in used]
            if W.is_content(word):
                options = [at for at in options if self.fates[at] in (1, 5, 6, 7)]
            number = None if options and W.is_content(word) else numbers.get(word)
            told = self._told(options, last, last_said, number)
            if told is None:
                self.sources = []
                return
            self.sources.append((options, number))
            self.others.append([self.can[at] and self._spelled(at, mark[1]) != word and W.is_same(self._spelled(at, mark[1]), word) for at in options])
            self.told.append(told)
            if told >= 0:
                used.add(told)
                last, last_said = (told, 0) if told < self.first else (last, told)
            if told < 0:
                last_said = 0
        self.sources.append(([], 0))
        self.others.append([])

    def _spelled(self, at, come):
        return self.caption[at - 1] if at < self.first else self.request[at - self.first] if come[at - self.first] < 2 else ""

    def _having(self, request, come, word):
        stem = W.stem(word)
        for at, said in enumerate(self.caption, 1):
            if said == word or (W.is_content(word) and (W.stem(said) == stem or W.is_same(said, word))):
                yield at
        for at, said in enumerate(self.request):
            if (said == word and is_sayable(said)) or (come[at] and W.is_content(said) and request.has(word, request.request[at], come[at])):
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


def batch(sentences, most, small):
    """Tensors of several sentences, each with a memory of so many words."""
    count, length = len(sentences), max(len(one.sources) for one in sentences)
    fate, can, other = np.zeros((count, most), np.int64), np.zeros((count, 1, most), bool), np.zeros((count, length, most), bool)
    padding, banned = (np.full((count, 1, most), -1e4, np.float32) for _ in range(2))
    told, is_small = np.zeros((count, length), np.int64), np.zeros((count, length), bool)
    clues, right, weight = np.zeros((count, length, most, CLUES), np.float32), np.zeros((count, length, most + small), bool), np.zeros((count, length), np.float32)
    for row, one in enumerate(sentences):
        size = len(one.fates)
        fate[row, :size], can[row, 0, :size] = one.fates, one.can
        state = Clues(one.fates, one.first, one.request)
        padding[row, 0, 1:size] = 0
        banned[row, 0, :size][~state.banned] = 0
        for step, (options, number) in enumerate(one.sources):
            clues[row, step, :size], weight[row, step] = state.row(), 1
            right[row, step, options], other[row, step, options] = True, one.others[step]
            if number is not None:
                right[row, step, most + number] = True
            if step < len(one.told):
                state.take(one.told[step])
                told[row, step + 1], is_small[row, step + 1] = (one.told[step], False) if one.told[step] >= 0 else (-1 - one.told[step], True)
    is_small[:, 0] = True   # the end stands before the first word too
    return map(torch.from_numpy, (fate, told, is_small, clues, padding, banned, right, can, other, weight))


def loss(network, vectors, fate, told, is_small, clues, padding, banned, right, can, other, weight):
    """The negative logarithm of the probability of each sentence [B]."""
    memory, state = network.remember(vectors, fate)
    copied = memory.gather(1, (told * ~is_small).unsqueeze(2).expand(-1, -1, HIDDEN))
    states, _ = network.last(network.drop(torch.where(is_small.unsqueeze(2), network.small(told * is_small), copied)), state.unsqueeze(0))
    scores, others = network.score(memory, states, clues, padding, torch.minimum(banned, clues[..., 2] * -1e4))
    others = torch.where(can, F.logsigmoid(torch.where(other, others, -others)), torch.zeros(()))
    scores = torch.log_softmax(scores, -1) + F.pad(others, (0, scores.shape[2] - others.shape[2]))
    return -(torch.logsumexp(scores.masked_fill(~right, -1e4), -1) * weight).sum(1)


@torch.no_grad()
def write(network, one, vectors, beams=4):
    """The words of the best sentence, each a pointer or minus an own word's number minus one, and whether it is in the other number."""
    start, step = Start(network), Step(network)
    *memory, state = start(vectors, torch.from_numpy(one.fates))
    size, best = len(one.fates), None
    rows = [(0.0, [], Clues(one.fates, one.first, one.request))]
    for _ in range(MOST):
        count = len(rows)
        last = torch.tensor([said[-1][0] if said else -1 for _, said, _ in rows])
        clues = torch.from_numpy(np.stack([clue.row() for _, _, clue in rows]))
        hidden = torch.where(torch.from_numpy(np.stack([clue.open() for _, _, clue in rows])), 0.0, -1e4).float()
        scores, others, states = step(*memory, state, last, clues, hidden)
        can = F.pad(torch.from_numpy(one.can).expand(count, -1), (0, scores.shape[1] - size))
        others = F.pad(others, (0, scores.shape[1] - size))
        both = torch.cat([scores + torch.where(can, F.logsigmoid(-others), torch.zeros(())), torch.where(can, scores + F.logsigmoid(others), torch.full((), -1e4))], 1)
        options = []
        for row, (score, said, clue) in enumerate(rows):
            values = both[row].numpy().copy()
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
                other, at = divmod(int(at), scores.shape[1])
                told = at if at < size else -1 - (at - size)
                clue.take(told)
                following.append((score, rows[row][1] + [(told, bool(other))], clue))
                kept.append(row)
        if not following or (best and best[0] > following[0][0]):
            break
        rows, state = following, states[kept]
    return best[1] if best else []


def spell(one, request, come, said, names):
    """A sentence's words, as a target is compared."""
    words = []
    for told, other in said:
        if told < 0:
            word = names[-1 - told]
        elif told < one.first:
            word = one.caption[told - 1]
        else:
            at = told - one.first
            word = one.request[at] if come[at] < 2 else W.doing(one.request[at]) if come[at] == 2 else sorted(W.done(one.request[at]))[0]
        words.append(W.other_number(word) if other else word)
    return words


def export(network, names, folder, called="writer"):
    """Writes the two halves as ONNX, with weights of half precision."""
    words = torch.zeros(5, HIDDEN)
    halves = [
        ("start", Start(network), (torch.zeros(5, WIDTH), torch.zeros(5, dtype=torch.long)), ["vectors", "fates"], ["memory", "keys", "values", "names", "nouns", "state"]),
        ("step", Step(network), (words, words, words, words, words, torch.zeros(2, HIDDEN), torch.zeros(2, dtype=torch.long), torch.zeros(2, 5, CLUES), torch.zeros(2, 5)),
         ["memory", "keys", "values", "names", "nouns", "state", "said", "clues", "hidden"], ["scores", "others", "next"]),
    ]
    for name, half, example, inputs, outputs in halves:
        path = str(Path(folder) / f"{called}.{name}.onnx")
        rows = {"state": {} if name == "start" else {0: "sentences"}, "said": {0: "sentences"}, "scores": {0: "sentences", 1: "choices"}, "others": {0: "sentences", 1: "words"}, "next": {0: "sentences"},
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
