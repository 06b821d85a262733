"""Sticker scenes: values, how they are drawn by chance, and the pure function that renders them.

render(scene, size) depends on nothing else, so the edited picture is the same
scene with one field replaced, and all else stays where it was, to the pixel.
"""
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Optional, Tuple

import numpy as np
from PIL import Image

from . import places
from .kinds import CARRIERS, COLORS, FLYERS, GROUNDLINGS, ALL_KINDS, KINDS, MATERIALS, RIDERS, SHARE, SWIMMERS
from .sprites import resize, sprite

SIZE = 128
STYLES = {"3d": 0.78, "flat": 0.08, "pixel": 0.07, "ink": 0.07}     # share of the scenes
SLOTS = ("left", "center", "right")
SLOT_X = {"left": 0.24, "center": 0.5, "right": 0.76}
WEATHERS = ("clear", "rain", "snow")
SCALES = {"small": 0.72, "plain": 1.0, "big": 1.25}
SKYLESS = ("room", "sea")           # places where nothing flies
VARIANTS = 12                       # of every backdrop
PAPER, CHALK = (250, 246, 236), (46, 56, 66)
GROUND_Y = 0.895
JITTER = 0.025, 0.015               # how far a thing may stand from its place
# Height of a thing of size 1 and the greatest width of any. Whoever stands in the center is alone there; on the
# left and right there is room for two, so that coming and going leaves the other as it is.
HEIGHT = {"left": 0.49, "center": 0.58, "right": 0.49}
WIDTH = {"left": 0.50, "center": 0.66, "right": 0.50}


@dataclass(frozen=True)
class Thing:
    kind: str
    look: str = ""
    paint: Optional[str] = None     # a colour, a material, or None for its own colours
    slot: str = "center"
    zone: str = "ground"            # ground, sky, or on: on top of thing number `carrier`
    carrier: int = -1
    scale: str = "plain"
    dx: float = 0.0
    dy: float = 0.0
    mirror: bool = False            # never by chance: no caption says it, and a young model would paint both at once


@dataclass(frozen=True)
class Scene:
    place: str
    time: str
    weather: str
    style: str
    things: Tuple[Thing, ...]
    variant: int = 0                # the backdrop's small accidents


# ---------------------------------------------------------------- chance

def allowed_weather(place):
    if place in ("sea", "moon", "room"):
        return ("clear",)
    if place == "desert":
        return ("clear",) * 4 + ("rain",)
    return ("clear",) * 4 + (("snow",) if place == "snow" else ("rain", "snow"))


def allowed_times(place):
    if place == "moon":
        return ("night",)
    return ("day", "night") if place == "sea" else ("day", "day", "sunset", "night")


def _weighted(rng, shares):
    names = list(shares)
    weights = np.cumsum([shares[name] for name in names])
    return names[int(np.searchsorted(weights, rng.random() * 0.9999 * weights[-1]))]


def jitter(rng):
    dx, dy = JITTER
    return {"dx": float(rng.uniform(-dx, dx)), "dy": float(rng.uniform(-dy, dy))}


class _Dice:
    def __init__(self, rng):
        self.rng = rng

    def pick(self, options):
        return options[int(self.rng.integers(len(options)))]

    def chance(self, p):
        return self.rng.random() < p

    def kind(self, names):
        return _weighted(self.rng, {name: SHARE[name] for name in names})

    def thing(self, names, **more):
        name = self.kind(names)
        kind, paint, roll = KINDS[name], None, self.rng.random()
        if kind.body and roll < 0.30:
            paint = self.pick(tuple(COLORS))
        elif roll > 0.88:
            paint = self.pick(tuple(MATERIALS))
        scale = self.pick(("small", "big")) if self.chance(0.08) else "plain"
        return Thing(name, self.pick(tuple(kind.looks)), paint, scale=scale, **jitter(self.rng), **more)

    def things(self, place):
        """One or two on the ground, then perhaps one that rides or flies."""
        ground = GROUNDLINGS + (SWIMMERS * 4 if place == "sea" else SWIMMERS if place == "beach" else ())
        slots = ("left", "right") if self.chance(0.52) else ("center",) if self.chance(0.5) else (self.pick(("left", "right")),)
        things = [self.thing(ground, slot=slot) for slot in slots]
        if self.chance(0.15):
            if not any(KINDS[t.kind].carrier for t in things):
                things[0] = self.thing(CARRIERS, slot=things[0].slot)
            bearer = next(i for i, t in enumerate(things) if KINDS[t.kind].carrier)
            things[bearer] = replace(things[bearer], scale="plain")
            rider = self.thing(RIDERS, slot=things[bearer].slot, zone="on", carrier=bearer)
            things.append(replace(rider, scale="plain", dx=0.0, dy=0.0))
        elif place not in SKYLESS and self.chance(0.22):
            free = [slot for slot in SLOTS if slot not in slots]
            things.append(self.thing(FLYERS, slot=self.pick(free), zone="sky"))
        return tuple(things)


