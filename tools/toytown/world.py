"""ToyTown: the little world that the model is trained on.

A Scene holds everything that a picture depends on, its randomness included, so
render(scene) is a pure function: change one field with dataclasses.replace and
everything else stays where it was.
"""
import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Optional, Tuple

import numpy as np
from PIL import Image, ImageDraw

SIZE = 128
SUPERSAMPLING = 3
HORIZON = 82

SKIES = ("day", "sunset", "night", "overcast")
GROUNDS = ("grass", "sand", "snow", "water")
EXTRAS = ("none", "sun", "moon", "cloud")
KINDS = ("house", "tree", "car", "boat", "ball", "cat")
COLORS = ("red", "blue", "green", "yellow", "purple", "white")
SLOTS = ("left", "center", "right")
EXTRAS_OF_SKY = {
    "day": ("none", "sun", "cloud"),
    "sunset": ("none", "sun"),
    "night": ("none", "moon"),
    "overcast": ("none", "cloud"),
}

# The heads of the describer, in order; labels are part of the model's contract.
HEADS = (
    ("sky", SKIES),
    ("ground", GROUNDS),
    ("extra", EXTRAS),
    *((f"object_{slot}", ("none",) + KINDS) for slot in SLOTS),
    *((f"color_{slot}", ("none",) + COLORS) for slot in SLOTS),
    ("extra_count", ("0", "1", "2")),
)

SLOT_X = {"left": 24.0, "center": 64.0, "right": 104.0}
BASE_Y = 105.0
# One anchor for each extra: it never appears anywhere else, so a picture with
# two of them is no blend of two likely pictures.
EXTRA_ANCHOR = {"sun": (103.0, 22.0), "moon": (25.0, 22.0), "cloud": (64.0, 23.0)}

RGB = {
    "red": (214, 40, 40), "blue": (45, 85, 220), "green": (35, 150, 65),
    "yellow": (247, 205, 40), "purple": (140, 55, 170), "white": (244, 244, 244),
}
SKY_RGB = {  # top, horizon
    "day": ((95, 170, 245), (190, 225, 255)),
    "sunset": ((105, 60, 135), (255, 160, 85)),
    "night": ((10, 14, 48), (42, 48, 105)),
    "overcast": ((135, 140, 150), (190, 194, 200)),
}
GROUND_RGB = {  # horizon, bottom
    "grass": ((110, 185, 85), (75, 150, 60)),
    "sand": ((242, 216, 155), (222, 188, 120)),
    "snow": ((232, 238, 246), (250, 252, 255)),
    "water": ((70, 145, 205), (25, 85, 160)),
}
GROUND_LIGHT = {"day": 1.0, "sunset": 1.0, "night": 0.62, "overcast": 0.85}
INK = (30, 26, 36)


@dataclass(frozen=True)
class SceneObject:
    slot: str
    kind: str
    color: str
    dx: float = 0.0
    dy: float = 0.0
    scale: float = 1.0
    mirror: bool = False


@dataclass(frozen=True)
class Scene:
    sky: str
    ground: str
    extra: str
    objects: Tuple[SceneObject, ...]
    extra_dx: float = 0.0
    extra_dy: float = 0.0
    star_seed: int = 0
    # A second sun, moon or cloud. ToyTown has none; the describer learns to
    # count with it.
    second_extra: Optional[Tuple[float, float]] = None

    def attributes(self):
        """Name of each head -> label."""
        found = {name: "none" for name, _ in HEADS}
        found.update(sky=self.sky, ground=self.ground, extra=self.extra)
        for thing in self.objects:
            found[f"object_{thing.slot}"] = thing.kind
            found[f"color_{thing.slot}"] = thing.color
        count = 0 if self.extra == "none" else 2 if self.second_extra else 1
        found["extra_count"] = str(count)
        return found

    def labels(self):
        """One label index per head."""
        found = self.attributes()
        return [labels.index(found[name]) for name, labels in HEADS]


