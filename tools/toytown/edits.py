#!/usr/bin/env python3
"""Draws ToyTown-Edit: pictures to edit, requests, and what a perfect edit gives.

A Scene holds its own randomness, so the edited scene is the same scene with a
few fields replaced, and its picture is the one true answer: everything that was
not asked for stays where it was, to the pixel.

With --generated there are no pictures: the model that is measured generates
each source from its caption and seed, and only the mask is drawn.
"""
import argparse
import hashlib
import json
import os
from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import product

import numpy as np
from PIL import Image

import captions
import world
from world import COLORS, EXTRAS_OF_SKY, GROUNDS, KINDS, SKIES, SLOTS, SceneObject

EDITS = ("colour", "object", "add", "remove", "sky", "ground", "several")
# One turn of generated sources: skies and grounds, whose edits change nearly all of the picture, are asked for more often.
GENERATED_EDITS = EDITS + ("sky", "sky", "ground")
HALVES = ("tune", "report")
# The sources of two pairs have seeds this far apart: the model tries the next one where it drew something else.
SEEDS_A_PAIR = 10
# A difference of one channel by more than this is a change that can be seen.
THRESHOLD = 8
# A painter's strokes reach a little beyond what changes; in units of the scene's own 128 x 128.
REACH = 3

SKY_WORDS = {"day": "blue", "sunset": "sunset", "night": "night", "overcast": "overcast"}
POLITE = ("{}", "{}", "{}", "please {}", "could you {}?", "{}, please", "I'd like you to {}")


