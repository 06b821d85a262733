"""Stage: measures the finished model on scenes of another series than the training's, with the weights that the files hold."""
import json
import os

import numpy as np
import torch

import diffusion
from autoencoder import LATENT_NOISE

from . import captions, labels, show, world
from .card import write_card
from .dataset import psnr, to_pixels, to_tensor
from .describer import predictions
from .train_describer import accuracy

CAPTIONS, SHOWN, STEPS = 512, 64, 20


def _scenes(seed, count):
    return [world.scene_at(seed + 1, index) for index in range(count)]


def _reconstructed(parts, samples):
    latents = [parts.vae_encoder(part)[:, :4] for part in samples.split(32)]
    kept = torch.cat([parts.vae_decoder(part) for part in latents])
    noisy = torch.cat([parts.vae_decoder(part + LATENT_NOISE * torch.randn_like(part)) for part in latents])
    return kept, noisy, torch.cat(latents)


def measure_autoencoder(parts, samples):
    kept, noisy, latents = _reconstructed(parts, samples)
    return {"pictures": len(samples), "psnr": round(psnr(kept, samples), 2), "psnr_noisy_latent": round(psnr(noisy, samples), 2),
            "latent_std": round(latents.std().item(), 3), "latent_max": round(latents.abs().max().item(), 1)}, kept


def measure_describer(parts, samples, kept, truth):
    found = {}
    for name, pictures in (("renders", samples), ("reconstructions", kept.clamp(-1, 1))):
        heads, whole = accuracy(parts.describer, pictures, truth)
        found[name] = {"all": round(whole, 4), **heads}
    return found


def paint(parts, scenes, guidance, seed, steps=STEPS):
    """Samples in [-1, 1] for the canonical captions."""
    ids = torch.tensor([parts.tokenizer.encode(text) for text in ["", *map(captions.canonical, scenes)]])
    hidden, generator, pictures = parts.text_encoder(ids)[0], torch.Generator().manual_seed(seed), []
    for start in range(1, len(hidden), 32):
        latents = diffusion.sample(parts.unet, hidden[start:start + 32], hidden[:1], steps, guidance, generator, precise=True)
        pictures.append(parts.vae_decoder(latents))
    return torch.cat(pictures).clamp(-1, 1)


def judge(parts, pictures, truth):
    """Shares of right labels of painted pictures."""
    right = torch.cat([predictions(parts.describer(part)) for part in pictures.split(64)]) == truth
    heads = {name: round(share, 4) for (name, _), share in zip(labels.HEADS, right.float().mean(0).tolist())}
    return {"all": round(right.all(1).float().mean().item(), 4), **heads}


@torch.no_grad()
def measure_all(parts, seed, out, command, guidances=(1.0, 5.0, 3.0)):
    """Writes measures.json, samples (of the last guidance) and the model card beside the model."""
    scenes = _scenes(seed, CAPTIONS)
    truth = torch.tensor([labels.indices(scene) for scene in scenes])
    samples = to_tensor(np.stack([world.render(scene) for scene in scenes]))
    autoencoder, kept = measure_autoencoder(parts, samples)
    report = {"autoencoder": autoencoder, "describer": measure_describer(parts, samples, kept, truth), "generation": {}}
    for guidance in guidances:
        pictures = paint(parts, scenes, guidance, seed)
        report["generation"][f"guidance {guidance:g}"] = judge(parts, pictures, truth)
        print(json.dumps(report["generation"][f"guidance {guidance:g}"]), flush=True)
    show.grid(list(to_pixels(pictures[:SHOWN])), 8).save(os.path.join(out, "samples.png"), optimize=True)
    with open(os.path.join(out, "samples.txt"), "w", encoding="utf-8") as file:
        file.writelines(captions.canonical(scene) + "\n" for scene in scenes[:SHOWN])
    report = {"captions": CAPTIONS, "steps": STEPS, **report}
    with open(os.path.join(out, "measures.json"), "w", encoding="utf-8") as file:
        json.dump(report, file, indent=1)
        file.write("\n")
    write_card(report, command, len(parts.tokenizer.vocabulary), out)
    return report
