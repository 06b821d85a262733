"""Noise schedule and DDIM sampling, as in the exported scheduler_config.json."""
import torch

import runtime

STEPS = 1000
SCHEDULER = {
    "_class_name": "DDIMScheduler", "_diffusers_version": "0.21.0", "beta_start": 0.00085, "beta_end": 0.012,
    "beta_schedule": "scaled_linear", "num_train_timesteps": STEPS, "prediction_type": "epsilon",
    "timestep_spacing": "linspace", "steps_offset": 0, "set_alpha_to_one": True, "clip_sample": False,
    "trained_betas": None,
}


def log_alpha_bar(device="cpu"):
    betas = torch.linspace(0.00085 ** 0.5, 0.012 ** 0.5, STEPS, dtype=torch.float64) ** 2
    return torch.log(torch.cumprod(1 - betas, 0)).float().to(device)


def alpha_bar_at(log_table, t):
    """Between whole timesteps the logarithm is interpolated."""
    low = t.floor().long().clamp(0, STEPS - 2)
    part = t - low
    return torch.exp((1 - part) * log_table[low] + part * log_table[low + 1])


@torch.no_grad()
def sample(unet, context, empty, steps, guidance, generator, shape=(4, 16, 16), precise=False):
    """Latents for each row of context [B,L,C]; empty [1,L,C] is the unconditional text."""
    device, count = context.device, len(context)
    table = torch.exp(log_alpha_bar(device))
    grid = torch.linspace(0, STEPS - 1, steps, device=device).round().flip(0)
    x = torch.randn(count, *shape, generator=generator).to(device)
    both = torch.cat([empty.expand(count, -1, -1), context]) if guidance != 1 else context
    for index, t in enumerate(grid):
        with runtime.mixed(device, not precise):
            noise = unet(torch.cat([x, x]) if guidance != 1 else x, t, both)
        if guidance != 1:
            free, bound = noise.chunk(2)
            noise = free + guidance * (bound - free)
        here = table[int(t)]
        after = table[int(grid[index + 1])] if index + 1 < steps else torch.ones_like(here)
        clean = (x - (1 - here).sqrt() * noise) / here.sqrt()
        x = after.sqrt() * clean + (1 - after).sqrt() * noise
    return x
