"""StickerTown-Edit: pictures to edit, requests, and what a perfect edit gives.

An edited scene is the same scene with a few fields replaced, so its picture is
the one true answer: all that was not asked for stays where it was, to the pixel.
With --generated there are no pictures: the model that is measured generates
each source from its caption and seed, and only the masks are drawn.
"""
import argparse
import hashlib
import json
import os
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import product

import numpy as np
from PIL import Image, ImageFilter

from . import captions, labels, world
from .kinds import COLORS, FLYERS, GROUNDLINGS, KINDS, MATERIALS, RIDERS
from .world import Thing

EDITS = ("object", "add", "remove", "content", "pose", "color", "material", "background", "style", "several")
HALVES = ("tune", "report")
THRESHOLD = 8       # a difference of one channel by more than this can be seen
REACH = 3           # pixels that a painter's strokes reach beyond what changes, at 128
SEEDS_A_PAIR = 10   # the sources of two pairs have seeds this far apart: the model tries the next one where it drew something else
LAND = ("meadow", "beach", "snow", "desert", "city")
POLITE = ("{}", "{}", "{}", "please {}", "could you {}?", "{}, please", "I'd like you to {}")


@dataclass(frozen=True)
class Edit:
    kind: str
    request: str
    source: world.Scene
    target: world.Scene


def _exchange(scene, old, new):
    return replace(scene, things=tuple(new if thing is old else thing for thing in scene.things))