def sample_scene(rng):
    """A scene by chance. No two things are of a kind, so that a noun names one thing."""
    dice = _Dice(rng)
    while True:
        place, style = dice.pick(places.PLACES), _weighted(rng, STYLES)
        things = dice.things(place)
        if len({t.kind for t in things}) == len(things) and not (style == "pixel" and len(things) > 2):
            return Scene(place, dice.pick(allowed_times(place)), dice.pick(allowed_weather(place)), style, things,
                         variant=int(rng.integers(VARIANTS)))


def scene_at(seed, index):
    return sample_scene(np.random.default_rng([seed, index]))


# ---------------------------------------------------------------- drawing

@lru_cache(maxsize=1)
def _shadow():
    y, x = np.mgrid[0:96, 0:96] / 95 * 2 - 1
    return np.clip(1 - np.sqrt(x * x + y * y), 0, 1).astype(np.float32)[..., None] ** 0.9


@lru_cache(maxsize=8000)
def _cut(kind, look, paint, hand, width, height, mirror):
    kind = ALL_KINDS[kind]
    whole = sprite(kind.looks[look], hand, paint, kind.body, 128 if max(width, height) <= 128 else 256)
    out = resize(whole, width, height)
    return out[:, ::-1] if mirror else out


def _picture(thing, hand, box):
    x0, y0, x1, y1 = box
    return _cut(thing.kind, thing.look, None if hand == "ink" else thing.paint, hand, max(2, x1 - x0), max(2, y1 - y0), thing.mirror)


def layout(scene, size):
    """Box (x0, y0, x1, y1) in pixels of every thing, in the order of scene.things."""
    boxes = []
    for thing in scene.things:
        kind = ALL_KINDS[thing.kind]
        whole = sprite(kind.looks[thing.look], "3d", None, None, 128)
        unit, widest = HEIGHT[thing.slot], WIDTH[thing.slot]
        h = {"ground": unit, "on": 0.66 * unit, "sky": 0.375}[thing.zone] * kind.size * SCALES[thing.scale]
        w = h * whole.shape[1] / whole.shape[0]
        if w > widest:
            h, w = h * widest / w, widest
        x = SLOT_X[thing.slot] + thing.dx
        if thing.zone == "on":
            left, top, right, bottom = boxes[thing.carrier]
            x = (left + right) / 2
            y = bottom - (bottom - top) * ALL_KINDS[scene.things[thing.carrier].kind].carrier + 0.02 * h
        elif thing.zone == "sky":
            y = 0.21 + thing.dy + h / 2
        else:
            y = GROUND_Y + thing.dy
            if kind.zone == "sea" and scene.place == "sea":
                y -= 0.22 + 4 * thing.dy
        x = min(max(x, w / 2 + 0.015), 1 - w / 2 - 0.015)
        y = max(y, h + 0.01)
        boxes.append((x - w / 2, y - h, x + w / 2, y))
    return [tuple(int(round(v * size)) for v in box) for box in boxes]


def back_to_front(scene):
    rank = {"sky": 0, "ground": 1, "on": 2}
    return sorted(range(len(scene.things)), key=lambda i: rank[scene.things[i].zone])


