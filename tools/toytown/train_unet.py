"""Stage: denoiser and text encoder, together."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import captions
import runtime
from dataset import HELD_OUT
from describer import SIZES
from diffusion import STEPS, alpha_bar_at, log_alpha_bar
from text_encoder import TextEncoder
from unet import UNet

BATCH = 32


class Painter(nn.Module):
    """What is trained: both networks, and a head that reads the scene off the caption's end token.

    The head's loss makes the text encoder parse within minutes. It fades away
    and the head is not exported.
    """

    def __init__(self, tokenizer):
        super().__init__()
        self.text_encoder = TextEncoder(len(tokenizer.vocabulary), tokenizer.end)
        self.unet = UNet()
        self.reader = nn.Linear(self.unet.config["cross_attention_dim"], sum(SIZES))

    def forward(self, ids, noisy, t):
        hidden, end = self.text_encoder(ids)
        return self.unet(noisy, t, hidden), self.reader(end).float()


def reading_loss(logits, said):
    """Cross-entropy over the attributes that the caption does say (-1: it does not)."""
    total = 0.0
    for i, head in enumerate(logits.split(SIZES, 1)):
        if (said[:, i] >= 0).any():
            total = total + F.cross_entropy(head, said[:, i], ignore_index=-1)
    return total / len(SIZES)


def new_painter(tokenizer, device):
    model = Painter(tokenizer).to(device)
    model.unet.to(memory_format=torch.channels_last)
    return model


def train(latents, scenes, tokenizer, path, steps, seed, device, workers=1):
    """With several workers the batch is shared out; nearly the same result, but not bit for bit."""
    average = runtime.Average(new_painter(tokenizer, device))
    if runtime.resume_stage(path, device, average=average) >= steps:
        return average.model
    job = (latents, scenes, tokenizer, path, steps, seed, device)
    if workers == 1:
        work(0, None, *job)
    else:
        runtime.share_out(work, workers, sum(p.numel() for p in average.parameters()), job)
    runtime.resume_stage(path, device, average=average)
    return average.model


def work(rank, team, latents, scenes, tokenizer, path, steps, seed, device, peak=1.2e-3):
    torch.manual_seed(seed)
    model = new_painter(tokenizer, device)
    average = runtime.Average(model)
    weights = list(model.parameters())
    optimizer = torch.optim.AdamW(weights, lr=peak, betas=(0.9, 0.99), weight_decay=0.01, foreach=True)
    done = runtime.resume_stage(path, device, model=model, average=average, optimizer=optimizer)
    model.train()
    mine = slice(rank, None, team.size if team else 1)
    table, usable, log = log_alpha_bar(device), len(latents) - HELD_OUT, runtime.Log("unet")
    for step in range(done, steps):
        rng = np.random.default_rng([seed, 31, step])
        torch.manual_seed(seed * 1_000_003 + step)
        chosen = rng.integers(usable, size=BATCH)
        texts, said = zip(*(captions.vary(scenes[i], rng) for i in chosen))
        ids = torch.tensor([tokenizer.encode(text) for text in texts[mine]], device=device)
        said = torch.tensor(said[mine], device=device)
        clean = latents[torch.from_numpy(chosen[mine]).to(device)]
        noise = torch.randn(BATCH, *clean.shape[1:])[mine].to(device)
        t = (torch.arange(BATCH) + torch.rand(BATCH))[mine].to(device) * ((STEPS - 1) / BATCH)
        alpha = alpha_bar_at(table, t)[:, None, None, None]
        noisy = (alpha.sqrt() * clean + (1 - alpha).sqrt() * noise).contiguous(memory_format=torch.channels_last)
        with runtime.mixed(device):
            guess, read = model(ids, noisy, t)
        error = (guess - noise).pow(2).mean((1, 2, 3))
        ratio = (alpha / (1 - alpha)).flatten()
        loss = (error * ratio.clamp(max=5) / ratio).mean()
        reading = reading_loss(read, said)
        weight = 0.1 * len(SIZES) * max(0.0, 1 - step / (0.3 * steps))
        runtime.set_rate(optimizer, runtime.cosine(step, steps, peak, warmup=200, flat=0.3))
        optimizer.zero_grad(set_to_none=True)
        (loss + weight * reading).backward()
        if team:
            team.average_gradients(rank, step, weights)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        if rank > 0:
            continue
        average.follow(model, min(0.995 if step < 2000 else 0.999, (step + 1) / (step + 10)))
        log.add(step, loss=loss.item(), error=error.mean().item(), reading=reading.item())
        if (step + 1) % 250 == 0 or step + 1 == steps:
            runtime.save_stage(path, step + 1, model=model, average=average, optimizer=optimizer)
