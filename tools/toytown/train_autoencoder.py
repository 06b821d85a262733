"""Stage: the autoencoder."""
import numpy as np
import torch
import torch.nn.functional as F

import runtime
from autoencoder import LATENT_NOISE, Autoencoder
from dataset import HELD_OUT, psnr, to_tensor

BATCH = 8
NORM_STEPS = 300  # batch statistics this long, frozen ones afterwards


def loss_of(ours, theirs):
    """Squared and absolute error, weighted towards edges, and the error of the edges themselves.

    Without the weights the flat skies own the loss and small objects stay blurred.
    """
    dx = lambda x: x[..., :, 1:] - x[..., :, :-1]
    dy = lambda x: x[..., 1:, :] - x[..., :-1, :]
    edges = F.pad(dx(theirs).abs().amax(1, True), (0, 1)) + F.pad(dy(theirs).abs().amax(1, True), (0, 0, 0, 1))
    near = F.max_pool2d((edges > 0.12).float(), 7, 1, 3)
    weight = 1 + 5 * near
    weight = weight / weight.mean()
    d = ours - theirs
    gradient = dx(d).abs().mean() + dy(d).abs().mean()
    return (weight * (2 * d * d + 0.4 * d.abs())).mean() + 0.5 * gradient


@torch.no_grad()
def held_out_psnr(model, pictures, device, noise=0.0, count=256):
    values = []
    for start in range(len(pictures) - count, len(pictures), 32):
        sample = to_tensor(pictures[start:start + 32], device)
        latent = model.encode(sample)
        values.append(psnr(model.decode(latent + noise * torch.randn_like(latent)), sample))
    return float(np.mean(values))


def train(pictures, path, steps, seed, device, peak=2e-3):
    torch.manual_seed(seed)
    model = Autoencoder().to(device, memory_format=torch.channels_last)
    average = runtime.Average(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=peak, betas=(0.9, 0.99), weight_decay=0.01, foreach=True)
    done = runtime.resume_stage(path, device, model=model, average=average, optimizer=optimizer)
    if done >= steps:
        return average.model

    log, usable = runtime.Log("autoencoder"), len(pictures) - HELD_OUT
    for step in range(done, steps):
        rng = np.random.default_rng([seed, 11, step])
        torch.manual_seed(seed * 1_000_003 + step)
        sample = to_tensor(pictures[np.sort(rng.integers(usable, size=BATCH))], device)
        sample = sample.contiguous(memory_format=torch.channels_last)
        model.train()
        model.latent_norm.train(step < NORM_STEPS)
        with runtime.mixed(device):
            ours, latent = model(sample)
        loss = loss_of(ours, sample)
        spread = latent.mean((0, 2, 3)).pow(2).mean() + (latent.std((0, 2, 3)) - 1).pow(2).mean()
        runtime.set_rate(optimizer, runtime.cosine(step, steps, peak))
        optimizer.zero_grad(set_to_none=True)
        (loss + 0.05 * spread).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        average.follow(model, min(0.998, (step + 1) / (step + 10)))
        log.add(step, loss=loss.item(), mse=(ours - sample).pow(2).mean().item(), spread=spread.item())
        if (step + 1) % 500 == 0 or step + 1 == steps:
            runtime.save_stage(path, step + 1, model=model, average=average, optimizer=optimizer)
            print(f"autoencoder {step + 1}  held-out PSNR {held_out_psnr(average.model, pictures, device):.2f} dB, "
                  f"with latent noise {held_out_psnr(average.model, pictures, device, LATENT_NOISE):.2f} dB", flush=True)
    return average.model
