"""Stage: denoiser and text encoder, together."""
import os
import time

import numpy as np
import torch

import runtime
from diffusion import STEPS, alpha_bar_at, log_alpha_bar

from . import captions, labels, warm_start, world
from .dataset import HELD_OUT
from .painter import Painter, new_tokenizer, reading_loss
from .team import Member, SharedWeights, mixed, run

BATCH = 32
READING = 0.05          # weight of one head's reading loss at first
READING_STEPS = 3500    # it is gone by then
SIMPLE_STEPS = 2500     # until then nine of ten scenes are 3d: first what things look like, then the other styles
FLAT = 0.55             # share of the steps before the learning rate falls: until then --steps may still be changed


def train(latents, seed, path, steps, workers, peak=1e-3):
    """Goes on from the checkpoint. What is drawn in a step depends on seed and step alone."""
    tokenizer = new_tokenizer()
    model = Painter(tokenizer)
    if not os.path.exists(path):
        warm_start.painter(model, tokenizer)
    weights = list(model.parameters())
    shared = SharedWeights(weights, workers)
    done = shared.resume(path)
    if done < steps:
        run(_work, shared, (latents.share_memory_(), seed, path, done, steps, peak))
    shared.give_average(weights)
    return tokenizer, model.eval().requires_grad_(False)


def _choose(rng, count, seed, step):
    """Numbers of the pictures of one batch."""
    chosen = rng.integers(count, size=BATCH)
    if step < SIMPLE_STEPS:
        for i in range(BATCH):
            while world.scene_at(seed, chosen[i]).style != "3d" and rng.random() < 0.65:
                chosen[i] = rng.integers(count)
    return chosen


def _batch(latents, seed, step, rank, size, tokenizer, table):
    """This process' part of the batch: ids, what they tell, noise, noisy latents, timesteps, alpha bar."""
    rng = np.random.default_rng([seed, 31, step])
    torch.manual_seed(int(rng.integers(1 << 31)))
    mine = slice(rank, None, size)
    chosen = _choose(rng, len(latents) - HELD_OUT, seed, step)[mine]
    noise = torch.randn(BATCH, *latents.shape[1:])[mine]
    t = ((torch.arange(BATCH) + torch.rand(BATCH)) * ((STEPS - 1) / BATCH))[mine]
    own, ids, told = np.random.default_rng([seed, 32, step, rank]), [], []
    for index in chosen:
        scene = world.scene_at(seed, index)
        text, says = captions.vary(scene, own)
        ids.append(tokenizer.encode(text))
        told.append(labels.told_indices(scene, says))
    clean = latents[torch.from_numpy(chosen)].float()
    alpha = alpha_bar_at(table, t)[:, None, None, None]
    noisy = (alpha.sqrt() * clean + (1 - alpha).sqrt() * noise).contiguous(memory_format=torch.channels_last)
    return torch.tensor(ids), torch.tensor(told), noise, noisy, t, alpha


def _work(rank, shared, latents, seed, path, done, steps, peak):
    torch.manual_seed(seed)
    tokenizer = new_tokenizer()
    model = Painter(tokenizer).train()
    member, table = Member(rank, shared, list(model.parameters())), log_alpha_bar()
    log = runtime.Log("painter", 50)
    for step in range(done, steps):
        ids, told, noise, noisy, t, alpha = _batch(latents, seed, step, rank, shared.size, tokenizer, table)
        with mixed():
            guess, read = model(ids, noisy, t)
        error = (guess - noise).pow(2).mean((1, 2, 3))
        ratio = (alpha / (1 - alpha)).flatten()
        loss = (error * ratio.clamp(max=5) / ratio).mean()
        reading = reading_loss(read.float(), told)
        weight = READING * len(labels.SIZES) * max(0.0, 1 - step / READING_STEPS)
        (loss + weight * reading).backward()
        rate = runtime.cosine(step, steps, peak, warmup=200, flat=FLAT, floor=0.02)
        keep = min(0.995 if step < 1500 else 0.999, (step + 1) / (step + 10))
        member.step(step + 1, rate, keep)
        if rank:
            continue
        log.add(step, loss=loss.item(), error=error.mean().item(), reading=reading.item())
        if (step + 1) % 50 == 0:
            print(f"  samples {(step + 1) * BATCH}  rate {rate:.2e}  {time.process_time() / 60:.1f} minutes of this process' CPU",
                  flush=True)
        shared.save(path, step + 1, last=step + 1 == steps)