class Author:
    """Changes scenes and says how, all from one generator.

    Every method of a kind's name returns (clause, scene after it), or None
    where the scene does not allow the edit.
    """

    def __init__(self, rng):
        self.rng = rng

    def pick(self, options):
        return options[int(self.rng.integers(len(options)))]

    def other(self, options, but):
        return self.pick([option for option in options if option != but])

    def name(self, scene, thing):
        """Words that fit this thing of the scene alone; no two things are of a kind."""
        plain = f"the {captions.nouns(thing.kind)[0]}"
        full = f"the {captions.noun(thing, captions.Canonical(), scene.style)}"
        names = [plain, plain, full]
        if thing.zone == "ground":
            names.append(f"{plain} {captions.POSITION[thing.slot][0]}")
        return self.pick(names)

    def fresh(self, scene, names, **where):
        """A plain thing of a kind that the scene does not hold."""
        kind = self.pick([name for name in names if name not in {t.kind for t in scene.things}])
        looks = tuple(KINDS[kind].looks)
        return Thing(kind, self.pick(looks), **world.jitter(self.rng), **where)

    def free(self, scene):
        """Things that stand on the ground and carry nothing."""
        carriers = {t.carrier for t in scene.things if t.zone == "on"}
        return [t for i, t in enumerate(scene.things) if t.zone == "ground" and i not in carriers]

    def object(self, scene):
        free = self.free(scene)
        if not free:
            return None
        old = self.pick(free)
        new = replace(self.fresh(scene, GROUNDLINGS), slot=old.slot, dx=old.dx, dy=old.dy)
        name, words = self.name(scene, old), captions.noun(new, captions.Canonical(), scene.style)
        result = f"{captions.article(words)} {words}"
        return self.pick((f"replace {name} with {result}", f"turn {name} into {result}", f"swap {name} for {result}",
                          f"change {name} to {result}")), _exchange(scene, old, new)

    def add(self, scene):
        way = self.pick(("beside", "beside", "on", "sky"))
        grounded = [t for t in scene.things if t.zone == "ground"]
        if way == "beside":
            if len(grounded) != 1 or grounded[0].slot == "center":
                return None
            new = self.fresh(scene, GROUNDLINGS, slot="right" if grounded[0].slot == "left" else "left")
            place = captions.POSITION[new.slot][0]
        elif any(t.zone != "ground" for t in scene.things):
            return None
        elif way == "on":
            bearers = [i for i, t in enumerate(scene.things) if KINDS[t.kind].carrier and t.scale == "plain"]
            if not bearers:
                return None
            bearer = scene.things[bearers[0]]
            new = replace(self.fresh(scene, RIDERS, slot=bearer.slot, zone="on", carrier=bearers[0]), dx=0.0, dy=0.0)
            place = f"on top of the {captions.nouns(bearer.kind)[0]}"
        else:
            taken = {t.slot for t in grounded}
            if scene.place in ("room", "sea"):
                return None
            new = self.fresh(scene, FLYERS, slot=self.pick([s for s in world.SLOTS if s not in taken]), zone="sky")
            place = f"in the sky {captions.POSITION[new.slot][0]}"
        words = captions.noun(new, captions.Canonical(), scene.style)
        verb = self.pick(("add", "put", "place"))
        return f"{verb} {captions.article(words)} {words} {place}", replace(scene, things=scene.things + (new,))

    def remove(self, scene):
        """Something that rides, flies, or stands beside another."""
        loose = [t for t in scene.things if t.zone != "ground"]
        grounded = [t for t in scene.things if t.zone == "ground"]
        if len(grounded) == 2:
            loose += self.free(scene)
        if not loose:
            return None
        old = self.pick(loose)
        index = scene.things.index(old)
        kept = tuple(replace(t, carrier=t.carrier - 1) if t.carrier > index else t for t in scene.things if t is not old)
        name = self.name(scene, old)
        return self.pick((f"remove {name}", f"delete {name}", f"erase {name}", f"get rid of {name}",
                          f"take {name} away")), replace(scene, things=kept)

    def _look(self, scene, wanted):
        able = [t for t in scene.things if KINDS[t.kind].expressive == wanted]
        if not able:
            return None
        thing = self.pick(able)
        look = self.other(tuple(KINDS[thing.kind].looks), thing.look)
        noun = captions.nouns(thing.kind)[0]
        return self.pick((f"make the {noun} {look}", f"change the {thing.look} {noun} to {captions.article(look)} {look} {noun}",
                          f"let the {noun} be {look}")), _exchange(scene, thing, replace(thing, look=look))

    def content(self, scene):
        return self._look(scene, "expression")

    def pose(self, scene):
        return self._look(scene, "pose")

    def color(self, scene):
        able = [t for t in scene.things if KINDS[t.kind].body and t.paint not in MATERIALS]
        if scene.style == "ink" or not able:
            return None
        thing = self.pick(able)
        color = self.other([c for c in COLORS if c != (KINDS[thing.kind].own if not thing.paint else None)], thing.paint)
        name = self.name(scene, thing)
        return self.pick((f"make {name} {color}", f"paint {name} {color}", f"turn {name} {color}",
                          f"change the color of {name} to {color}")), _exchange(scene, thing, replace(thing, paint=color))

    def material(self, scene):
        if scene.style == "ink":
            return None
        thing = self.pick(scene.things)
        material = self.other(tuple(MATERIALS), thing.paint)
        name = self.name(scene, thing)
        return self.pick((f"make {name} {captions.MATERIAL[material][0]}", f"turn {name} into {material}",
                          f"make {name} out of {material}")), _exchange(scene, thing, replace(thing, paint=material))

    def background(self, scene):
        way = self.pick(("place", "place", "time", "weather"))
        if way == "place":
            if scene.place not in LAND or scene.weather != "clear":
                return None
            place = self.other(LAND, scene.place)
            words = captions.PLACE[place][0]
            return self.pick((f"put it {words}", f"change the background to {words.split(' ', 1)[1]}", f"move everything {words}",
                              f"make it {words}")), replace(scene, place=place)
        if way == "time":
            times = [t for t in dict.fromkeys(world.allowed_times(scene.place)) if t != scene.time]
            if scene.style == "ink":        # a line drawing tells night from day, nothing else
                times = [t for t in times if (t == "night") != (scene.time == "night")]
            if not times:
                return None
            time = self.pick(times)
            return self.pick((f"make it {time}", f"change the time to {time}", f"turn the {scene.time} into {time}",
                              f"show it {captions.TIME[time][0]}")), replace(scene, time=time)
        weathers = [w for w in dict.fromkeys(world.allowed_weather(scene.place)) if w not in (scene.weather, "clear")]
        if scene.weather != "clear":
            return f"stop the {scene.weather}", replace(scene, weather="clear")
        if not weathers:
            return None
        weather = self.pick(weathers)
        return self.pick((f"let it {weather}", f"make it {weather}")), replace(scene, weather=weather)

    def style(self, scene):
        style = self.other([s for s in world.STYLES if s != "pixel" or len(scene.things) < 3], scene.style)
        words = captions.STYLE[style][0]
        return self.pick((f"make it {captions.article(words)} {words}", f"turn it into {captions.article(words)} {words}",
                          f"change the style to {words}")), replace(scene, style=style)

    def several(self, scene):
        first = getattr(self, self.pick(("object", "color", "material", "content", "pose")))(scene)
        second = first and self.background(first[1])
        return second and (f"{first[0]} and {second[0]}", second[1])

    def edit(self, kind, scene):
        if scene.style == "ink":    # no caption tells the colours that another style would show
            scene = replace(scene, things=tuple(replace(t, paint=None) for t in scene.things))
        drawn = getattr(self, kind)(scene)
        if drawn is None or drawn[1] == scene:
            return None
        words = self.pick(POLITE).format(drawn[0])
        if self.rng.random() < 0.3:
            words = words[0].upper() + words[1:] + ("" if words.endswith("?") else ".")
        return Edit(kind, words, scene, drawn[1])