class Author:
    """Draws scenes, changes them and says how, all from one generator."""

    def __init__(self, rng):
        self.rng = rng

    def pick(self, options):
        return options[int(self.rng.integers(len(options)))]

    def name(self, scene, thing):
        """Words that fit this object of the scene alone."""
        def alone(test):
            return sum(test(other) for other in scene.objects) == 1
        where = captions.POSITION[thing.slot]
        names = [f"the {thing.color} {thing.kind} {where}", f"the {thing.kind} {where}", f"the one {where}"]
        if alone(lambda other: other.kind == thing.kind):
            names += [f"the {thing.kind}"] * 3
        if alone(lambda other: (other.kind, other.color) == (thing.kind, thing.color)):
            names += [f"the {thing.color} {thing.kind}"] * 2
        return self.pick(names)

    def colour(self, scene, turn):
        """Every method below returns (clause, scene after it), or None where the scene does not allow the edit."""
        thing, color = self.pick(scene.objects), COLORS[turn % len(COLORS)]
        if thing.color == color:
            return None
        name = self.name(scene, thing)
        words = self.pick((f"make {name} {color}", f"paint {name} {color}", f"turn {name} {color}", f"change {name} to {color}",
                           f"change the colour of {name} to {color}", f"recolour {name} to {color}"))
        return words, _exchange(scene, thing, replace(thing, color=color))

    def object(self, scene, turn):
        thing, kind = self.pick(scene.objects), KINDS[turn % len(KINDS)]
        if thing.kind == kind:
            return None
        color = thing.color if turn % 2 else self.pick(COLORS)
        result = kind if color == thing.color else f"{color} {kind}"
        name = self.name(scene, thing)
        words = self.pick((f"replace {name} with a {result}", f"turn {name} into a {result}", f"swap {name} for a {result}",
                           f"change {name} to a {result}", f"transform {name} into a {result}"))
        return words, _exchange(scene, thing, replace(thing, kind=kind, color=color))

    def add(self, scene, turn):
        if turn % 3 == 2:
            return self.add_extra(scene, turn)
        if len(scene.objects) != 1:
            return None
        slot = self.pick([slot for slot in SLOTS if slot != scene.objects[0].slot])
        rng = self.rng
        thing = SceneObject(
            slot=slot, kind=KINDS[(turn // 3 * 2 + turn % 3) % len(KINDS)], color=self.pick(COLORS),
            dx=float(rng.uniform(-3, 3)), dy=float(rng.uniform(-3, 3)),
            scale=float(rng.uniform(0.9, 1.1)), mirror=bool(rng.random() < 0.5))
        what = f"a {thing.color} {thing.kind} {captions.POSITION[slot]}"
        words = self.pick((f"add {what}", f"put {what}", f"insert {what}", f"place {what}"))
        things = sorted(scene.objects + (thing,), key=lambda other: SLOTS.index(other.slot))
        return words, replace(scene, objects=tuple(things))

    def add_extra(self, scene, turn):
        extra = ("sun", "moon", "cloud")[turn // 3 % 3]
        if scene.extra != "none" or extra not in EXTRAS_OF_SKY[scene.sky]:
            return None
        return self.pick((f"add a {extra}", f"put a {extra} in the sky", f"add a {extra} to the sky")), replace(scene, extra=extra)

    def remove(self, scene, turn):
        if turn % 3 == 2:
            extra = ("sun", "moon", "cloud")[turn // 3 % 3]
            if scene.extra != extra:
                return None
            return self.pick((f"remove the {extra}", f"take the {extra} away", f"get rid of the {extra}")), replace(scene, extra="none")
        if len(scene.objects) != 2:
            return None
        thing = self.pick(scene.objects)
        name = self.name(scene, thing)
        words = self.pick((f"remove {name}", f"delete {name}", f"erase {name}", f"get rid of {name}", f"take {name} away"))
        return words, replace(scene, objects=tuple(other for other in scene.objects if other is not thing))

    def sky(self, scene, turn):
        sky = SKIES[turn % len(SKIES)]
        if scene.sky == sky:
            return None
        word, old = SKY_WORDS[sky], SKY_WORDS[scene.sky]
        words = self.pick((f"make the sky {word}", f"change the sky to {sky}", f"make it {sky}", f"set the sky to {word}",
                           f"replace the {old} sky with {captions.article(word)} {word} sky"))
        return words, replace(scene, sky=sky, extra=scene.extra if scene.extra in EXTRAS_OF_SKY[sky] else "none")

    def ground(self, scene, turn):
        ground = GROUNDS[turn % len(GROUNDS)]
        if scene.ground == ground:
            return None
        words = self.pick((f"change the ground to {ground}", f"turn the {scene.ground} into {ground}", f"make the ground {ground}",
                           f"replace the {scene.ground} with {ground}", f"put everything on {ground}"))
        return words, replace(scene, ground=ground)

    def several(self, scene, turn):
        first, second = (("colour", "sky"), ("object", "ground"), ("sky", "ground"), ("remove", "sky"),
                         ("add", "ground"), ("ground", "colour"))[turn % 6]
        again = turn // 6
        # With this turn an object is added or removed, never a sun.
        one = getattr(self, first)(scene, 3 * again + again % 2 if first in ("add", "remove") else again)
        two = one and getattr(self, second)(one[1], again + 1)
        return two and (f"{one[0]} and {two[0]}", two[1])

    def edit(self, kind, scene, turn):
        drawn = getattr(self, kind)(scene, turn)
        if drawn is None:
            return None
        words = self.pick(POLITE).format(drawn[0])
        if self.rng.random() < 0.3:
            words = words[0].upper() + words[1:] + ("" if words.endswith("?") else ".")
        return words, drawn[1]


def _exchange(scene, old, new):
    return replace(scene, objects=tuple(new if thing is old else thing for thing in scene.objects))


class Canvas:
    """Draws scenes at a size and finds what differs between them."""

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.reach = round(REACH * min(width, height) / world.SIZE)

    def render(self, scene):
        return world.render(scene, self.width, self.height)

    def pixels(self, scene):
        return np.asarray(self.render(scene)).astype(np.int16)

    def silhouettes(self, scene, other):
        """Where the objects and the extra of scene are that other does not have."""
        picture = self.pixels(scene)
        for thing in set(scene.objects) - set(other.objects):
            yield _differs(picture, self.pixels(replace(scene, objects=tuple(o for o in scene.objects if o is not thing))))
        if scene.extra not in ("none", other.extra):
            yield _differs(picture, self.pixels(replace(scene, extra="none")))

    def may_change(self, source, target):
        """bool [height, width]: the pixels that an edit from source to target may touch."""
        mask = _differs(self.pixels(source), self.pixels(target))
        for silhouette in self.silhouettes(source, target):
            mask |= silhouette
        for place in _places(source, target):
            for silhouette in self.silhouettes(place, source):
                mask |= silhouette
        return dilated(mask, self.reach)

    def anywhere(self, source, target):
        """For any picture that shows what source shows, wherever ToyTown puts its objects: (what an edit may touch, where outlines stay)."""
        mask, standing, leaving = (np.zeros((self.height, self.width), bool) for _ in range(3))
        for dx, dy, scale, mirror in product((-3.0, 3.0), (-3.0, 3.0), (0.9, 1.1), (False, True)):
            before, after = (_moved(scene, dx, dy, scale, mirror) for scene in (source, target))
            mask |= self.may_change(before, after)
            rest = replace(before, objects=tuple(set(before.objects) - set(after.objects)), extra="none" if before.extra == after.extra else before.extra)
            for silhouette in self.silhouettes(before, rest):
                standing |= silhouette
            for scene, other in (before, after), (after, before):
                for silhouette in self.silhouettes(scene, other):
                    leaving |= silhouette
        return mask, (dilated(standing, self.reach) | ~mask) & ~dilated(leaving, self.reach)


def _moved(scene, dx, dy, scale, mirror):
    things = tuple(replace(thing, dx=dx, dy=dy, scale=scale, mirror=mirror) for thing in scene.objects)
    return replace(scene, objects=things, extra_dx=dx * 2 / 3, extra_dy=dy * 2 / 3)


def _differs(first, second):
    return np.abs(first - second).max(axis=2) > THRESHOLD


def _places(source, target):
    """The target with what is new in it wherever ToyTown might put it: nobody said where exactly."""
    yield target
    old = {(thing.slot, thing.kind) for thing in source.objects}
    for thing in target.objects:
        if (thing.slot, thing.kind) not in old:
            for dx, dy, mirror in product((-3.0, 3.0), (-3.0, 3.0), (False, True)):
                yield _exchange(target, thing, replace(thing, dx=dx, dy=dy, scale=1.1, mirror=mirror))
    if target.extra not in ("none", source.extra):
        for dx, dy in product((-2.0, 2.0), repeat=2):
            yield replace(target, extra_dx=dx, extra_dy=dy)


def dilated(mask, radius):
    grown = mask.copy()
    for axis in (0, 1):
        spread = grown.copy()
        for shift in range(1, radius + 1):
            ahead, back = np.roll(grown, shift, axis), np.roll(grown, -shift, axis)
            edge = [slice(None), slice(None)]
            edge[axis] = slice(None, shift)
            ahead[tuple(edge)] = False
            edge[axis] = slice(-shift, None)
            back[tuple(edge)] = False
            spread |= ahead | back
        grown = spread
    return grown


def draw_half(seed, kinds, turns):
    """The pairs of one half: turns times the kinds, in turn."""
    index = 0
    author = Author(np.random.default_rng([seed, 7]))
    count = Counter()
    for kind in kinds * turns:
        drawn = None
        while drawn is None:
            source = world.scene_at(seed, index)
            index += 1
            drawn = author.edit(kind, source, count[kind])
        count[kind] += 1
        yield kind, source, *drawn


def entry_of(name, half, kind, source, request, target, mask, png):
    before, after = source.attributes(), target.attributes()
    return {
        "id": name, "half": half, "kind": kind, "request": request,
        "source_caption": captions.canonical(source), "target_caption": captions.canonical(target),
        "changes": {head: [before[head], after[head]] for head in before if before[head] != after[head]},
        "attributes": before, "mask_share": round(float(mask.mean()), 4),
        "file": f"{name}.png", "sha256": hashlib.sha256(png).hexdigest(),
    }


def white(mask):
    return Image.fromarray(mask.astype(np.uint8) * 255)


def strip(pictures):
    """Pictures of one size side by side, as the bytes of a PNG."""
    width, height = pictures[0].size
    sheet = Image.new("RGB", (len(pictures) * width, height))
    for place, picture in enumerate(pictures):
        sheet.paste(picture, (place * width, 0))
    data = BytesIO()
    sheet.save(data, "PNG", optimize=True)
    return data.getvalue()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=301, help="of the tune half; the report half has the next one")
    parser.add_argument("--per-kind", type=int, default=24, help="pairs of each kind in each half; of generated sources, thrice as many skies and twice as many grounds")
    parser.add_argument("--width", type=int, default=world.SIZE)
    parser.add_argument("--height", type=int, default=world.SIZE)
    parser.add_argument("--generated", action="store_true", help="the model generates the sources")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    canvas = Canvas(options.width, options.height)
    lines = []
    for number, half in enumerate(HALVES):
        seed = options.seed + number
        kinds = GENERATED_EDITS if options.generated else EDITS
        for place, (kind, source, request, target) in enumerate(draw_half(seed, kinds, options.per_kind)):
            name = f"{half}-{place:03d}"
            if options.generated:
                mask, outlines = canvas.anywhere(source, target)
                png = strip([white(mask), white(outlines)])
            else:
                mask = canvas.may_change(source, target)
                png = strip([canvas.render(source), canvas.render(target), white(mask)])
            with open(os.path.join(options.out, f"{name}.png"), "wb") as file:
                file.write(png)
            entry = entry_of(name, half, kind, source, request, target, mask, png)
            if options.generated:
                entry["seed"] = (1000 * seed + place) * SEEDS_A_PAIR
            lines.append(json.dumps(entry) + "\n")
    text = "".join(lines).encode()
    with open(os.path.join(options.out, "pairs.jsonl"), "wb") as file:
        file.write(text)
    name = "ToyTown-Edit"
    if options.generated:
        name += ", generated sources"
    if (options.width, options.height) != (world.SIZE, world.SIZE):
        name += f", {options.width}x{options.height}"
    head = {
        "name": name, "format": 2, "generated": options.generated, "pairs": len(lines), "size": options.height, "width": options.width,
        "kinds": EDITS, "halves": HALVES, "seed": options.seed, "pairs_sha256": hashlib.sha256(text).hexdigest(),
    }
    with open(os.path.join(options.out, "set.json"), "w", encoding="utf-8") as file:
        json.dump(head, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
