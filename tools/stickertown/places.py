"""Places, painted from gradients and soft shapes; any size, no picture files.

Sun, moon, Earth and window always stand on the right. When they could stand on
either side and the caption did not say where, a young model painted two.
"""
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

PLACES = ("meadow", "beach", "snow", "desert", "city", "room", "sea", "moon")
TIMES = ("day", "sunset", "night")
HORIZON = 0.56

SKY = {"day": ((70, 150, 240), (196, 230, 255)), "sunset": ((88, 62, 150), (255, 166, 96)),
       "night": ((8, 10, 40), (44, 52, 116)), "space": ((6, 4, 20), (30, 18, 62))}
GAIN = {"day": (1, 1, 1), "sunset": (1.0, 0.84, 0.76), "night": (0.50, 0.56, 0.86)}


def gain(time, place):
    if place == "sea":
        return np.array({"day": (0.88, 1.0, 1.0), "sunset": (0.86, 0.88, 0.9), "night": (0.46, 0.58, 0.82)}[time])
    if place == "room":
        return np.array({"day": (1, 1, 1), "sunset": (1, 0.92, 0.84), "night": (0.80, 0.74, 0.74)}[time])
    if place == "moon":
        return np.array((0.96, 0.96, 1.0))
    return np.array(GAIN[time])


class Canvas:
    """Unit coordinates, x to the right and y down; painted twice as large. soft: rays of light are welcome."""

    def __init__(self, size, soft=True):
        self.soft = soft
        self.n = 2 * size
        self.size = size
        self.image = Image.new("RGB", (self.n, self.n))
        self.light = np.ones(3)

    def lit(self, color):
        return tuple(int(c) for c in np.clip(np.array(color) * self.light, 0, 255))

    def gradient(self, top, bottom, y0=0.0, y1=1.0, mask=None, curve=1.0):
        n = self.n
        t = np.clip((np.arange(n) / n - y0) / max(y1 - y0, 1e-6), 0, 1)[:, None] ** curve
        rows = (1 - t) * np.array(self.lit(top)) + t * np.array(self.lit(bottom))
        layer = Image.fromarray(np.repeat(rows[:, None], n, 1).round().astype(np.uint8))
        if mask is None:
            mask = Image.new("L", (n, n))
            ImageDraw.Draw(mask).rectangle([0, y0 * n, n, y1 * n], fill=255)
        self.image.paste(layer, mask=mask)

    def mask(self, draw, blur=0.0):
        picture = Image.new("L", (self.n, self.n))
        draw(ImageDraw.Draw(picture))
        return picture.filter(ImageFilter.GaussianBlur(blur * self.n)) if blur else picture

    def scale(self, points):
        return [(x * self.n, y * self.n) for x, y in points]

    def polygon(self, points, color, blur=0.0, strength=1.0):
        mask = self.mask(lambda d: d.polygon(self.scale(points), fill=int(255 * strength)), blur)
        self.image.paste(self.lit(color), mask=mask)

    def ellipse(self, x, y, rx, ry, color, blur=0.0, strength=1.0):
        box = [(x - rx) * self.n, (y - ry) * self.n, (x + rx) * self.n, (y + ry) * self.n]
        mask = self.mask(lambda d: d.ellipse(box, fill=int(255 * strength)), blur)
        self.image.paste(self.lit(color), mask=mask)

    def band(self, line, top, bottom, y1=1.0):
        """Everything under the line, a function of x, with a gradient."""
        xs = np.linspace(0, 1, 65)
        ys = [line(x) for x in xs]
        mask = self.mask(lambda d: d.polygon(self.scale([(0, 1.1), *zip(xs, ys), (1, 1.1)]), fill=255))
        self.gradient(top, bottom, min(ys), y1, mask)

    def stroke(self, points, color, width, strength=1.0):
        mask = self.mask(lambda d: d.line(self.scale(points), fill=int(255 * strength),
                                          width=max(1, round(width * self.n)), joint="curve"))
        self.image.paste(self.lit(color), mask=mask)


def _wave(rng, height, low=1.0, high=2.0):
    a, b, f = rng.uniform(0, 6.28), rng.uniform(0, 6.28), rng.uniform(low, high)
    return lambda x: height * (0.6 * np.sin(6.28 * f * x + a) + 0.4 * np.sin(6.28 * 2.1 * f * x + b))