def _differs(first, second):
    return np.abs(first.astype(np.int16) - second).max(axis=2) > THRESHOLD


def _silhouettes(scene, other, size):
    """Where the things of scene are that other does not have."""
    picture = world.render(scene, size)
    for thing in scene.things:
        if thing not in other.things:
            if any(t.zone == "on" and scene.things[t.carrier] is thing for t in scene.things):
                continue    # who carries is seen under its rider in any case
            kept = tuple(replace(t, carrier=t.carrier - (t.carrier > scene.things.index(thing))) for t in scene.things if t is not thing)
            yield _differs(picture, world.render(replace(scene, things=kept), size))


def _elsewhere(source, target):
    """The target with what is new in it wherever it might stand: nobody said where exactly."""
    yield target
    old = {(t.kind, t.slot, t.zone) for t in source.things}
    for thing in target.things:
        if (thing.kind, thing.slot, thing.zone) not in old and thing.zone != "on":
            for dx, dy in product((-world.JITTER[0], world.JITTER[0]), (-world.JITTER[1], world.JITTER[1])):
                yield _exchange(target, thing, replace(thing, dx=dx, dy=dy))


def may_change(edit, size):
    """bool [size, size]: the pixels that the edit may touch. Another style is everywhere, and drops may fall anywhere."""
    if edit.source.style != edit.target.style or edit.source.weather != edit.target.weather:
        return np.ones((size, size), bool)
    mask = _differs(world.render(edit.source, size), world.render(edit.target, size))
    for silhouette in _silhouettes(edit.source, edit.target, size):
        mask |= silhouette
    for scene in _elsewhere(edit.source, edit.target):
        for silhouette in _silhouettes(scene, edit.source, size):
            mask |= silhouette
    reach = 2 * round(REACH * size / 128) + 1
    return np.asarray(Image.fromarray(mask.astype(np.uint8)).filter(ImageFilter.MaxFilter(reach))).astype(bool)


def _shifted(scene, dx, dy, variant):
    """The scene with everything that stands or flies at a limit of where the world may put it."""
    things = tuple(t if t.zone == "on" else replace(t, dx=dx, dy=dy) for t in scene.things)
    return replace(scene, things=things, variant=variant)


