"""Writes what the training sees of some captions and requests, for the test that holds the planner to it.

    python3 parity.py > ../../tests/BelmAgent.Planning.Tests/Tagging/words.jsonl
"""

import json
import random
from pathlib import Path

import words as W
from marks import Request, load
from pieces import pieces

ODD = [
    ("A man's grey coat, on a hook", "don't colour it; the bird's too big - I'd like “navy”…"),
    ("Two [blue] cups", "swap'em for o'clock mugs"),
    ("naïve café scene", "make it über-cool!"),
    ("a dog 🐶 at 20°C", "dog -> cat + hat, $5 = cheap | 🐱"),
]

rows = load([Path(__file__).parent / "../../bench/plans/validation.jsonl", Path(__file__).parent / "../../bench/plans/fresh-2.jsonl"])
random.seed(3)
for caption, request in [(row["original_prompt"], row["editing_instruction"]) for row in random.sample(rows, 24)] + ODD:
    seen = Request({"original_prompt": caption, "editing_instruction": request, "ask": True})
    print(json.dumps({
        "caption": caption, "request": request, "words": seen.words, "captionWords": len(seen.caption), "pieces": [list(pieces(word)) for word in seen.words],
        "features": [[int(number) for number in row.nonzero()[0]] for row in seen.features],
        "likeness": [[i, j, round(float(value), 1)] for i, row in enumerate(seen.likeness) for j, value in enumerate(row) if value],
        "kinship": [[i, j, round(float(value) * 3)] for i, row in enumerate(seen.kinship) for j, value in enumerate(row) if value],
    }, ensure_ascii=False))