def _sky(c, time, weather, rng):
    top, low = SKY[time]
    if weather != "clear":
        grey = np.array((120, 128, 142) if weather == "rain" else (176, 188, 206))
        mix = {"day": 0.86, "sunset": 0.55, "night": 0.35}[time] * (1 if weather == "rain" else 0.9)
        shade = {"day": 1.0, "sunset": 0.9, "night": 0.45}[time]
        top = tuple((1 - mix) * np.array(top) + mix * grey * 0.9 * shade)
        low = tuple((1 - mix) * np.array(low) + mix * grey * 1.25 * shade)
    c.gradient(top, low, 0, HORIZON + 0.06, c.mask(lambda d: d.rectangle([0, 0, c.n, c.n], fill=255)))
    x = 0.84
    if weather == "clear":
        if time == "day":
            c.ellipse(x, 0.14, 0.15, 0.15, (255, 250, 214), 0.05, 0.55)
            c.ellipse(x, 0.14, 0.072, 0.072, (255, 240, 150))
        elif time == "sunset":
            c.ellipse(x, HORIZON - 0.10, 0.22, 0.22, (255, 214, 140), 0.07, 0.7)
            c.ellipse(x, HORIZON - 0.10, 0.085, 0.085, (255, 232, 168))
        else:
            _stars(c, rng, 14, HORIZON - 0.08)
            c.ellipse(x, 0.15, 0.13, 0.13, (190, 200, 255), 0.05, 0.30)
            mask = Image.new("L", (c.n, c.n))
            d = ImageDraw.Draw(mask)
            n = c.n
            d.ellipse([(x - .068) * n, .082 * n, (x + .068) * n, .218 * n], fill=255)
            d.ellipse([(x - .032) * n, .062 * n, (x + .092) * n, .196 * n], fill=0)
            c.image.paste((252, 244, 206), mask=mask)
    color = {"day": (255, 255, 255), "sunset": (255, 206, 186), "night": (96, 104, 160)}[time]
    if weather != "clear":
        color = tuple(0.80 * np.array((150, 156, 168)) * {"day": 1, "sunset": .85, "night": .5}[time]) if weather == "rain" else color
    for k in range(2 if weather == "clear" else 4):
        cx = rng.uniform(0.1, 0.9) if weather != "clear" else (1 - x) + rng.uniform(-0.12, 0.2)
        cy, s = rng.uniform(0.08, 0.26), rng.uniform(0.7, 1.2)
        for dx, dy, r in ((-0.10, 0.012, 0.042), (-0.035, -0.012, 0.062), (0.045, 0.0, 0.052), (0.10, 0.016, 0.036)):
            c.ellipse(cx + s * dx, cy + s * dy, s * r * 1.2, s * r * 0.8, color, 0.012, 0.85)


def _stars(c, rng, count, low):
    for _ in range(count):
        r = rng.uniform(0.006, 0.011)
        c.ellipse(rng.uniform(0, 1), rng.uniform(0, low), r, r, (255, 252, 232), 0.001, rng.uniform(0.6, 1.0))


def _meadow(c, time, weather, rng):
    h = HORIZON
    c.band(lambda x, w=_wave(rng, 0.035): h - 0.06 + w(x), (126, 190, 130), (110, 178, 104), 0.8)
    c.band(lambda x, w=_wave(rng, 0.022, 0.6, 1.2): h + 0.02 + w(x), (128, 206, 92), (62, 150, 58))
    for _ in range(9):
        x, y = rng.uniform(0, 1), rng.uniform(0.68, 0.99)
        s = 0.55 + y * 0.7
        for dx in (-0.012, 0, 0.012):
            c.stroke([(x, y), (x + dx * s, y - 0.028 * s)], (64, 140, 52), 0.007 * s)
    for _ in range(8):
        x, y = rng.uniform(0, 1), rng.uniform(0.66, 0.98)
        c.ellipse(x, y, 0.010, 0.008, ((255, 246, 250), (255, 222, 92), (255, 150, 190))[int(rng.integers(3))])


