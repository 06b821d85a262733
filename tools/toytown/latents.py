"""Stage: every picture as the latent that the denoiser learns."""
import os

import torch

import runtime
from dataset import to_tensor


@torch.no_grad()
def encode_all(pictures, autoencoder, path, device):
    if os.path.exists(path):
        return torch.load(path, map_location=device)
    found = []
    for start in range(0, len(pictures), 64):
        with runtime.mixed(device):
            sample = to_tensor(pictures[start:start + 64], device).contiguous(memory_format=torch.channels_last)
            found.append(autoencoder.encode(sample).contiguous())
    found = torch.cat(found)
    print(f"latents: mean {[round(v, 3) for v in found.mean((0, 2, 3)).tolist()]}, "
          f"std {[round(v, 3) for v in found.std((0, 2, 3)).tolist()]}, largest {found.abs().max():.1f}", flush=True)
    torch.save(found, path)
    return found