def sample_scene(rng):
    """A random scene; rng is a numpy Generator."""
    pick = lambda options: options[int(rng.integers(len(options)))]
    sky = pick(SKIES)
    slots = rng.permutation(len(SLOTS))[: 2 if rng.random() < 0.6 else 1]
    objects = tuple(
        SceneObject(
            slot=SLOTS[slot], kind=pick(KINDS), color=pick(COLORS),
            dx=float(rng.uniform(-3, 3)), dy=float(rng.uniform(-3, 3)),
            scale=float(rng.uniform(0.9, 1.1)), mirror=bool(rng.random() < 0.5))
        for slot in sorted(slots))
    return Scene(
        sky=sky, ground=pick(GROUNDS), extra=pick(EXTRAS_OF_SKY[sky]), objects=objects,
        extra_dx=float(rng.uniform(-2, 2)), extra_dy=float(rng.uniform(-2, 2)),
        star_seed=int(rng.integers(1 << 30)))


def sample_odd_scene(rng):
    """A scene that breaks the rules of the sky: any extra anywhere, and half of them twice."""
    scene = replace(sample_scene(rng), extra=EXTRAS[1 + int(rng.integers(3))])
    x, y = EXTRA_ANCHOR[scene.extra]
    place = lambda: (float(rng.uniform(14, SIZE - 14)), float(rng.uniform(14, 42)))
    if rng.random() < 0.5:
        there = place()
        return replace(scene, extra_dx=there[0] - x, extra_dy=there[1] - y)
    second = place()
    while abs(second[0] - x - scene.extra_dx) < 24:
        second = place()
    return replace(scene, second_extra=second)


def scene_at(seed, index):
    """Scene number index of the endless series that seed names."""
    return sample_scene(np.random.default_rng([seed, index]))


def render(scene, width=SIZE, height=SIZE):
    """The picture of a scene, an RGB image.

    Of another size than the model's, the scene keeps its shape and its middle:
    the shorter side shows what 128 pixels show, and the longer one more of sky,
    ground or both.
    """
    frame = Frame(width, height)
    picture = _background(scene.sky, scene.ground, frame).copy()
    draw = ImageDraw.Draw(picture)
    draw.frame = frame
    if scene.sky == "night":
        _stars(draw, scene.star_seed)
    if scene.extra != "none":
        x, y = EXTRA_ANCHOR[scene.extra]
        _EXTRA_DRAWERS[scene.extra](Pen(draw, x + scene.extra_dx, y + scene.extra_dy))
        if scene.second_extra:
            _EXTRA_DRAWERS[scene.extra](Pen(draw, *scene.second_extra))
    for thing in scene.objects:
        pen = Pen(draw, SLOT_X[thing.slot] + thing.dx, BASE_Y + thing.dy, thing.scale, thing.mirror)
        _KIND_DRAWERS[thing.kind](pen, RGB[thing.color])
    return picture.reduce(SUPERSAMPLING)


@dataclass(frozen=True)
class Frame:
    """A canvas of a size in pixels, measured in the units of the scene's own 128 x 128."""
    width: int
    height: int

    @property
    def unit(self):
        """Pixels of the canvas, supersampled, a unit."""
        return min(self.width, self.height) / SIZE * SUPERSAMPLING

    @property
    def left(self):
        """Units of canvas on the left of the scene's own square, and as many on its right."""
        return (self.width * SUPERSAMPLING / self.unit - SIZE) / 2

    @property
    def top(self):
        """Units of canvas above the scene's own square, and as many below it."""
        return (self.height * SUPERSAMPLING / self.unit - SIZE) / 2