def _beach(c, time, weather, rng):
    h = HORIZON - 0.03
    tone = {"day": ((46, 146, 214), (96, 206, 220)), "sunset": ((120, 92, 160), (240, 160, 130)), "night": ((40, 70, 150), (80, 120, 190))}[time]
    c.gradient(tone[0], tone[1], h, 1.0)
    for _ in range(6):
        x, y = rng.uniform(0, 0.9), rng.uniform(h + 0.02, h + 0.10)
        c.stroke([(x, y), (x + rng.uniform(0.05, 0.12), y)], (220, 240, 250), 0.005, 0.6)
    w = _wave(rng, 0.02, 0.5, 1.0)
    c.band(lambda x: h + 0.125 + w(x), (255, 255, 255), (255, 255, 255))
    c.band(lambda x: h + 0.145 + w(x), (214, 180, 124), (214, 180, 124))
    c.band(lambda x: h + 0.175 + w(x), (250, 226, 168), (232, 196, 130))
    for _ in range(14):
        c.ellipse(rng.uniform(0, 1), rng.uniform(0.76, 0.98), 0.006, 0.004, (206, 166, 104))


def _mountain(c, x, y, w, h, rock, snow):
    c.polygon([(x - w, y), (x, y - h), (x + w, y)], rock)
    c.polygon([(x, y - h), (x + w, y), (x + 0.18 * w, y)], tuple(0.86 * np.array(rock)))
    cap = [(x, y - h), (x + 0.34 * w, y - 0.66 * h), (x + 0.14 * w, y - 0.72 * h), (x, y - 0.60 * h), (x - 0.16 * w, y - 0.72 * h), (x - 0.34 * w, y - 0.66 * h)]
    c.polygon(cap, snow)


def _snow(c, time, weather, rng):
    h = HORIZON + 0.02
    for k in range(3):
        _mountain(c, 0.14 + 0.36 * k + rng.uniform(-0.06, 0.06), h + 0.03, rng.uniform(0.24, 0.32), rng.uniform(0.22, 0.34), (128, 150, 190), (246, 250, 255))
    c.band(lambda x, w=_wave(rng, 0.02, 0.5, 1.0): h + 0.015 + w(x), (226, 236, 250), (250, 252, 255))
    c.band(lambda x, w=_wave(rng, 0.02, 0.6, 1.2): h + 0.16 + w(x), (240, 246, 255), (214, 228, 248))
    for _ in range(3):
        x = rng.uniform(0, 1)
        for k in range(3):
            y = h + 0.05 - 0.035 * k
            c.polygon([(x - 0.034 + 0.008 * k, y), (x, y - 0.055), (x + 0.034 - 0.008 * k, y)], (56, 116, 104))


def _desert(c, time, weather, rng):
    h = HORIZON
    x = rng.uniform(0.1, 0.8)
    c.polygon([(x, h + 0.04), (x + 0.03, h - 0.09), (x + 0.17, h - 0.09), (x + 0.21, h + 0.04)], (196, 112, 76))
    c.band(lambda x, w=_wave(rng, 0.03, 0.6, 1.1): h + 0.01 + w(x), (240, 186, 106), (224, 156, 82), 0.85)
    c.band(lambda x, w=_wave(rng, 0.03, 0.5, 0.9): h + 0.13 + w(x), (250, 204, 124), (226, 164, 86))
    for _ in range(5):
        x, y = rng.uniform(0, 0.85), rng.uniform(0.76, 0.97)
        c.stroke([(x, y), (x + 0.05, y - 0.008), (x + 0.12, y)], (214, 150, 78), 0.006)


def _city(c, time, weather, rng):
    h = HORIZON + 0.06
    night = time == "night"
    for layer, tone in ((0, (150, 176, 208)), (1, (112, 132, 172))):
        x = -0.02
        while x < 1:
            w, top = rng.uniform(0.09, 0.16), h - rng.uniform(0.12, 0.30) * (1.15 - 0.3 * layer)
            shade = tuple(np.array(tone) * rng.uniform(0.9, 1.1))
            c.polygon([(x, h), (x, top), (x + w, top), (x + w, h)], shade)
            if layer:
                for wy in np.arange(top + 0.025, h - 0.02, 0.045):
                    for wx in np.arange(x + 0.018, x + w - 0.022, 0.034):
                        lit = rng.random() < 0.55
                        light, c.light = c.light, np.ones(3) if night else c.light
                        c.polygon([(wx, wy), (wx + 0.017, wy), (wx + 0.017, wy + 0.022), (wx, wy + 0.022)],
                                  (255, 222, 130) if night and lit else (44, 52, 92) if night else (200, 226, 246))
                        c.light = light
            x += w + 0.004
    c.gradient((196, 196, 204), (206, 204, 210), h, h + 0.12)
    c.gradient((92, 94, 108), (72, 74, 88), h + 0.12, 1.0)
    c.stroke([(0, h + 0.12), (1, h + 0.12)], (236, 236, 240), 0.012)
    for k in range(4):
        x = k * 0.28 - 0.05
        c.polygon([(x, 0.885), (x + 0.15, 0.885), (x + 0.14, 0.905), (x - 0.01, 0.905)], (250, 226, 130))


