"""Stages: the autoencoder, and more steps for its decoder alone.

The denoiser learns latents, so the encoder is frozen before it starts; the
decoder may go on learning beside it.
"""
import time

import numpy as np
import torch
import torch.nn.functional as F

import runtime
from autoencoder import Autoencoder

from . import warm_start
from .dataset import HELD_OUT, psnr, to_tensor
from .team import Member, SharedWeights, mixed, run

BATCH = 8


def loss_of(ours, theirs):
    """Squared and absolute error, weighted towards edges, and the error of the edges themselves.

    Without the weights the flat skies own the loss and small things stay blurred.
    """
    dx = lambda x: x[..., :, 1:] - x[..., :, :-1]
    dy = lambda x: x[..., 1:, :] - x[..., :-1, :]
    edges = F.pad(dx(theirs).abs().amax(1, True), (0, 1)) + F.pad(dy(theirs).abs().amax(1, True), (0, 0, 0, 1))
    weight = 1 + 4 * F.max_pool2d((edges > 0.14).float(), 7, 1, 3)
    weight = weight / weight.mean()
    d = ours - theirs
    return (weight * (2 * d * d + 0.4 * d.abs())).mean() + 0.5 * (dx(d).abs().mean() + dy(d).abs().mean())


@torch.no_grad()
def held_out_psnr(model, pictures, count=128):
    values = []
    for start in range(len(pictures) - count, len(pictures), 16):
        sample = to_tensor(pictures[start:start + 16])
        values.append(psnr(model.decode(model.encode(sample)), sample))
    return float(np.mean(values))


def new_autoencoder():
    """ToyTown's; its latents have mean 0 and deviation 1 already, so latent_norm changes nothing."""
    return warm_start.autoencoder(Autoencoder()).to(memory_format=torch.channels_last).eval()


def train(pictures, path, steps, seed, workers, peak=1.5e-3):
    """Encoder and decoder."""
    model = new_autoencoder()
    return _train(model, False, pictures, path, steps, [seed, 11], workers, peak)


def train_decoder(autoencoder, pictures, path, steps, seed, workers, peak=1e-3):
    """The decoder of a finished autoencoder; the encoder keeps the latents as they are."""
    return _train(autoencoder, True, pictures, path, steps, [seed, 12], workers, peak)


def _trained(model, decoder_only):
    model.requires_grad_(False)
    part = model.decoder if decoder_only else model
    return list(part.requires_grad_(True).parameters())


def _train(model, decoder_only, pictures, path, steps, series, workers, peak):
    weights = _trained(model, decoder_only)
    shared = SharedWeights(weights, workers)
    done = shared.resume(path)
    if done < steps:
        run(_work, shared, (model, decoder_only, pictures.filename, len(pictures), path, done, steps, series, peak))
    shared.give_average(weights)
    return model.requires_grad_(False)


def _work(rank, shared, model, decoder_only, pictures, count, path, done, steps, series, peak):
    from .dataset import open_pictures
    pictures = open_pictures(pictures, count)
    weights = _trained(model, decoder_only)
    member = Member(rank, shared, weights)
    log = runtime.Log("decoder" if decoder_only else "autoencoder")
    for step in range(done, steps):
        rng = np.random.default_rng([*series, step])
        torch.manual_seed(int(rng.integers(1 << 31)) + rank)
        chosen = np.sort(rng.integers(count - HELD_OUT, size=BATCH)[rank::shared.size])
        sample = to_tensor(pictures[chosen]).contiguous(memory_format=torch.channels_last)
        with mixed():
            ours, latent = model(sample)
        loss = loss_of(ours, sample)
        spread = latent.mean((0, 2, 3)).pow(2).mean() + (latent.std((0, 2, 3)) - 1).pow(2).mean()
        (loss if decoder_only else loss + 0.05 * spread).backward()
        member.step(step + 1, runtime.cosine(step, steps, peak), min(0.998, (step + 1) / (step + 10)))
        if rank:
            continue
        log.add(step, loss=loss.item(), mse=(ours - sample).detach().pow(2).mean().item(), spread=spread.item())
        if shared.save(path, step + 1, last=step + 1 == steps):
            print(f"  {step + 1} steps, {time.process_time() / 60:.1f} minutes of this process' CPU", flush=True)
