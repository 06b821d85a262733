"""The pieces of words: WordPiece, with BERT's lowercase vocabulary as far as it is English. The planner has the same from Microsoft.ML.Tokenizers."""

import re
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).parents[2] / "src/BelmAgent.Planning/Tagging/tagger.vocabulary.txt"
VOCABULARY = {piece: at for at, piece in enumerate(FILE.read_text(encoding="utf-8").split())}
UNKNOWN, START, END, HIDDEN = (VOCABULARY[name] for name in ("[UNK]", "[CLS]", "[SEP]", "[MASK]"))


@lru_cache(maxsize=None)
def pieces(word):
    """The numbers of a word's pieces; that of unknown if it has none."""
    plain = "".join(letter for letter in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(letter) != "Mn")
    numbers = []
    for part in re.findall(r"[^\W_]+|[\W_]", plain):
        own, start = [], 0
        if len(part) > 100:
            own, start = [UNKNOWN], len(part)
        while start < len(part):
            end = len(part)
            while end > start and _piece(part, start, end) not in VOCABULARY:
                end -= 1
            if end == start:
                own = [UNKNOWN]
                break
            own.append(VOCABULARY[_piece(part, start, end)])
            start = end
        numbers += own
    return tuple(numbers) or (UNKNOWN,)


def _piece(part, start, end):
    return part[start:end] if start == 0 else "##" + part[start:end]


def is_english(piece):
    return not piece.startswith("[unused") and all(letter < "\x80" or letter in "‘’“”–—…" for letter in piece)


if __name__ == "__main__":
    # python3 pieces.py MINILM cuts the vocabulary.
    FILE.write_text("".join(piece + "\n" for piece in (Path(sys.argv[1]) / "vocab.txt").read_text(encoding="utf-8").split() if is_english(piece)), encoding="utf-8")
