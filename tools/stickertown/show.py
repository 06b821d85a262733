"""Sheets from a run's checkpoints: what the autoencoder keeps, and what the painter paints for captions of unseen scenes."""
import argparse
import os

import numpy as np
import torch
from PIL import Image, ImageDraw

import diffusion
import runtime

from . import captions, world
from .dataset import to_pixels, to_tensor
from .painter import Painter, new_tokenizer
from .team import SharedWeights
from .train_autoencoder import new_autoencoder


def load_autoencoder(work):
    model = new_autoencoder()
    for name, part in (("autoencoder", model), ("decoder", model.decoder)):
        _load(list(part.parameters()), os.path.join(work, name + ".pt"))
    return model.requires_grad_(False)


def load_painter(work):
    model = Painter(new_tokenizer())
    print("painter at step", _load(list(model.parameters()), os.path.join(work, "painter.pt")), flush=True)
    return model.eval().requires_grad_(False)


def _load(weights, path):
    """The averaged weights of a checkpoint; without one they stay."""
    shared = SharedWeights(weights, 1)
    step = shared.resume(path)
    if step:
        shared.give_average(weights)
    return step


def paint(painter, autoencoder, texts, steps, guidance, seed):
    """uint8 pictures [B, 128, 128, 3] for captions."""
    tokenizer, found = new_tokenizer(), []
    hidden = painter.text_encoder(torch.tensor([tokenizer.encode(text) for text in ["", *texts]]))[0]
    generator = torch.Generator().manual_seed(seed)
    for start in range(1, len(hidden), 16):
        latent = diffusion.sample(painter.unet, hidden[start:start + 16], hidden[:1], steps, guidance, generator, precise=True)
        found += list(to_pixels(autoencoder.decode(latent)))
    return found


def captioned(picture, text, size):
    """A picture with its caption above, in two lines."""
    cell = Image.new("RGB", (size, size + 24), "white")
    cell.paste(Image.fromarray(picture).resize((size, size), Image.LANCZOS), (0, 24))
    words, lines = text.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > size // 6:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    ImageDraw.Draw(cell).multiline_text((1, 0), "\n".join(lines[:2]), fill=0, spacing=0)
    return np.asarray(cell)


def grid(cells, columns):
    cells = list(cells) + [np.full_like(cells[0], 255)] * (-len(cells) % columns)
    return Image.fromarray(np.vstack([np.hstack(cells[i:i + columns]) for i in range(0, len(cells), columns)]))


def painter_sheet(work, out, count, steps, guidance, seed):
    texts = [captions.canonical(world.scene_at(seed, index)) for index in range(count)]
    pictures = paint(load_painter(work), load_autoencoder(work), texts, steps, guidance, seed)
    grid([captioned(p, t, 160) for p, t in zip(pictures, texts)], 8).save(out)


def autoencoder_sheet(work, out, count, seed):
    model = load_autoencoder(work)
    renders = [world.render(world.scene_at(seed, index)) for index in range(count)]
    kept = to_pixels(model.decode(model.encode(to_tensor(np.stack(renders)))))
    grid([np.hstack(pair) for pair in zip(renders, kept)], 5).save(out)


def world_sheet(out, seed, count=40, size=128):
    grid([world.render(world.scene_at(seed, index), size) for index in range(count)], 8).save(out, optimize=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("world", "autoencoder", "painter"))
    parser.add_argument("--work", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--count", type=int, default=32)
    parser.add_argument("--seed", type=int, default=12, help="of scenes; the training has 11")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--guidance", type=float, default=3.0)
    options = parser.parse_args()
    os.environ.setdefault("STICKERTOWN_SOURCES", os.path.join(options.work, "sources"))
    runtime.keep_memory()
    torch.set_num_threads(1)
    if options.what == "world":
        world_sheet(options.out, options.seed, options.count)
    elif options.what == "autoencoder":
        autoencoder_sheet(options.work, options.out, options.count, options.seed)
    else:
        painter_sheet(options.work, options.out, options.count, options.steps, options.guidance, options.seed)


if __name__ == "__main__":
    main()