def _paste(canvas, pixels, x, y, gain=None):
    """pixels, premultiplied RGBA, over canvas, cut at its edges."""
    h, w = pixels.shape[:2]
    x0, y0, x1, y1 = max(x, 0), max(y, 0), min(x + w, canvas.shape[1]), min(y + h, canvas.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    part = pixels[y0 - y:y1 - y, x0 - x:x1 - x]
    color = part[..., :-1] if gain is None else part[..., :-1] * gain
    canvas[y0:y1, x0:x1] *= 1 - part[..., -1:]
    canvas[y0:y1, x0:x1] += color


def _paint_things(canvas, scene, size, hand, shadows):
    boxes = layout(scene, size)
    light = 0.25 + 0.75 * _light(scene)         # things stay readable in the dark
    for index in back_to_front(scene):
        thing, (x0, y0, x1, y1) = scene.things[index], boxes[index]
        w, h = max(2, x1 - x0), max(2, y1 - y0)
        floats = thing.zone != "ground" or (ALL_KINDS[thing.kind].zone == "sea" and scene.place == "sea")
        if shadows and not floats:
            sw, sh = int(w * 1.16), max(3, int(h * 0.15 + 0.012 * size))
            layer = np.zeros((sh, sw, 4), np.float32)
            layer[..., 3] = 0.5 * resize(_shadow(), sw, sh)[..., 0]
            _paste(canvas, layer, (x0 + x1 - sw) // 2, y1 - int(sh * 0.62))
        _paste(canvas, _picture(thing, hand, boxes[index]), x0, y0, light)


def _light(scene):
    return (places.gain(scene.time, scene.place) * (0.9 if scene.weather == "rain" else 1.0)).astype(np.float32)


def _bytes(canvas):
    return (np.clip(canvas, 0, 1) * 255 + 0.5).astype(np.uint8)


def _let_it_fall(canvas, scene, size):
    if scene.weather == "clear":
        return canvas
    alpha = places.fall(scene.weather, scene.variant, size)[..., None]
    tone = np.array((0.80, 0.88, 1.0) if scene.weather == "rain" else (1, 1, 1), np.float32)
    if scene.time == "night":
        tone = tone * 0.8
    return canvas * (1 - alpha) + alpha * tone


def _render_3d(scene, size):
    canvas = places.backdrop(scene.place, scene.time, scene.weather, scene.variant, size).astype(np.float32) / 255
    _paint_things(canvas, scene, size, "3d", shadows=True)
    return _bytes(_let_it_fall(canvas, scene, size))


@lru_cache(maxsize=2048)
def _poster(place, time, weather, variant, size):
    """The backdrop in few flat tones."""
    picture = Image.fromarray(places.backdrop(place, time, weather, variant, size, soft=False))
    few = picture.quantize(16, Image.Quantize.MEDIANCUT, kmeans=3, dither=Image.Dither.NONE)
    return np.asarray(few.convert("RGB"))


def _render_flat(scene, size):
    canvas = _poster(scene.place, scene.time, scene.weather, scene.variant, size).astype(np.float32) / 255
    _paint_things(canvas, scene, size, "flat", shadows=False)
    return _bytes(_let_it_fall(canvas, scene, size))


@lru_cache(maxsize=2048)
def _outlines(place, time, weather, variant, size):
    """The backdrop's outlines: strength of ink [size, size]."""
    time = time if place == "moon" else "day"
    picture = places.backdrop(place, time, weather, variant, 2 * size, soft=False).astype(np.float32) / 255
    steps = [np.abs(picture - np.roll(picture, 1, axis)).sum(-1) for axis in (0, 1)]
    edge = np.maximum(*steps)
    edge[0] = edge[:, 0] = 0
    ink = np.clip((edge - 0.10) * 5, 0, 1)
    return np.asarray(Image.fromarray(ink).resize((size, size), Image.BOX)) * 0.55


def _render_ink(scene, size):
    """Ink on paper; at night chalk on slate."""
    night = scene.time == "night"
    paper = np.array(CHALK if night else PAPER, np.float32) / 255
    ink = np.array((240, 240, 232) if night else (36, 32, 44), np.float32) / 255
    canvas = _outlines(scene.place, scene.time, scene.weather, scene.variant, size)[..., None].copy()
    boxes = layout(scene, size)
    for index in back_to_front(scene):
        line = _picture(scene.things[index], "ink", boxes[index])[..., 3]
        body = _picture(replace(scene.things[index], paint=None), "flat", boxes[index])[..., 3]
        _paste(canvas, np.dstack([line, np.maximum(body, line)]), *boxes[index][:2])
    if scene.weather != "clear":
        canvas[..., 0] = np.maximum(canvas[..., 0], 0.5 * places.fall(scene.weather, scene.variant, size))
    return _bytes(paper + canvas * (ink - paper))


def _render_pixel(scene, size):
    """Cells of four pixels, sixteen tones a channel."""
    cells = size // 4 if size <= 160 else size // 5
    large = _render_3d(scene, cells * 4).astype(np.float32)
    small = large.reshape(cells, 4, cells, 4, 3).mean((1, 3))
    small = (small - 128) * 1.12 + 128
    small = np.clip(np.round(small / 17) * 17, 0, 255).astype(np.uint8)
    return np.asarray(Image.fromarray(small).resize((size, size), Image.NEAREST))


_RENDERERS = {"3d": _render_3d, "flat": _render_flat, "ink": _render_ink, "pixel": _render_pixel}


def render(scene, size=SIZE):
    """uint8 [size, size, 3]"""
    return _RENDERERS[scene.style](scene, size)
