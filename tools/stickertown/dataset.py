"""Renders the training pictures once into one flat file of bytes."""
import multiprocessing
import os
import time

import numpy as np
import torch

from . import world

HELD_OUT = 1000     # the last pictures are never trained on
CHUNK = 500


def open_pictures(path, count, mode="r"):
    """uint8 [count, 128, 128, 3], left on the disk."""
    return np.memmap(path, np.uint8, mode, shape=(count, world.SIZE, world.SIZE, 3))


def _render_chunk(job):
    path, seed, start, stop, count = job
    pictures = open_pictures(path, count, "r+")
    for index in range(start, stop):
        pictures[index] = world.render(world.scene_at(seed, index))
    return start


def render_all(path, seed, count, processes=2):
    """Pictures 0 to count of seed's series; goes on where it was stopped."""
    if not os.path.exists(path):
        part, done = path + ".part", path + ".done"
        if not os.path.exists(part):
            open_pictures(part, count, "w+").flush()
            np.zeros(-(-count // CHUNK), bool).tofile(done)
        finished, started, drawn = np.memmap(done, bool, "r+"), time.time(), 0
        jobs = [(part, seed, s, min(s + CHUNK, count), count) for s in range(0, count, CHUNK) if not finished[s // CHUNK]]
        # Few, long processes: the first pictures of each fill its caches and are ten times slower.
        with multiprocessing.Pool(processes) as pool:
            for start in pool.imap_unordered(_render_chunk, jobs):
                finished[start // CHUNK] = True
                drawn += CHUNK
                if drawn % 10000 == 0:
                    print(f"scenes {int(finished.sum()) * CHUNK}  {(time.time() - started) / drawn * 1e3:.1f} ms each", flush=True)
        os.replace(part, path)
        os.remove(done)
    return open_pictures(path, count)


def to_tensor(pixels):
    """uint8 [..., H, W, 3] to float [..., 3, H, W] in [-1, 1], channels last in memory."""
    return torch.from_numpy(np.array(pixels)).movedim(-1, -3).float() / 127.5 - 1


def to_pixels(sample):
    """The way back."""
    return ((sample.clamp(-1, 1) + 1) * 127.5 + 0.5).movedim(-3, -1).byte().numpy()


def psnr(ours, theirs):
    """Mean over pictures in [-1, 1] of the peak signal-to-noise ratio in dB."""
    error = (ours.clamp(-1, 1) - theirs).pow(2).mean((1, 2, 3))
    return (10 * torch.log10(4 / error)).mean().item()
