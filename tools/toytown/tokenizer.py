"""CLIP's byte-pair tokenizer, over a vocabulary made for ToyTown.

The files have CLIP's format and the ids are what CLIP's algorithm gives for
them. Every word of the caption grammar is one token. Any other word falls into
letters and fragments; nothing is ever unknown.
"""
import html
import json
import os
import unicodedata
from functools import lru_cache

LENGTH = 48
BEGIN, END = "<|startoftext|>", "<|endoftext|>"
CONTRACTIONS = ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d")
PATTERN = r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


@lru_cache()
def byte_symbols():
    """One printable character per byte, in CLIP's order."""
    printable = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    others = [b for b in range(256) if b not in printable]
    return dict(zip(printable + others, [chr(b) for b in printable] + [chr(256 + n) for n in range(len(others))]))


def learn_merges(words):
    """Byte-pair merges, most frequent pair first, until each word is one symbol."""
    spelled = {word: [*word[:-1], word[-1] + "</w>"] for word in words}
    merges = []
    while True:
        counts = {}
        for symbols in spelled.values():
            for pair in zip(symbols, symbols[1:]):
                counts[pair] = counts.get(pair, 0) + 1
        if not counts:
            return merges
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        spelled = {word: _join(symbols, best) for word, symbols in spelled.items()}


def _join(symbols, pair):
    joined, i = [], 0
    while i < len(symbols):
        if tuple(symbols[i:i + 2]) == pair:
            joined.append(pair[0] + pair[1])
            i += 2
        else:
            joined.append(symbols[i])
            i += 1
    return joined


def split(text):
    """CLIP's pre-tokenizer: PATTERN over clean, lower-case text."""
    text = " ".join(html.unescape(html.unescape(text)).split()).lower()
    kind = lambda c: " " if c.isspace() else unicodedata.category(c)[0] if unicodedata.category(c)[0] in "LN" else "."
    pieces, i = [], 0
    while i < len(text):
        contraction = next((c for c in CONTRACTIONS if text.startswith(c, i)), None)
        if contraction:
            end = i + len(contraction)
        else:
            end, first = i + 1, kind(text[i])
            while first != "N" and end < len(text) and kind(text[end]) == first:
                end += 1
            if first == " ":
                i = end
                continue
        pieces.append(text[i:end])
        i = end
    return pieces


class Tokenizer:
    def __init__(self, merges, length=LENGTH):
        self.length = length
        self.merges = [tuple(pair) for pair in merges]
        symbols = list(byte_symbols().values())
        tokens = symbols + [s + "</w>" for s in symbols] + ["".join(pair) for pair in self.merges] + [BEGIN, END]
        self.vocabulary = {token: index for index, token in enumerate(tokens)}
        assert len(self.vocabulary) == len(tokens)
        self.rank = {pair: rank for rank, pair in enumerate(self.merges)}
        self.begin, self.end = self.vocabulary[BEGIN], self.vocabulary[END]
        self._known = {}

    def word_ids(self, word):
        """Ids of one piece of the pre-tokenizer: always the earliest merge first."""
        if word not in self._known:
            letters = [byte_symbols()[b] for b in word.encode("utf-8")]
            symbols = [*letters[:-1], letters[-1] + "</w>"]
            while len(symbols) > 1:
                best = min(zip(symbols, symbols[1:]), key=lambda pair: self.rank.get(pair, 1 << 30))
                if best not in self.rank:
                    break
                symbols = _join(symbols, best)
            self._known[word] = [self.vocabulary[s] for s in symbols]
        return self._known[word]

    def encode(self, text, length=None):
        length = length or self.length
        ids = [i for word in split(text) for i in self.word_ids(word)][:length - 2]
        ids = [self.begin, *ids, self.end]
        return ids + [self.end] * (length - len(ids))

    def save(self, folder):
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "vocab.json"), "w", encoding="utf-8") as file:
            json.dump(self.vocabulary, file, ensure_ascii=False, indent=0)
        with open(os.path.join(folder, "merges.txt"), "w", encoding="utf-8") as file:
            file.write("#version: 0.2\n" + "".join(f"{a} {b}\n" for a, b in self.merges))
        special = {"bos_token": BEGIN, "eos_token": END, "unk_token": END, "pad_token": END}
        config = {**special, "tokenizer_class": "CLIPTokenizer", "model_max_length": self.length,
                  "do_lower_case": True, "add_prefix_space": False, "errors": "replace"}
        for name, content in (("tokenizer_config.json", config), ("special_tokens_map.json", special)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                json.dump(content, file, indent=2)


def toytown_tokenizer():
    from captions import known_words
    return Tokenizer(learn_merges(known_words()))