def _room(c, time, weather, rng):
    wall = ((250, 214, 170), (176, 222, 204), (206, 196, 240))[int(rng.integers(3))]
    edge = 0.64
    c.gradient(wall, tuple(np.array(wall) * 0.92), 0, edge)
    x, y, w, h = 0.60, 0.10, 0.29, 0.33
    c.polygon([(x - .022, y - .022), (x + w + .022, y - .022), (x + w + .022, y + h + .022), (x - .022, y + h + .022)], (255, 252, 246))
    light, c.light = c.light, np.ones(3)
    top, low = SKY[time]
    if weather != "clear":
        top, low = tuple(np.array(top) * .6 + 40), tuple(np.array(low) * .6 + 50)
    box = c.mask(lambda d: d.rectangle([x * c.n, y * c.n, (x + w) * c.n, (y + h) * c.n], fill=255))
    c.gradient(top, low, y, y + h, box)
    if time == "night":
        for _ in range(7):
            c.ellipse(x + rng.uniform(.02, w - .02), y + rng.uniform(.02, h - .02), .006, .006, (255, 252, 230))
    elif time == "day":
        c.ellipse(x + .09, y + .13, .05, .026, (255, 255, 255), .004)
        c.ellipse(x + .13, y + .115, .045, .03, (255, 255, 255), .004)
    else:
        c.ellipse(x + w / 2, y + h - .05, .055, .055, (255, 226, 150))
    c.light = light
    c.stroke([(x + w / 2, y), (x + w / 2, y + h)], (255, 252, 246), .014)
    c.stroke([(x, y + h / 2), (x + w, y + h / 2)], (255, 252, 246), .014)
    px = 0.20
    c.polygon([(px, .14), (px + .17, .14), (px + .17, .33), (px, .33)], (150, 98, 62))
    c.polygon([(px + .016, .156), (px + .154, .156), (px + .154, .314), (px + .016, .314)], (246, 240, 226))
    c.ellipse(px + .085, .235, .04, .045, ((232, 120, 110), (96, 150, 210), (120, 176, 110))[int(rng.integers(3))])
    c.gradient((206, 150, 96), (176, 118, 70), edge, 1.0)
    for k in range(-4, 12):
        c.stroke([(0.5 + (k / 8 - 0.5) * 1.0, edge), (0.5 + (k / 8 - 0.5) * 2.0, 1.0)], (158, 104, 62), .005)
    c.gradient((252, 248, 240), (236, 228, 216), edge - 0.025, edge)
    rug = ((214, 84, 92), (84, 120, 190), (96, 160, 140))[int(rng.integers(3))]
    c.ellipse(.5, .865, .47, .105, tuple(np.array(rug) * 1.15))
    c.ellipse(.5, .865, .41, .085, rug)


