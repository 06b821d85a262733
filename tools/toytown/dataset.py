"""Renders the training pictures once into one flat file of bytes."""
import multiprocessing
import os

import numpy as np
import torch

import world

HELD_OUT = 1000  # the last pictures are never trained on


def picture_bytes(job):
    seed, index = job
    return np.asarray(world.render(world.scene_at(seed, index)))


def render_all(path, seed, count):
    """count pictures of seed's series as uint8 [count, 128, 128, 3]."""
    shape = (count, world.SIZE, world.SIZE, 3)
    if not os.path.exists(path):
        pictures = np.memmap(path + ".part", np.uint8, "w+", shape=shape)
        with multiprocessing.Pool() as pool:
            jobs = ((seed, index) for index in range(count))
            for index, pixels in enumerate(pool.imap(picture_bytes, jobs, chunksize=256)):
                pictures[index] = pixels
        pictures.flush()
        os.replace(path + ".part", path)
    return np.memmap(path, np.uint8, "r", shape=shape)


def to_tensor(pixels, device="cpu"):
    """uint8 [..., H, W, 3] to float [..., 3, H, W] in [-1, 1]."""
    return torch.from_numpy(np.array(pixels)).to(device).movedim(-1, -3).float() / 127.5 - 1


def psnr(ours, theirs):
    """Mean over pictures in [-1, 1] of the peak signal-to-noise ratio in dB."""
    error = (ours.clamp(-1, 1) - theirs).pow(2).mean((1, 2, 3))
    return (10 * torch.log10(4 / error)).mean().item()
