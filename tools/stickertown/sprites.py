"""Stickers: every thing in three hands (3d, flat, ink), in its own colours or painted.

The pictures are Fluent Emoji (Microsoft, MIT): 3D renders of 256 x 256 pixels
and two vector sets. A sprite is cut to its visible box and kept with
premultiplied alpha, so that scaling draws no dark fringes.
"""
import json
import os
import subprocess
from functools import lru_cache

import numpy as np
from PIL import Image

from .kinds import ALL_MATERIALS, COLORS

PACKAGES = {
    "3d": ("@lobehub/fluent-emoji-3d", "1.1.0"),
    "flat": ("@iconify-json/fluent-emoji-flat", "1.2.6"),
    "ink": ("@iconify-json/fluent-emoji-high-contrast", "1.2.6"),
}
MASTER = 256


def sources():
    """The folder that holds node_modules, from STICKERTOWN_SOURCES."""
    folder = os.environ.get("STICKERTOWN_SOURCES")
    if not folder:
        raise SystemExit("Set STICKERTOWN_SOURCES to the folder that the stage 'sources' fills, usually WORK/sources.")
    return folder


def fetch(folder):
    """Downloads the three packages and rasterises nothing yet."""
    os.makedirs(folder, exist_ok=True)
    if all(os.path.exists(os.path.join(folder, "node_modules", name, "package.json")) for name, _ in PACKAGES.values()):
        return
    manifest = os.path.join(folder, "package.json")
    if not os.path.exists(manifest):
        with open(manifest, "w", encoding="utf-8") as file:
            file.write('{"private": true}\n')
    subprocess.run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund",
                    *(f"{name}@{version}" for name, version in PACKAGES.values())], cwd=folder, check=True)


def _package(hand, *path):
    return os.path.join(sources(), "node_modules", PACKAGES[hand][0], *path)


@lru_cache(maxsize=None)
def _code_points():
    with open(_package("flat", "chars.json"), encoding="utf-8") as file:
        table = {}
        for code, name in json.load(file).items():
            table.setdefault(name, []).append(code)
        return table


@lru_cache(maxsize=None)
def _icons(hand):
    with open(_package(hand, "icons.json"), encoding="utf-8") as file:
        return json.load(file)


def _load(name, hand):
    if hand == "3d":
        for code in _code_points()[name]:
            for form in (code, code + "-fe0f", code.replace("-fe0f", "")):
                path = _package("3d", "assets", form + ".webp")
                if os.path.exists(path):
                    return Image.open(path).convert("RGBA")
        raise KeyError(name)
    path = os.path.join(sources(), "raster", f"{hand}-{name}.png")
    if not os.path.exists(path):
        _rasterise(name, hand, path)
    return Image.open(path).convert("RGBA")


def _rasterise(name, hand, path):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    icons = _icons(hand)
    body = icons["icons"].get(name) or icons["icons"][icons["aliases"][name]["parent"]]
    svg = ('<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
           f'viewBox="0 0 32 32" color="#1e1a28">{body["body"]}</svg>')
    part = f"{path}.{os.getpid()}"
    subprocess.run(["rsvg-convert", "-w", str(MASTER), "-h", str(MASTER), "-o", part], input=svg.encode(), check=True)
    os.replace(part, path)


def luminance(rgb):
    return rgb @ np.array([0.299, 0.587, 0.114], np.float32)


def hue_saturation(rgb):
    high, low = rgb.max(-1), rgb.min(-1)
    spread = np.maximum(high - low, 1e-6)
    r, g, b = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    hue = 60 * np.where(high == r, (g - b) / spread % 6, np.where(high == g, (b - r) / spread + 2, (r - g) / spread + 4))
    return hue, (high - low) / np.maximum(high, 1e-6)


def _ramp(value, stops):
    stops = np.array(stops, np.float32) / 255
    value = value[..., None]
    return np.where(value < 0.5, stops[0] + (stops[1] - stops[0]) * 2 * value,
                    stops[1] + (stops[2] - stops[1]) * (2 * value - 1)).astype(np.float32)