class Pen:
    """Draws in units around an origin: u to the right, v up."""

    def __init__(self, draw, x, y, scale=1.0, mirror=False):
        self.draw, self.x, self.y = draw, x + draw.frame.left, y + draw.frame.top
        self.scale, self.sign, self.unit = scale, -1.0 if mirror else 1.0, draw.frame.unit
        self.line = round(1.4 * self.unit)

    def at(self, u, v):
        return ((self.x + self.sign * self.scale * u) * self.unit,
                (self.y - self.scale * v) * self.unit)

    def polygon(self, points, fill, outline=INK):
        corners = [self.at(u, v) for u, v in points]
        self.draw.polygon(corners, fill=fill)
        if outline:
            self.draw.line(corners + corners[:2], fill=outline, width=self.line, joint="curve")

    def rectangle(self, left, bottom, right, top, fill, outline=INK):
        self.polygon([(left, bottom), (right, bottom), (right, top), (left, top)], fill, outline)

    def ellipse(self, u, v, ru, rv, fill, outline=INK):
        (x, y), s = self.at(u, v), self.scale * self.unit
        box = [x - ru * s, y - rv * s, x + ru * s, y + rv * s]
        self.draw.ellipse(box, fill=fill, outline=outline, width=self.line if outline else 0)

    def stroke(self, points, fill, width):
        self.draw.line([self.at(u, v) for u, v in points], fill=fill,
                       width=round(width * self.unit), joint="curve")


def _shade(color, factor):
    return tuple(min(255, int(c * factor)) for c in color)


def _house(pen, color):
    pen.rectangle(13 - 6, 24, 13, 40, (120, 80, 70))
    pen.rectangle(-16, 0, 16, 25, color)
    pen.polygon([(-20, 25), (20, 25), (0, 44)], _shade(color, 0.62))
    pen.rectangle(-11, 0, -2, 16, (92, 58, 38))
    pen.rectangle(3, 8, 12, 18, (255, 240, 165))


def _tree(pen, color):
    pen.rectangle(-4, 0, 4, 18, (112, 72, 42))
    for u, v, r in ((-8, 22, 11), (8, 22, 11), (0, 35, 13)):
        pen.ellipse(u, v, r, r, color)
    for u, v, r in ((-8, 22, 9.3), (8, 22, 9.3), (0, 35, 11.3), (0, 24, 7)):
        pen.ellipse(u, v, r, r, color, outline=None)


def _car(pen, color):
    pen.polygon([(-12, 14), (-7, 26), (8, 26), (13, 14)], color)
    pen.polygon([(-8, 15), (-5, 23), (0, 23), (0, 15)], (190, 228, 250), outline=None)
    pen.polygon([(2.5, 15), (2.5, 23), (6.5, 23), (9, 15)], (190, 228, 250), outline=None)
    pen.rectangle(-20, 5, 20, 15, color)
    pen.rectangle(16, 9, 20, 13, (255, 240, 165), outline=None)
    for u in (-11, 11):
        pen.ellipse(u, 5, 6, 6, (40, 40, 46))
        pen.ellipse(u, 5, 2.4, 2.4, (200, 200, 205), outline=None)


def _boat(pen, color):
    pen.rectangle(-1.2, 12, 1.2, 44, (92, 62, 42), outline=None)
    pen.polygon([(2, 16), (2, 44), (17, 16)], _shade(color, 0.72))
    pen.polygon([(-3, 16), (-3, 36), (-13, 16)], _shade(color, 0.72))
    pen.polygon([(-20, 13), (20, 13), (13, 0), (-13, 0)], color)


def _ball(pen, color):
    pen.ellipse(0, 15, 15, 15, color)
    pen.polygon([(-14, 18), (14, 18), (14, 12), (-14, 12)], _shade(color, 0.6), outline=None)
    pen.ellipse(-5, 23, 3.2, 3.2, (255, 255, 255), outline=None)


def _cat(pen, color):
    pen.stroke([(8, 4), (15, 5), (18, 11), (16, 19)], INK, 7 * pen.scale)
    pen.stroke([(8, 4), (15, 5), (18, 11), (16, 19)], color, 4.4 * pen.scale)
    pen.ellipse(0, 10, 11, 11, color)
    pen.polygon([(-12, 26), (-11, 42), (-3, 34)], color)
    pen.polygon([(12, 26), (11, 42), (3, 34)], color)
    pen.ellipse(0, 26, 13, 10.5, color)
    for u in (-5, 5):
        pen.ellipse(u, 27, 2.2, 2.8, INK, outline=None)
    pen.polygon([(-2, 22.5), (2, 22.5), (0, 20)], (235, 110, 130), outline=None)


