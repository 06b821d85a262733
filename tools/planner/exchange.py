"""Requests like others, with other animals, colours, clothes ...: so that a network learns what is asked for and not the words of a text."""

import re
from collections import Counter

import words as W

COLORS = set("red blue green yellow purple pink white black brown gray grey teal navy turquoise beige crimson maroon burgundy scarlet".split())
GROUPS = ["animal", "bird", "insect", "fish", "dog", "cat", "reptile", "flower", "tree", "fruit", "vegetable", "dessert", "dish", "drink", "car", "truck", "boat", "clothes", "headwear", "footwear",
          "jewelry", "furniture", "seat", "instrument", "container", "toy", "house", "person"]
NUMBERS = [W.NAMES.index("noun." + group) for group in GROUPS]
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")


class Exchange:
    """Words of one kind that may stand for one another."""

    def __init__(self, rows):
        count = Counter(word for row in rows for word in {word.lower() for word in WORD.findall(row["original_prompt"])})
        self.kinds = {}
        for word in count:
            if (kind := self.kind(word)) is not None:
                self.kinds.setdefault(kind, Counter())[W.singular(word)] += count[word]
        self.kinds = {kind: [word for word, times in words.items() if times >= 5] for kind, words in self.kinds.items()}

    @staticmethod
    def kind(word):
        """What a word can be exchanged with: a colour, or a noun of one class that is nothing else."""
        if word in COLORS:
            return -1
        own = W.classes(word)
        found = [number for number in NUMBERS if number in own]
        return found[0] if len(own) == 1 and found and word not in W.ADJECTIVES and word not in W.VERBS and word not in W.MATERIALS and word not in W.COLORS else None

    def row(self, row, order):
        """A request like another, with one or two words exchanged wherever they stand; the same if there is none to exchange."""
        texts = [row["original_prompt"], row["editing_instruction"], row["editing_prompt"], *(row.get("also") or [])]
        there = {word.lower() for text in texts for word in WORD.findall(text)}
        singulars = {W.singular(word) for word in there}
        free = sorted(word for word in there if word == W.singular(word) or W.singular(word) not in there if self.kinds.get(self.kind(word)))
        for word in order.sample(free, min(len(free), 1 + order.randrange(2))):
            others = [other for other in order.sample(self.kinds[self.kind(word)], min(6, len(self.kinds[self.kind(word)]))) if other not in singulars and not W.is_name_of(other, word) and not W.is_name_of(word, other)]
            if others:
                texts = [self._exchanged(text, W.singular(word), others[0]) for text in texts]
        return {**row, "original_prompt": texts[0], "editing_instruction": texts[1], "editing_prompt": texts[2], "also": texts[3:]}

    @staticmethod
    def _exchanged(text, word, other):
        def put(found):
            said = found[0].lower()
            mine = other if said == word else W.other_number(other) if W.singular(said) == word else None
            return found[0] if mine is None else mine.upper() if found[0].isupper() and len(found[0]) > 1 else mine.capitalize() if found[0][0].isupper() else mine
        text = WORD.sub(put, text)
        return re.sub(r"\b(a)n?(?= (\w))", lambda found: found[1] + ("n" if found[2].lower() in "aeio" else ""), text, flags=re.IGNORECASE)