def _shade_rank(rgb, weight):
    """Luminance from 0 to 1 with the weighted middle at 0.5: the shading without the colour."""
    value = luminance(rgb)
    inside = value[weight > 0.5]
    if len(inside) < 20:
        inside = value[weight > 0.1]
    low, middle, high = np.percentile(inside, (3, 50, 98))
    low, high = min(low, middle - 0.12), max(high, middle + 0.10)
    return np.clip(np.where(value < middle, 0.5 * (value - low) / (middle - low),
                            0.5 + 0.5 * (value - middle) / (high - middle)), 0, 1)


def _grain(shape, seed):
    rng = np.random.default_rng(seed)
    small = rng.standard_normal((max(2, shape[0] // 6), max(2, shape[1] // 6)))
    return np.asarray(Image.fromarray(small.astype(np.float32)).resize(shape[::-1], Image.BICUBIC))


def _made_of(material, rgb, alpha):
    """The thing as a statue: its shading read from the material's ramp."""
    low, high = {"gold": (0.0, 1.0), "glass": (0.1, 1.0)}.get(material, (0.08, 0.92))
    value = low + (high - low) * _shade_rank(rgb, alpha)
    if material == "gold":      # bands of metal
        value = np.clip(value + 0.16 * np.sin(value * 9.0), 0, 1)
    elif material == "stone":
        value = np.clip(value + 0.06 * _grain(rgb.shape[:2], 5), 0, 1)
    elif material == "wood":
        rows = np.arange(rgb.shape[0])[:, None] / rgb.shape[0]
        value = np.clip(value + 0.10 * np.sin(rows * 55 + 2.2 * _grain(rgb.shape[:2], 6)), 0, 1)
    elif material == "glass":   # the middle tones let the background through
        alpha = alpha * (0.45 + 0.55 * np.clip(np.abs(value - 0.5) * 2.4, 0, 1))
    return _ramp(value, ALL_MATERIALS[material]), alpha


def _colored(color, rgb, alpha, body):
    """The body in another colour; eyes, wheels, windows and shading stay."""
    weight = np.ones_like(alpha)
    if body != "all":
        hue, saturation = hue_saturation(rgb)
        first, last, least = body
        away = np.abs((hue - (first + last) / 2 + 180) % 360 - 180) - (last - first) / 2
        weight = (np.clip(1 - away / 14, 0, 1) * np.clip((saturation - least) / 0.12, 0, 1)).astype(np.float32)
    value = _shade_rank(rgb, weight * alpha)
    new = _ramp(0.06 + 0.88 * value, COLORS[color])
    return rgb + weight[..., None] * (new - rgb)


@lru_cache(maxsize=4096)
def sprite(name, hand="3d", paint=None, body=None, size=MASTER):
    """Premultiplied float RGBA [h, w, 4], cut to what is visible; size is that of the uncut square."""
    if size != MASTER:
        full = sprite(name, hand, paint, body)
        scale = size / MASTER
        return resize(full, max(1, round(full.shape[1] * scale)), max(1, round(full.shape[0] * scale)))
    picture = _load(name, hand)
    if picture.size != (MASTER, MASTER):
        picture = picture.resize((MASTER, MASTER), Image.LANCZOS)
    picture = picture.crop(picture.getchannel("A").point(lambda a: 255 if a > 24 else 0).getbbox())
    pixels = np.asarray(picture, np.float32) / 255
    rgb, alpha = pixels[..., :3], pixels[..., 3]
    if hand != "ink":
        if paint in ALL_MATERIALS:
            rgb, alpha = _made_of(paint, rgb, alpha)
        elif paint:
            rgb = _colored(paint, rgb, alpha, body)
    return np.dstack([rgb * alpha[..., None], alpha]).astype(np.float32)


def resize(pixels, width, height):
    way = Image.BOX if pixels.shape[0] >= 2 * height else Image.BILINEAR
    bands = [Image.fromarray(pixels[..., k]).resize((width, height), way) for k in range(pixels.shape[2])]
    return np.dstack([np.asarray(band) for band in bands])
