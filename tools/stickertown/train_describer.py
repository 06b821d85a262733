"""Stage: the describer, on renders, reconstructions and spoiled pictures."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

import runtime
from autoencoder import LATENT_NOISE

from . import labels, world
from .dataset import HELD_OUT, to_tensor
from .describer import Describer, predictions
from .team import Member, SharedWeights, run

BATCH = 64
SHIFT = 2           # pixels by which a picture may be moved
CHECKED = 512       # of the held-out pictures, looked at during training
CHECK_EVERY = 1000  # steps
SETTLING = 16       # batches that batch norms' statistics are taken from


def shifted(pixels, rng):
    """Every picture moved by up to SHIFT pixels; its edge is repeated."""
    height, width = pixels.shape[1:3]
    padded = np.pad(pixels, ((0, 0), (SHIFT, SHIFT), (SHIFT, SHIFT), (0, 0)), mode="edge")
    moves = rng.integers(2 * SHIFT + 1, size=(len(pixels), 2))
    return np.stack([picture[y:y + height, x:x + width] for picture, (y, x) in zip(padded, moves)])


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
    return sample.clamp(-1, 1).contiguous(memory_format=torch.channels_last)


class Batches:
    """Draws training batches; what a part of a batch holds depends on seed, series, number, rank and the number of parts alone."""

    def __init__(self, pictures, autoencoder, seed):
        self.pictures, self.autoencoder, self.seed = pictures, autoencoder, seed

    @torch.no_grad()
    def draw(self, series, number, rank=0, size=1):
        """This process' part of a batch, and its labels."""
        rng = np.random.default_rng([self.seed, series, number, rank])
        torch.manual_seed(int(rng.integers(1 << 31)))
        chosen = np.sort(rng.integers(len(self.pictures) - HELD_OUT, size=len(range(rank, BATCH, size))))
        target = torch.tensor([labels.indices(world.scene_at(self.seed, index)) for index in chosen])
        return spoil(to_tensor(shifted(self.pictures[chosen], rng)), self.autoencoder, rng), target


@torch.no_grad()
def settle(model, batches):
    """Takes the batch norms' statistics anew, with the weights as they are: those of training lag behind averaged weights."""
    norms = [module for module in model.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None    # the mean over all batches
    model.train()
    for number in range(SETTLING):
        model(batches.draw(23, number)[0])
    return model.eval()


@torch.no_grad()
def accuracy(model, samples, truth):
    """Share of right labels by head, and of pictures with all of them right."""
    right = torch.cat([predictions(model(sample)) for sample in samples.split(64)]) == truth
    heads = {name: round(share, 4) for (name, _), share in zip(labels.HEADS, right.float().mean(0).tolist())}
    return heads, right.all(1).float().mean().item()


def new_describer(seed):
    torch.manual_seed(seed)
    return Describer().to(memory_format=torch.channels_last)


def train(pictures, autoencoder, path, steps, seed, workers, peak=2e-3):
    """Goes on from the checkpoint."""
    model = new_describer(seed)
    shared = SharedWeights(list(model.parameters()), workers)
    done = shared.resume(path)
    if done < steps:
        run(_work, shared, (autoencoder, pictures.filename, len(pictures), seed, path, done, steps, peak))
    shared.give_average(list(model.parameters()))
    return settle(model.requires_grad_(False), Batches(pictures, autoencoder, seed))


def _work(rank, shared, autoencoder, pictures, count, seed, path, done, steps, peak):
    from .dataset import open_pictures
    batches = Batches(open_pictures(pictures, count), autoencoder, seed)
    model = new_describer(seed).train()
    member, log = Member(rank, shared, list(model.parameters())), runtime.Log("describer")
    for step in range(done, steps):
        sample, target = batches.draw(22, step, rank, shared.size)
        logits = model(sample)
        sum(F.cross_entropy(head, target[:, i]) for i, head in enumerate(logits.split(labels.SIZES, 1))).backward()
        member.step(step + 1, runtime.cosine(step, steps, peak), min(0.998, (step + 1) / (step + 10)))
        if rank:
            continue
        right = (predictions(logits.detach()) == target).float()
        log.add(step, right=right.mean().item(), all_right=right.prod(1).mean().item())
        shared.save(path, step + 1, last=step + 1 == steps)
        if (step + 1) % CHECK_EVERY == 0:
            _check(shared, batches, step + 1)


def _check(shared, batches, step):
    """Prints how well the averaged weights read held-out pictures."""
    model = new_describer(batches.seed).requires_grad_(False)
    shared.give_average(list(model.parameters()))
    settle(model, batches)
    held = len(batches.pictures) - CHECKED
    truth = torch.tensor([labels.indices(world.scene_at(batches.seed, held + i)) for i in range(CHECKED)])
    heads, whole = accuracy(model, to_tensor(batches.pictures[held:]), truth)
    worst = min(heads, key=heads.get)
    print(f"describer {step}  held-out all heads right {whole:.3f}, worst head {worst} {heads[worst]:.3f}", flush=True)
