"""Reads requests and the marks that make their targets."""

import difflib
import json
from collections import Counter

import numpy as np

import words as W
from tagger import KNOWN, MAX_WORDS, REQUEST_START, START, UNKNOWN

PLAIN, DOING, DONE = 1, 2, 3


class Request:
    """A request with its words, its features, and every way to mark the words that gives one of its targets."""

    def __init__(self, row):
        self.caption, self.request = W.split(row["original_prompt"])[:MAX_WORDS], W.split_request(row["editing_instruction"])[:MAX_WORDS]
        self.words = self.caption + self.request
        self.question = 1 if row.get("ask") else 2 if row.get("either") else 0
        kind = str(row.get("editing_type_id") or 0)
        self.kind = int(kind) if kind.isdigit() and int(kind) < 10 else 0
        self.targets = [] if row.get("ask") else [W.content(target) for target in [row["editing_prompt"], *(row.get("also") or [])]]
        self.marks = [marks for at, target in enumerate(self.targets) if (marks := self._mark(target, row["editing_prompt"] if at == 0 else None))]
        likeness = np.array([[W.likeness(word, other) for other in self.request] for word in self.caption], np.float32).reshape(len(self.caption), -1)
        kinship = np.array([[W.kinship(word, other) for other in self.request] for word in self.caption], np.float32).reshape(len(self.caption), -1)
        self.likeness, self.kinship = likeness, kinship
        most = [*likeness.max(1, initial=0), *likeness.max(0, initial=0)]
        self.features = np.stack([W.features(word, value == 1, value > 0) for word, value in zip(self.words, most)])
        self.endings = np.array([W.ending(word) for word in self.words])
        self.content = np.array([W.is_content(word) for word in self.words])

    @property
    def is_usable(self):
        return self.question == 1 or bool(self.marks)

    def forms(self, word, form):
        return {W.stem(written) for written in ({word} if form == PLAIN else {W.doing(word)} if form == DOING else W.done(word))}

    def _mark(self, target, text):
        left, gone, come = Counter(target), [0] * len(self.caption), [0] * len(self.request)
        for at, word in enumerate(self.caption):
            if W.is_content(word):
                gone[at] = int(left[W.stem(word)] <= 0)
                left[W.stem(word)] -= 1 - gone[at]
        for word in list(left.elements()):
            found = next(((at, form) for form in (PLAIN, DOING, DONE) for at, said in enumerate(self.request)
                          if not come[at] and W.is_content(said) and (form == PLAIN or said in W.VERBS) and word in self.forms(said, form)), None)
            if found is None:
                return None
            come[found[0]] = found[1]
        return gone, come, self._places(come, text) if text else [-1] * len(self.request)

    def _places(self, come, text):
        places, target = [-1] * len(self.request), W.split(text)
        for change, start, _, new, end in difflib.SequenceMatcher(None, self.caption, target, autojunk=False).get_opcodes():
            if change in ("insert", "replace"):
                fresh = Counter(W.stem(word) for word in target[new:end])
                for at, form in enumerate(come):
                    written = next((stem for stem in self.forms(self.request[at], form) if fresh[stem] > 0), None) if form and places[at] < 0 else None
                    if written:
                        places[at] = start
                        fresh[written] -= 1
        return places


def load(paths):
    rows = []
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            rows += [json.loads(line) for line in lines if line.strip()]
    return rows


def batch(requests, vocabulary, hidden=0.0):
    """Tensors of several requests. Some content words are hidden, so that the network learns to do with their features."""
    count, length = len(requests), 1 + max(len(request.words) for request in requests)
    ids, endings, positions = (np.zeros((count, length), np.int64) for _ in range(3))
    features = np.zeros((count, length, W.FEATURES), np.float32)
    likeness, kinship = (np.zeros((count, length, length), np.float32) for _ in range(2))
    padding = np.full((count, 1, 1, length), -1e4, np.float32)
    for row, request in enumerate(requests):
        first, end = 1 + len(request.caption), 1 + len(request.words)
        numbers = np.array([vocabulary.get(word, UNKNOWN - KNOWN) + KNOWN for word in request.words])
        if hidden:
            numbers[(np.random.rand(len(numbers)) < hidden) & request.content] = UNKNOWN
        ids[row, 0], ids[row, 1:end], endings[row, 1:end] = START, numbers, request.endings
        positions[row, 1:first], positions[row, first:end] = 1 + np.arange(first - 1), REQUEST_START + np.arange(end - first)
        features[row, 1:end], padding[row, 0, 0, :end] = request.features, 0
        for whole, part in ((likeness, request.likeness), (kinship, request.kinship)):
            whole[row, 1:first, first:end], whole[row, first:end, 1:first] = part, part.T
    return ids, endings, positions, features, likeness, kinship, padding
