#!/usr/bin/env python3
"""Draws what `belm bench quality` and `belm bench reconstruct` compare with: pictures, and their captions in COCO's form.

Pictures are of a series of their own (--seed), so none was trained on. The first --captions of them have two captions each, the canonical
one and one as someone might write it; the file has the form of COCO's captions_val2014.json. --size shrinks the pictures with a box filter.
"""
import argparse
import json
import multiprocessing
import os

import numpy as np

import captions
import world


def draw(job):
    seed, index, size, path = job
    picture = world.render(world.scene_at(seed, index))
    (picture if size == world.SIZE else picture.reduce(world.SIZE // size)).save(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=501)
    parser.add_argument("--size", type=int, default=world.SIZE)
    parser.add_argument("--captions", type=int, default=2500)
    parser.add_argument("--out", help="folder for the pictures; none are drawn without it")
    parser.add_argument("--captions-out", help="file for the captions; none are written without it")
    options = parser.parse_args()
    name = "toytown_{:05d}.png".format
    if options.out:
        os.makedirs(options.out, exist_ok=True)
        with multiprocessing.Pool() as pool:
            jobs = ((options.seed, i, options.size, os.path.join(options.out, name(i))) for i in range(options.count))
            for _ in pool.imap_unordered(draw, jobs, chunksize=64):
                pass
    if options.captions_out:
        images, annotations = [], []
        for i in range(options.captions):
            scene = world.scene_at(options.seed, i)
            images.append({"id": i + 1, "file_name": name(i), "width": options.size, "height": options.size})
            rng, varied = np.random.default_rng([options.seed, i, 1]), ""
            while not varied:
                varied = captions.vary(scene, rng)[0]
            for text in (captions.canonical(scene), varied):
                annotations.append({"image_id": i + 1, "id": len(annotations) + 1, "caption": text})
        with open(options.captions_out, "w", encoding="utf-8") as file:
            json.dump({"info": {"description": f"ToyTown, series {options.seed}"}, "images": images, "annotations": annotations},
                      file, separators=(",", ":"))
            file.write("\n")


if __name__ == "__main__":
    main()
