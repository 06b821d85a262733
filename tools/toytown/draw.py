#!/usr/bin/env python3
"""Draws ToyTown pictures as PNG, with a captions.jsonl that names all attributes."""
import argparse
import json
import os

import captions
import world


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=16)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    with open(os.path.join(options.out, "captions.jsonl"), "w", encoding="utf-8") as lines:
        for index in range(options.count):
            scene, name = world.scene_at(options.seed, index), f"{index:04d}.png"
            world.render(scene).save(os.path.join(options.out, name), optimize=True)
            entry = {"name": name, "caption": captions.canonical(scene), **scene.attributes()}
            lines.write(json.dumps(entry) + "\n")


if __name__ == "__main__":
    main()
