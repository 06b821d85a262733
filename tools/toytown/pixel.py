#!/usr/bin/env python3
"""Makes the pixel model: an unconditional DDPM of ToyTown's pictures at 32x32, in diffusers' ONNX layout.

Keeps a checkpoint in --work, goes on from it when the command is given again, and exports at the end.
"""
import argparse
import json
import os

os.environ.setdefault("OMP_WAIT_POLICY", "passive")

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import export
import runtime
from dataset import HELD_OUT, render_all
from layers import Downsample2D, GroupNorm, ResnetBlock2D, ShuffleUpsample2D, ThinConv2d
from unet import PositionEmbedding, TimestepEmbedding

SIZE, WIDTHS, TIME, BATCH, STEPS = 32, (32, 64, 128), 128, 64, 700
# DDPM's linear betas up to 0.02 in 1000 steps, without the last 300: there alpha is under 0.085, and an error of the predicted
# noise that is small by itself gives the whole picture a wrong brightness.
SCHEDULER = {
    "_class_name": "DDIMScheduler", "_diffusers_version": "0.21.0", "beta_start": 0.0001, "beta_end": 0.0001 + 0.0199 * 699 / 999,
    "beta_schedule": "linear", "num_train_timesteps": STEPS, "prediction_type": "epsilon",
    "timestep_spacing": "linspace", "steps_offset": 0, "set_alpha_to_one": True, "clip_sample": False,
    "trained_betas": None,
}


class PixelAttention(nn.Module):
    """Self-attention of one head at the coarsest resolution."""

    def __init__(self, channels):
        super().__init__()
        self.group_norm = GroupNorm(16, channels)
        self.to_q, self.to_k, self.to_v = (nn.Linear(channels, channels) for _ in range(3))
        self.to_out = nn.ModuleList([nn.Linear(channels, channels)])
        nn.init.zeros_(self.to_out[0].weight)

    def forward(self, x):
        b, c, height, width = x.shape
        h = self.group_norm(x).permute(0, 2, 3, 1).reshape(b, -1, c)
        scores = torch.matmul(self.to_q(h), self.to_k(h).transpose(1, 2)) * c ** -0.5
        h = self.to_out[0](torch.matmul(torch.softmax(scores, -1), self.to_v(h)))
        return x + h.reshape(b, height, width, c).permute(0, 3, 1, 2)


class PixelUNet(nn.Module):
    """Three resolutions; skips are added through 1x1 convolutions, as in ToyTown's denoiser."""

    def __init__(self):
        super().__init__()
        fine, middle, coarse = WIDTHS
        block = lambda channels: ResnetBlock2D(channels, time_channels=TIME)
        self.time_embedding = TimestepEmbedding(TIME, TIME)
        self.position_embedding = PositionEmbedding(fine)
        self.conv_in = ThinConv2d(3, fine, 3, padding=1)
        self.down_blocks = nn.ModuleList([block(fine), block(middle), block(middle), block(coarse)])
        self.downsamplers = nn.ModuleList([Downsample2D(fine, middle), Downsample2D(middle, coarse)])
        self.mid_block = nn.ModuleList([PixelAttention(coarse), block(coarse), PixelAttention(coarse), block(coarse)])
        self.upsamplers = nn.ModuleList([ShuffleUpsample2D(coarse, middle), ShuffleUpsample2D(middle, fine)])
        self.skips = nn.ModuleList([nn.Conv2d(width, width, 1) for width in (coarse, middle, middle, fine)])
        self.up_blocks = nn.ModuleList([block(coarse), block(middle), block(middle), block(fine), block(fine)])
        self.conv_norm_out = GroupNorm(16, fine)
        self.conv_out = ThinConv2d(fine, 3, 3, padding=1)
        nn.init.zeros_(self.conv_out.weight)

    def forward(self, sample, timestep):
        time = F.silu(self.time_embedding(timestep)).expand(sample.shape[0], -1)
        down, up, skip = self.down_blocks, self.up_blocks, self.skips
        x1 = down[0](self.conv_in(sample) + self.position_embedding(sample), time)
        x2 = down[1](self.downsamplers[0](x1), time)
        x3 = down[2](x2, time)
        x4 = down[3](self.downsamplers[1](x3), time)
        x = x4
        for layer in self.mid_block:
            x = layer(x) if isinstance(layer, PixelAttention) else layer(x, time)
        x = up[0](x + skip[0](x4), time)
        x = up[1](self.upsamplers[0](x) + skip[1](x3), time)
        x = up[2](x + skip[2](x2), time)
        x = up[3](self.upsamplers[1](x) + skip[3](x1), time)
        x = up[4](x, time)
        return self.conv_out(F.silu(self.conv_norm_out(x)))


def alphas_bar():
    betas = torch.linspace(SCHEDULER["beta_start"], SCHEDULER["beta_end"], STEPS, dtype=torch.float64)
    return torch.cumprod(1 - betas, 0).float()


def shrink(pictures):
    """uint8 [N, 128, 128, 3] to uint8 [N, 3, 32, 32]: the mean of each square of 4x4 pixels."""
    small = np.empty((len(pictures), 3, SIZE, SIZE), np.uint8)
    for start in range(0, len(pictures), 1000):
        part = np.asarray(pictures[start:start + 1000], np.float32)
        part = part.reshape(len(part), SIZE, 4, SIZE, 4, 3).mean((2, 4))
        small[start:start + 1000] = np.rint(part).transpose(0, 3, 1, 2)
    return small