def _sun(pen):
    for k in range(8):
        c, s = np.cos(k * np.pi / 4), np.sin(k * np.pi / 4)
        pen.stroke([(12 * c, 12 * s), (16.5 * c, 16.5 * s)], (255, 215, 60), 2.6)
    pen.ellipse(0, 0, 10, 10, (255, 222, 70), outline=(235, 160, 30))


def _moon(pen):
    pen.ellipse(0, 0, 11, 11, (238, 236, 205), outline=(190, 188, 160))
    for u, v, r in ((-4, 3, 2.6), (4, -3, 3), (3, 5, 1.8)):
        pen.ellipse(u, v, r, r, (205, 202, 172), outline=None)


def _cloud(pen):
    blobs = ((-12, -2, 7), (12, -2, 7), (-4, 3, 9), (6, 2, 8))
    for u, v, r in blobs:
        pen.ellipse(u, v, r + 1.3, r + 1.3, (150, 160, 178), outline=None)
    pen.rectangle(-12, -10.3, 12, -2, (150, 160, 178), outline=None)
    for u, v, r in blobs:
        pen.ellipse(u, v, r, r, (252, 252, 255), outline=None)
    pen.rectangle(-12, -9, 12, -2, (252, 252, 255), outline=None)


_KIND_DRAWERS = {"house": _house, "tree": _tree, "car": _car, "boat": _boat, "ball": _ball, "cat": _cat}
_EXTRA_DRAWERS = {"sun": _sun, "moon": _moon, "cloud": _cloud}


def _stars(draw, seed):
    rng = np.random.default_rng(seed)
    for _ in range(12):
        x, y = rng.uniform(4, SIZE - 4), rng.uniform(4, HORIZON - 14)
        pen = Pen(draw, x, y)
        pen.ellipse(0, 0, 1.4, 1.4, (250, 248, 220), outline=None)


@lru_cache(maxsize=64)
def _background(sky, ground, frame):
    """Sky and ground without anything on them; the same for every scene."""
    rows = np.zeros((frame.height * SUPERSAMPLING, 3), np.float32)
    edge = round((frame.top + HORIZON) * frame.unit)
    for part, (first, last), light in (
            (rows[:edge], SKY_RGB[sky], 1.0),
            (rows[edge:], GROUND_RGB[ground], GROUND_LIGHT[sky])):
        t = np.linspace(0, 1, len(part))[:, None]
        part[:] = light * ((1 - t) * np.array(first) + t * np.array(last))
    pixels = np.repeat(rows[:, None], frame.width * SUPERSAMPLING, axis=1).astype(np.uint8)
    picture = Image.fromarray(pixels)
    draw = ImageDraw.Draw(picture)
    draw.frame = frame
    for x, y in ((8, 90), (44, 88), (84, 91), (118, 89), (26, 115), (66, 119), (104, 116)):
        # Beside the scene's own square the same marks again.
        for shift in range(-math.ceil(frame.left / SIZE), math.ceil(frame.left / SIZE) + 1):
            _ground_mark(Pen(draw, x + shift * SIZE, y), ground, GROUND_LIGHT[sky])
    return picture


def _ground_mark(pen, ground, light):
    if ground == "grass":
        ink = _shade((50, 120, 45), light)
        pen.stroke([(-4, 4), (-2, 0), (0, 5), (2, 0), (4, 4)], ink, 1.4)
    elif ground == "sand":
        for u, v in ((-4, 0), (1, 2), (5, -1)):
            pen.ellipse(u, v, 1.3, 1.3, _shade((190, 152, 90), light), outline=None)
    elif ground == "snow":
        pen.stroke([(-9, 0), (-3, 2), (3, 2), (9, 0)], _shade((196, 212, 232), light), 1.6)
    else:
        pen.stroke([(-8, 0), (-4, 2), (0, 0), (4, 2), (8, 0)], _shade((165, 212, 242), light), 1.6)
