"""Stage: the describer, on renders, reconstructions and spoiled pictures."""
import numpy as np
import torch
import torch.nn.functional as F

import runtime
from autoencoder import LATENT_NOISE

from . import labels, world
from .dataset import HELD_OUT, to_tensor
from .describer import Describer, predictions

BATCH = 32


def spoil(sample, autoencoder, rng):
    """A quarter goes through the autoencoder; some of all are blurred, noisy or relit."""
    sample = sample.clone()
    through = rng.permutation(len(sample))[:len(sample) // 4]
    latent = autoencoder.encode(sample[through])
    noise = torch.rand(len(through), 1, 1, 1) * 3 * LATENT_NOISE
    sample[through] = autoencoder.decode(latent + noise * torch.randn_like(latent))
    parts = np.array_split(rng.permutation(len(sample)), 6)
    small = F.avg_pool2d(sample[parts[0]], 2)
    sample[parts[0]] = F.interpolate(small, size=sample.shape[-2:], mode="bilinear", align_corners=False)
    sample[parts[1]] += torch.rand(len(parts[1]), 1, 1, 1) * 0.2 * torch.randn_like(sample[parts[1]])
    gain = 1 + 0.12 * torch.randn(len(parts[2]), 1, 1, 1)
    sample[parts[2]] = sample[parts[2]] * gain + 0.06 * torch.randn(len(parts[2]), 3, 1, 1)
    return sample.clamp(-1, 1)


@torch.no_grad()
def accuracy(model, samples, truth):
    """Share of right labels by head, and of pictures with all of them right."""
    right = torch.cat([predictions(model(sample)) for sample in samples.split(64)]) == truth
    heads = {name: round(share, 4) for (name, _), share in zip(labels.HEADS, right.float().mean(0).tolist())}
    return heads, right.all(1).float().mean().item()


def train(pictures, autoencoder, path, steps, seed, peak=2e-3):
    torch.manual_seed(seed)
    model = Describer().to(memory_format=torch.channels_last)
    average = runtime.Average(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=peak, weight_decay=0.02, foreach=True)
    done = runtime.resume_stage(path, torch.device("cpu"), model=model, average=average, optimizer=optimizer)
    log, usable = runtime.Log("describer"), len(pictures) - HELD_OUT
    for step in range(done, steps):
        rng = np.random.default_rng([seed, 22, step])
        torch.manual_seed(int(rng.integers(1 << 31)))
        chosen = np.sort(rng.integers(usable, size=BATCH))
        target = torch.tensor([labels.indices(world.scene_at(seed, index)) for index in chosen])
        model.train()
        with torch.no_grad():
            sample = spoil(to_tensor(pictures[chosen]), autoencoder, rng).contiguous(memory_format=torch.channels_last)
        logits = model(sample)
        loss = sum(F.cross_entropy(head, target[:, i]) for i, head in enumerate(logits.split(labels.SIZES, 1)))
        runtime.set_rate(optimizer, runtime.cosine(step, steps, peak))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        average.follow(model, min(0.995, (step + 1) / (step + 10)))
        right = (predictions(logits.detach()) == target).float()
        log.add(step, loss=loss.item(), right=right.mean().item(), all_right=right.prod(1).mean().item())
        if (step + 1) % 500 == 0 or step + 1 == steps:
            runtime.save_stage(path, step + 1, model=model, average=average, optimizer=optimizer)
            held = len(pictures) - 512
            truth = torch.tensor([labels.indices(world.scene_at(seed, held + i)) for i in range(512)])
            heads, whole = accuracy(average.model, to_tensor(pictures[held:]), truth)
            worst = min(heads, key=heads.get)
            print(f"describer {step + 1}  held-out all heads right {whole:.3f}, worst head {worst} {heads[worst]:.3f}", flush=True)
    return average.model