def work(rank, team, pictures, path, steps, seed, peak=1.5e-3):
    torch.manual_seed(seed)
    model = PixelUNet().to(memory_format=torch.channels_last)
    average = runtime.Average(model)
    weights = list(model.parameters())
    optimizer = torch.optim.AdamW(weights, lr=peak, betas=(0.9, 0.99), weight_decay=0.01, foreach=True)
    done = runtime.resume_stage(path, "cpu", model=model, average=average, optimizer=optimizer)
    table, log = alphas_bar(), runtime.Log("pixel")
    mine = slice(rank, None, team.size)
    for step in range(done, steps):
        rng = np.random.default_rng([seed, 41, step])
        torch.manual_seed(seed * 1_000_003 + step)
        chosen = torch.from_numpy(rng.integers(len(pictures) - HELD_OUT, size=BATCH))[mine]
        clean = pictures[chosen].float() / 127.5 - 1
        noise = torch.randn(BATCH, *clean.shape[1:])[mine]
        t = ((torch.arange(BATCH) + torch.rand(BATCH)) * (STEPS / BATCH)).long().clamp(max=STEPS - 1)[mine]
        alpha = table[t][:, None, None, None]
        noisy = (alpha.sqrt() * clean + (1 - alpha).sqrt() * noise).contiguous(memory_format=torch.channels_last)
        with runtime.mixed(torch.device("cpu")):
            guess = model(noisy, t)
        loss = (guess - noise).pow(2).mean()
        runtime.set_rate(optimizer, runtime.cosine(step, steps, peak, warmup=200, flat=0.4))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        team.average_gradients(rank, step, weights)
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        if rank > 0:
            continue
        average.follow(model, min(0.995 if step < 2000 else 0.9993, (step + 1) / (step + 10)))
        log.add(step, loss=loss.item())
        if (step + 1) % 250 == 0 or step + 1 == steps:
            runtime.save_stage(path, step + 1, model=model, average=average, optimizer=optimizer)


def write(network, out):
    """The model's folder: UNet and schedule, with weights that float16 can hold."""
    network = network.float().eval().requires_grad_(False)
    for weight in network.parameters():
        if weight.numel() >= export.SMALL:
            weight.copy_(weight.half().float())
    picture = {0: "batch_size", 2: "height", 3: "width"}
    export.export_part(network, (torch.zeros(2, 3, SIZE, SIZE), torch.tensor(500.0)), ["sample", "timestep"],
                       {"out_sample": picture}, {"sample": picture}, os.path.join(out, "unet"), "tools/toytown/pixel.py")
    unet = {"_class_name": "UNet2DModel", **export.VERSION, "in_channels": 3, "out_channels": 3, "sample_size": SIZE,
            "block_out_channels": WIDTHS, "layers_per_block": 1, "attention_head_dim": None, "flip_sin_to_cos": True,
            "down_block_types": ["DownBlock2D", "DownBlock2D", "AttnDownBlock2D"], "freq_shift": 0,
            "up_block_types": ["AttnUpBlock2D", "UpBlock2D", "UpBlock2D"], "norm_num_groups": 16}
    index = {"_class_name": "DDIMPipeline", **export.VERSION, "scheduler": ["diffusers", "DDIMScheduler"],
             "unet": ["diffusers", "OnnxRuntimeModel"]}
    for name, content in (("model_index.json", index), ("unet/config.json", unet), ("scheduler/scheduler_config.json", SCHEDULER)):
        os.makedirs(os.path.dirname(os.path.join(out, name)), exist_ok=True)
        with open(os.path.join(out, name), "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.write("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--work", required=True, help="folder for pictures and checkpoints, about 3 GB")
    parser.add_argument("--out", required=True, help="folder for the finished model")
    parser.add_argument("--pictures", type=int, default=48000)
    parser.add_argument("--steps", type=int, default=2200)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    parser.add_argument("--draft", action="store_true", help="export an unfinished network as it is")
    options = parser.parse_args()
    runtime.keep_memory()
    os.makedirs(options.work, exist_ok=True)
    path, small = os.path.join(options.work, "pixel.pt"), os.path.join(options.work, "small.npy")
    if not options.draft:
        if not os.path.exists(small):
            pictures = render_all(os.path.join(options.work, "pictures.raw"), options.seed, options.pictures)
            np.save(small + ".part.npy", shrink(pictures))
            os.replace(small + ".part.npy", small)
        pictures = torch.from_numpy(np.load(small)).share_memory_()
        torch.set_num_threads(options.workers)
        count = sum(weight.numel() for weight in PixelUNet().parameters())
        print(f"{count / 1e6:.2f} M weights", flush=True)
        runtime.share_out(work, options.workers, count, (pictures, path, options.steps, options.seed))
    average = runtime.Average(PixelUNet())
    print(f"{runtime.resume_stage(path, 'cpu', average=average)} steps", flush=True)
    write(average.model, options.out)


if __name__ == "__main__":
    main()
