"""Stages: the autoencoder, and more steps for its decoder alone.

The denoiser learns latents, so the encoder is frozen before it starts; the
decoder may go on learning beside it.
"""
import time

import numpy as np
import torch
import torch.nn.functional as F

import runtime
from autoencoder import LATENT_NOISE, Autoencoder

from .dataset import HELD_OUT, psnr, to_tensor
from .warm_start import from_toytown

BATCH = 8
NORM_STEPS = 300        # the latent's statistics follow the batches this long, then they are frozen
SAVE_EVERY = 600        # seconds


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


def train(pictures, path, steps, seed, peak=1.5e-3):
    """Encoder and decoder, from ToyTown's weights."""
    model = from_toytown(Autoencoder())
    return _train(model, model.parameters(), pictures, path, steps, [seed, 11], peak, NORM_STEPS)


def train_decoder(autoencoder, pictures, path, steps, seed, peak=1e-3):
    """The decoder of a finished autoencoder; the encoder keeps the latents as they are."""
    return _train(autoencoder, autoencoder.decoder.parameters(), pictures, path, steps, [seed, 12], peak, 0)


def _train(model, weights, pictures, path, steps, series, peak, norm_steps):
    weights = list(weights)
    model.requires_grad_(False)
    for weight in weights:
        weight.requires_grad_(True)
    average = runtime.Average(model)
    optimizer = torch.optim.AdamW(weights, lr=peak, betas=(0.9, 0.99), weight_decay=0.01, foreach=True)
    done = runtime.resume_stage(path, torch.device("cpu"), model=model, average=average, optimizer=optimizer)
    if done >= steps:
        return average.model
    log, usable, saved = runtime.Log("autoencoder"), len(pictures) - HELD_OUT, time.time()
    for step in range(done, steps):
        rng = np.random.default_rng([*series, step])
        torch.manual_seed(int(rng.integers(1 << 31)))
        sample = to_tensor(pictures[np.sort(rng.integers(usable, size=BATCH))])
        sample = sample.contiguous(memory_format=torch.channels_last)
        model.train()
        model.latent_norm.train(step < norm_steps)
        ours, latent = model(sample)
        loss = loss_of(ours, sample)
        spread = latent.mean((0, 2, 3)).pow(2).mean() + (latent.std((0, 2, 3)) - 1).pow(2).mean()
        runtime.set_rate(optimizer, runtime.cosine(step, steps, peak))
        optimizer.zero_grad(set_to_none=True)
        (loss + 0.05 * spread).backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        average.follow(model, min(0.998, (step + 1) / (step + 10)))
        log.add(step, loss=loss.item(), mse=(ours - sample).pow(2).mean().item(), spread=spread.item())
        if step + 1 == steps or time.time() - saved > SAVE_EVERY:
            runtime.save_stage(path, step + 1, model=model, average=average, optimizer=optimizer)
            saved = time.time()
            print(f"autoencoder {step + 1}  held-out PSNR {held_out_psnr(average.model, pictures):.2f} dB  "
                  f"{time.process_time() / 60:.1f} minutes of CPU", flush=True)
    return average.model