def _sea(c, time, weather, rng):
    top, low = {"day": ((92, 206, 240), (14, 84, 170)), "sunset": ((226, 170, 160), (52, 60, 130)), "night": ((30, 70, 130), (8, 16, 56))}[time]
    light, c.light = c.light, np.ones(3)
    c.gradient(top, low, 0, 0.9, c.mask(lambda d: d.rectangle([0, 0, c.n, c.n], fill=255)))
    for _ in range(4):
        x, w = rng.uniform(0, 1), rng.uniform(0.03, 0.08)
        if not c.soft:      # few flat tones would make blocks of them
            continue
        c.polygon([(x, -0.02), (x + w, -0.02), (x + w * 2.2 - 0.14, 0.8), (x - 0.2, 0.8)], (255, 255, 240), 0.014, 0.13)
    c.light = light
    c.band(lambda x, w=_wave(rng, 0.016, 0.6, 1.2): 0.80 + w(x), (236, 214, 160), (206, 176, 120))
    for _ in range(3):
        x, f = rng.uniform(0, 1), rng.uniform(0, 6.28)
        for dx in (-0.022, 0.0, 0.022):
            ys = np.linspace(0, 1, 12)
            c.stroke([(x + dx + 0.014 * np.sin(f + 7 * t) * (0.3 + t), 0.86 - t * (0.22 - 3 * abs(dx))) for t in ys], (40, 156, 108), 0.012)
    for _ in range(3):
        x = rng.uniform(0, 1)
        for a in np.linspace(-0.9, 0.9, 5):
            c.stroke([(x, 0.88), (x + 0.06 * np.sin(a), 0.88 - 0.085 * np.cos(a))], (246, 120, 140), 0.014)
    for _ in range(9):
        x, y, r = rng.uniform(0, 1), rng.uniform(0.05, 0.7), rng.uniform(0.006, 0.014)
        c.ellipse(x, y, r, r, (226, 248, 255), 0, 0.65)
        c.ellipse(x, y, r * .6, r * .6, top, 0, 0.6)


def _moon(c, time, weather, rng):
    top, low = SKY["space"]
    c.gradient(top, low, 0, HORIZON + 0.1, c.mask(lambda d: d.rectangle([0, 0, c.n, c.n], fill=255)))
    _stars(c, rng, 18, HORIZON)
    x = 0.82
    c.ellipse(x, 0.17, 0.14, 0.14, (90, 160, 255), 0.03, 0.4)
    c.ellipse(x, 0.17, 0.10, 0.10, (44, 116, 216))
    for dx, dy, rx, ry in ((-.03, -.03, .035, .028), (.03, .02, .03, .04), (-.045, .035, .018, .014)):
        c.ellipse(x + dx, .17 + dy, rx, ry, (86, 180, 96), 0.004)
    c.ellipse(x + .01, 0.125, .05, .014, (245, 250, 255), 0.005)
    c.band(lambda x, w=_wave(rng, 0.014, 0.5, 1.0): HORIZON + 0.02 + w(x), (170, 170, 184), (206, 206, 214))
    for _ in range(7):
        x, y = rng.uniform(0, 1), rng.uniform(HORIZON + 0.10, 0.97)
        r = 0.02 + 0.05 * (y - HORIZON) * rng.uniform(0.7, 1.6)
        c.ellipse(x, y, r * 1.5, r * 0.62, (142, 142, 158))
        c.ellipse(x, y + r * 0.14, r * 1.3, r * 0.46, (182, 182, 194))


PAINTERS = dict(meadow=_meadow, beach=_beach, snow=_snow, desert=_desert, city=_city, room=_room, sea=_sea, moon=_moon)


@lru_cache(maxsize=2048)
def backdrop(place, time, weather, variant, size, soft=True):
    """uint8 [size, size, 3]; the variant moves hills, clouds and stones about. Without soft there are no rays of light."""
    c = Canvas(size, soft)
    # The sky and the ground have their own randomness: another sky leaves the ground where it was.
    if place not in ("room", "sea", "moon"):
        _sky(c, time, weather, np.random.default_rng([variant, 1]))
    c.light = gain(time, place) * (0.86 if weather == "rain" else 1.0)
    PAINTERS[place](c, time, weather, np.random.default_rng([variant, 2]))
    return np.asarray(c.image.resize((size, size), Image.BOX))


@lru_cache(maxsize=512)
def fall(weather, variant, size):
    """Rain or snow in front of everything: alpha [size, size]."""
    rng = np.random.default_rng([variant, 3])
    n = 2 * size
    picture = Image.new("L", (n, n))
    d = ImageDraw.Draw(picture)
    for _ in range(26):
        x, y = rng.uniform(0, n), rng.uniform(0, n)
        if weather == "rain":
            length = rng.uniform(0.07, 0.11) * n
            d.line([x, y, x - 0.25 * length, y + length], fill=165, width=max(1, round(0.012 * n)))
        else:
            r = rng.uniform(0.010, 0.018) * n
            d.ellipse([x - r, y - r, x + r, y + r], fill=235)
    return np.asarray(picture.resize((size, size), Image.BOX), np.float32) / 255
