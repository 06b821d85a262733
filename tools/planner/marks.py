"""Reads requests and the marks that make their targets."""

import json
from collections import Counter

import numpy as np

import pieces as P
import words as W
from tagger import MAX_WORDS

PLAIN, DOING, DONE = 1, 2, 3


class Request:
    """A request with its words, its features, and a way to mark the words for each of its targets. The writer's own words need no mark."""

    def __init__(self, row, own=frozenset()):
        self.row, self.own = row, own
        self.caption, self.request = W.split(row["original_prompt"])[:MAX_WORDS], W.split_request(row["editing_instruction"])[:MAX_WORDS]
        self.words = self.caption + self.request
        self.question = 1 if row.get("ask") else 2 if row.get("either") else 0
        kind = str(row.get("editing_type_id") or 0)
        self.kind = int(kind) if kind.isdigit() and int(kind) < 10 else 0
        self.texts = [] if row.get("ask") else [row["editing_prompt"], *(row.get("also") or [])]
        self.targets = [W.content(text) for text in self.texts]
        self.ways = [(text, mark) for text in self.texts if (mark := self.mark(text))]
        self.marks = [mark for _, mark in self.ways]
        likeness = np.array([[W.likeness(word, other) for other in self.request] for word in self.caption], np.float32).reshape(len(self.caption), -1)
        kinship = np.array([[W.kinship(word, other) for other in self.request] for word in self.caption], np.float32).reshape(len(self.caption), -1)
        self.likeness, self.kinship = likeness, kinship
        most = [*likeness.max(1, initial=0), *likeness.max(0, initial=0)]
        self.features = np.stack([W.features(word, value == 1, value > 0) for word, value in zip(self.words, most)])
        self.content = np.array([W.is_content(word) for word in self.words])

    @property
    def is_usable(self):
        return self.question == 1 or bool(self.marks)

    def forms(self, word, form):
        return {W.stem(written) for written in ({word} if form == PLAIN else {W.doing(word)} if form == DOING else W.done(word))}

    def has(self, word, said, form):
        """Whether a word of the target is the request's in a form or in the other number, or what it was to be, but for a typing error."""
        return W.stem(word) in self.forms(said, form) or (form == PLAIN and (W.is_same(word, said) or W.is_slip(said, W.stem(word))))

    def mark(self, text):
        """A way to mark the words that gives a target's content words; None if there is none."""
        words = [word for word in W.split(text) if W.is_content(word)]
        left, gone, come = Counter(map(W.stem, words)), [0] * len(self.caption), [0] * len(self.request)
        for at, word in enumerate(self.caption):
            if W.is_content(word):
                gone[at] = int(left[W.stem(word)] <= 0)
                left[W.stem(word)] -= 1 - gone[at]
        missing = []
        for word in words:
            if left[W.stem(word)] > 0:
                left[W.stem(word)] -= 1
                missing.append(word)
        for word in missing:
            kept = next((at for at, said in enumerate(self.caption) if gone[at] and W.is_same(word, said)), None)
            if kept is not None:
                gone[kept] = 0
                continue
            free = [(at, said) for at, said in enumerate(self.request) if not come[at] and W.is_content(said)]
            found = next(((at, form) for form in (PLAIN, DOING, DONE) for at, said in free if (form == PLAIN or said in W.VERBS) and W.stem(word) in self.forms(said, form)), None)
            found = found or next(((at, PLAIN) for at, said in free if W.is_same(word, said) or W.is_slip(said, W.stem(word))), None)
            if found:
                come[found[0]] = found[1]
            elif written(word) not in self.own:
                return None
        return gone, come


def lacking(row):
    """The words with a content of a target that neither the caption nor the request has."""
    caption, request = W.split(row["original_prompt"]), W.split_request(row["editing_instruction"])
    there = {W.stem(form) for word in caption + request for form in (word, *((W.doing(word), *W.done(word)) if word in W.VERBS else ()))}
    there |= {W.stem(W.singular(W.spelled(word))) for word in caption + request}
    return [written(word) for word in W.split(row["editing_prompt"]) if W.is_content(word) and W.stem(word) not in there and W.stem(W.singular(W.spelled(word))) not in there]


def written(word):
    """A word in one spelling, and "a" for "an"."""
    return "a" if word == "an" else W.spelled(word)


def load(paths):
    rows = []
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines if line.strip()]
    return rows


def batch(requests, hidden=0.0):
    """Tensors of several requests. Some content words are hidden, so that the network learns to do with their features."""
    count, most = len(requests), 1 + max(len(request.words) for request in requests)
    features = np.zeros((count, most, W.FEATURES), np.float32)
    likeness, kinship = (np.zeros((count, most, most), np.float32) for _ in range(2))
    firsts, rows = np.zeros((count, most), np.int64), []
    for row, request in enumerate(requests):
        split, end = 1 + len(request.caption), 1 + len(request.words)
        features[row, 1:end] = request.features
        for whole, part in ((likeness, request.likeness), (kinship, request.kinship)):
            whole[row, 1:split, split:end], whole[row, split:end, 1:split] = part, part.T
        numbers, owners, parts = [P.START], [0], [0]
        hide = np.random.rand(len(request.words)) < hidden
        for at, word in enumerate(request.words, 1):
            if at == split:
                numbers.append(P.END), owners.append(0), parts.append(0)
            firsts[row, at] = len(numbers)
            own = P.pieces(word)
            if hidden and hide[at - 1] and request.content[at - 1]:
                own = (P.HIDDEN,) * len(own)
            numbers += own
            owners += [at] * len(own)
            parts += [int(at >= split)] * len(own)
        numbers.append(P.END), owners.append(0), parts.append(1)
        rows.append((numbers, owners, parts))
    length = max(len(row[0]) for row in rows)
    ids, owned, part = (np.zeros((count, length), np.int64) for _ in range(3))
    padding = np.full((count, 1, 1, length), -1e4, np.float32)
    for row, (numbers, owners, parts) in enumerate(rows):
        ids[row, : len(numbers)], owned[row, : len(numbers)], part[row, : len(numbers)] = numbers, owners, parts
        padding[row, 0, 0, : len(numbers)] = 0
    return ids, part, owned, firsts, features, likeness, kinship, padding
