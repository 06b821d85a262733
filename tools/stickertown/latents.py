"""Stage: every picture as the latent that the denoiser learns."""
import os

import torch

from .dataset import to_tensor


@torch.no_grad()
def encode_all(pictures, autoencoder, path):
    """float16 [count, 4, 16, 16]; written whole or not at all."""
    if os.path.exists(path):
        return torch.load(path)
    found = []
    for start in range(0, len(pictures), 64):
        sample = to_tensor(pictures[start:start + 64]).contiguous(memory_format=torch.channels_last)
        found.append(autoencoder.encode(sample).contiguous().half())
        if start % 12800 == 0:
            print(f"latents {start}", flush=True)
    found = torch.cat(found)
    values = found[:8000].float()
    print(f"latents: mean {[round(v, 3) for v in values.mean((0, 2, 3)).tolist()]}, "
          f"std {[round(v, 3) for v in values.std((0, 2, 3)).tolist()]}, largest {values.abs().max():.1f}", flush=True)
    torch.save(found, path + ".part")
    os.replace(path + ".part", path)
    return found