def anywhere(edit, size):
    """Two masks for a source whose picture is not known.

    The first: every place that the edit touches in any picture of the scene.
    The second: where something may stand that is not to change, outside the first.
    """
    mask, stays = np.zeros((size, size), bool), np.zeros((size, size), bool)
    places = product((-world.JITTER[0], world.JITTER[0]), (-world.JITTER[1], world.JITTER[1]))
    for number, (dx, dy) in enumerate(places):
        source, target = (_shifted(scene, dx, dy, number) for scene in (edit.source, edit.target))
        mask |= may_change(replace(edit, source=source, target=target), size)
        kept = {(t.kind, t.look, t.paint, t.slot, t.zone, t.scale) for t in target.things}
        gone = replace(source, things=tuple(t for t in source.things if (t.kind, t.look, t.paint, t.slot, t.zone, t.scale) not in kept and t.zone != "on"))
        for silhouette in _silhouettes(source, gone, size):
            stays |= silhouette
    return mask, stays & ~mask


def draw(seed, per_kind):
    """per_kind edits of each kind, kinds in turn."""
    author, index = Author(np.random.default_rng([seed, 7])), 0
    for _ in range(per_kind):
        for kind in EDITS:
            edit = None
            while edit is None:
                edit = author.edit(kind, world.scene_at(seed, index))
                index += 1
            yield edit


def changes(edit):
    before, after = labels.attributes(edit.source), labels.attributes(edit.target)
    return {head: [before[head], after[head]] for head in before if before[head] != after[head]}


def _white(mask):
    return np.repeat(mask[..., None].astype(np.uint8) * 255, 3, 2)


def strip(edit, size, generated):
    """Source, ideal and mask side by side, or for a generated source the two masks; and the first mask's share."""
    if generated:
        masks = anywhere(edit, size)
        return Image.fromarray(np.hstack([_white(mask) for mask in masks])), masks[0].mean()
    mask = may_change(edit, size)
    return Image.fromarray(np.hstack([world.render(edit.source, size), world.render(edit.target, size), _white(mask)])), mask.mean()


def write(out, seed, per_kind, size, generated):
    os.makedirs(out, exist_ok=True)
    lines = []
    for number, half in enumerate(HALVES):
        for place, edit in enumerate(draw(seed + number, per_kind)):
            name, data = f"{half}-{place:03d}", BytesIO()
            picture, share = strip(edit, size, generated)
            picture.save(data, "WEBP", lossless=True, quality=100, method=6)
            with open(os.path.join(out, f"{name}.webp"), "wb") as file:
                file.write(data.getvalue())
            line = {
                "id": name, "half": half, "kind": edit.kind, "request": edit.request,
                "source_caption": captions.canonical(edit.source), "target_caption": captions.canonical(edit.target),
                "changes": changes(edit), "attributes": labels.attributes(edit.source),
                "mask_share": round(float(share), 4), "file": f"{name}.webp",
                "sha256": hashlib.sha256(data.getvalue()).hexdigest()}
            if generated:
                line["seed"] = (1000 * (seed + number) + place) * SEEDS_A_PAIR
            lines.append(json.dumps(line) + "\n")
    text = "".join(lines).encode()
    with open(os.path.join(out, "pairs.jsonl"), "wb") as file:
        file.write(text)
    name = "StickerTown-Edit" + (", generated sources" if generated else "") + (f", {size}x{size}" if size != world.SIZE else "")
    head = {"name": name, "format": 2, "generated": generated, "pairs": len(lines), "size": size, "kinds": EDITS, "halves": HALVES, "seed": seed,
            "pairs_sha256": hashlib.sha256(text).hexdigest()}
    with open(os.path.join(out, "set.json"), "w", encoding="utf-8") as file:
        json.dump(head, file, indent=1)
        file.write("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=501, help="of the tune half; the report half has the next one")
    parser.add_argument("--per-kind", type=int, default=40, help="pairs of each kind in each half")
    parser.add_argument("--size", type=int, default=world.SIZE)
    parser.add_argument("--generated", action="store_true", help="the model generates the sources")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    write(options.out, options.seed, options.per_kind, options.size, options.generated)


if __name__ == "__main__":
    main()
