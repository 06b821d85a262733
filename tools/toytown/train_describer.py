"""Stage: the describer, on renders, reconstructions and spoiled pictures."""
import numpy as np
import torch
import torch.nn.functional as F

import runtime
import world
from autoencoder import LATENT_NOISE
from dataset import HELD_OUT, to_tensor
from describer import SIZES, Describer, predictions

BATCH = 64
ODD_SCENES = 4000  # scenes with misplaced and doubled suns, moons and clouds


def spoil(sample, autoencoder, rng):
    """Two fifths go through the autoencoder; some of all are blurred, noisy or relit."""
    sample = sample.clone()
    through = rng.permutation(len(sample))[:len(sample) * 2 // 5]
    latent = autoencoder.encode(sample[through])
    noise = torch.rand(len(through), 1, 1, 1, device=sample.device) * 3 * LATENT_NOISE
    sample[through] = autoencoder.decode(latent + noise * torch.randn_like(latent))
    parts = np.array_split(rng.permutation(len(sample)), 6)
    small = F.avg_pool2d(sample[parts[0]], int(rng.integers(2, 4)))
    sample[parts[0]] = F.interpolate(small, size=sample.shape[-2:], mode="bilinear", align_corners=False)
    noisy = sample[parts[1]]
    sample[parts[1]] = noisy + torch.rand(len(noisy), 1, 1, 1, device=sample.device) * 0.2 * torch.randn_like(noisy)
    relit = sample[parts[2]]
    gain = 1 + 0.15 * torch.randn(len(relit), 1, 1, 1, device=sample.device)
    sample[parts[2]] = relit * gain + 0.08 * torch.randn(len(relit), 3, 1, 1, device=sample.device)
    return sample.clamp(-1, 1)


@torch.no_grad()
def accuracy(model, samples, labels):
    """Per head, and of all heads together."""
    found = torch.cat([predictions(model(sample)) for sample in samples.split(64)])
    right = found == labels
    return right.float().mean(0).tolist(), right.all(1).float().mean().item()


def train(pictures, scenes, autoencoder, path, steps, seed, device, peak=2e-3):
    torch.manual_seed(seed)
    model = Describer().to(device, memory_format=torch.channels_last)
    average = runtime.Average(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=peak, weight_decay=0.02, foreach=True)
    done = runtime.resume_stage(path, device, model=model, average=average, optimizer=optimizer)
    if done >= steps:
        return average.model

    labels = torch.tensor([scene.labels() for scene in scenes], device=device)
    rng = np.random.default_rng([seed, 21])
    odd = [world.sample_odd_scene(rng) for _ in range(ODD_SCENES)]
    odd_labels = torch.tensor([scene.labels() for scene in odd], device=device)
    odd_pictures = np.stack([np.asarray(world.render(scene)) for scene in odd])
    log, usable = runtime.Log("describer"), len(pictures) - HELD_OUT
    for step in range(done, steps):
        rng = np.random.default_rng([seed, 22, step])
        torch.manual_seed(seed * 1_000_003 + step)
        normal, strange = np.sort(rng.integers(usable, size=BATCH * 3 // 4)), rng.integers(ODD_SCENES, size=BATCH // 4)
        sample = to_tensor(np.concatenate([pictures[normal], odd_pictures[strange]]), device)
        target = torch.cat([labels[normal], odd_labels[strange]])
        model.train()
        with runtime.mixed(device):
            with torch.no_grad():
                sample = spoil(sample, autoencoder, rng).contiguous(memory_format=torch.channels_last)
            logits = model(sample)
        loss = sum(F.cross_entropy(head, target[:, i]) for i, head in enumerate(logits.split(SIZES, 1)))
        runtime.set_rate(optimizer, runtime.cosine(step, steps, peak))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        average.follow(model, min(0.99, (step + 1) / (step + 10)))
        right = (predictions(logits.detach()) == target).float()
        log.add(step, loss=loss.item(), right=right.mean().item(), all_right=right.prod(1).mean().item())
        if (step + 1) % 500 == 0 or step + 1 == steps:
            runtime.save_stage(path, step + 1, model=model, average=average, optimizer=optimizer)
            held_out = to_tensor(pictures[-256:], device)
            heads, whole = accuracy(average.model, held_out, labels[-256:])
            print(f"describer {step + 1}  held-out all heads right {whole:.3f}, worst head {min(heads):.3f}", flush=True)
    return average.model
