"""Stage: measures the finished model and writes its card.

Everything is measured with the rounded weights that the files hold, on scenes
of another series than the one trained on.
"""
import json
import os

import numpy as np
import torch
from PIL import Image

import captions
import runtime
import world
from autoencoder import LATENT_NOISE
from dataset import psnr, to_tensor
from describer import predictions
from diffusion import sample

HEAD_NAMES = [name for name, _ in world.HEADS]
COUNT = HEAD_NAMES.index("extra_count")
PICTURES = 128
STEPS = 50


def fresh_scenes(seed, count, odd=False):
    if not odd:
        return [world.scene_at(seed + 1, index) for index in range(count)]
    rng = np.random.default_rng([seed + 1, 99])
    return [world.sample_odd_scene(rng) for _ in range(count)]


def rendered(scenes, device):
    return to_tensor(np.stack([np.asarray(world.render(scene)) for scene in scenes]), device)


def seen(describer, pictures):
    return torch.cat([predictions(describer(part)) for part in pictures.split(64)]).cpu()


def scores(found, truth):
    """Accuracy per head; truth -1 is not counted."""
    known = truth >= 0
    right = (found == truth) | ~known
    heads = {name: round((right[:, i] & known[:, i]).sum().item() / max(1, known[:, i].sum().item()), 4)
             for i, name in enumerate(HEAD_NAMES)}
    nine = [i for i in range(len(HEAD_NAMES)) if i != COUNT]
    return {"all_nine": round(right[:, nine].all(1).float().mean().item(), 4), **heads}


def paint(parts, texts, guidance, seed, device, steps=STEPS):
    ids = torch.tensor([parts.tokenizer.encode(text) for text in ["", *texts]], device=device)
    hidden = parts.text_encoder(ids)[0]
    generator, pictures = torch.Generator().manual_seed(seed), []
    for start in range(0, len(texts), 64):
        latents = sample(parts.unet, hidden[1 + start:65 + start], hidden[:1], steps, guidance, generator)
        pictures += [parts.vae_decoder(latent) for latent in latents.split(16)]
    return torch.cat(pictures).clamp(-1, 1)


def sheet(pictures, path, columns=8, size=96):
    pixels = ((pictures.movedim(1, -1).cpu().numpy() + 1) * 127.5).round().astype(np.uint8)
    rows = -(-len(pixels) // columns)
    whole = Image.new("RGB", (columns * size, rows * size))
    for index, picture in enumerate(pixels):
        tile = Image.fromarray(picture)
        if size != world.SIZE:
            tile = tile.resize((size, size), Image.LANCZOS)
        whole.paste(tile, (index % columns * size, index // columns * size))
    whole.save(path, optimize=True)


def generation(parts, texts, truth, guidance, seed, device):
    pictures = paint(parts, texts, guidance, seed, device)
    found = seen(parts.describer, pictures)
    result = scores(found, truth)
    result["doubled_extras"] = int((found[:, COUNT] == 2).sum())
    return result, pictures


@torch.no_grad()
def measure_all(parts, seed, out, sheets=None):
    device = next(parts.unet.parameters()).device
    report = {}
    scenes = fresh_scenes(seed, 1000)
    truth = torch.tensor([scene.labels() for scene in scenes])
    pictures = rendered(scenes, device)
    encode = lambda x: torch.cat([parts.vae_encoder(part)[:, :4] for part in x.split(64)])
    decode = lambda z: torch.cat([parts.vae_decoder(part) for part in z.split(64)])
    latents = encode(pictures[:512])
    report["autoencoder"] = {
        "pictures": 512, "psnr": round(psnr(decode(latents), pictures[:512]), 2),
        "psnr_noisy_latent": round(psnr(decode(latents + LATENT_NOISE * torch.randn_like(latents)), pictures[:512]), 2),
        "latent_std": round(latents.std().item(), 3), "latent_max": round(latents.abs().max().item(), 2)}
    odd = fresh_scenes(seed, 1000, odd=True)
    odd_found = seen(parts.describer, rendered(odd, device))
    report["describer"] = {
        "renders": scores(seen(parts.describer, pictures), truth),
        "reconstructions": scores(seen(parts.describer, decode(latents)), truth[:512]),
        "misplaced_or_doubled_extras": scores(odd_found, torch.tensor([scene.labels() for scene in odd]))}
    print(json.dumps(report, indent=1), flush=True)

    texts = [captions.canonical(scene) for scene in scenes[:PICTURES]]
    report["generation"] = {}
    for guidance in (1, 3, 5):
        result, painted = generation(parts, texts, truth[:PICTURES], guidance, seed, device)
        report["generation"][f"canonical captions, guidance {guidance}"] = result
        print(guidance, result, flush=True)
        if sheets:
            sheet(painted, os.path.join(sheets, f"guidance-{guidance}.png"))
        if guidance == 3:
            sheet(painted[:24], os.path.join(out, "samples.png"))
    rng = np.random.default_rng([seed, 41])
    varied = [captions.vary(scene, rng) for scene in scenes[:PICTURES]]
    result, _ = generation(parts, [text for text, _ in varied], torch.tensor([said for _, said in varied]), 3, seed, device)
    report["generation"]["free captions, guidance 3, only what they say"] = result
    spelled = [captions.with_unknown_words(text, rng) for text in texts]
    result, _ = generation(parts, spelled, truth[:PICTURES], 3, seed, device)
    report["generation"]["canonical captions with one or two unknown words, guidance 3"] = result
    print(json.dumps(report["generation"], indent=1), flush=True)
    with open(os.path.join(out, "measures.json"), "w", encoding="utf-8") as file:
        json.dump(report, file, indent=1)
        file.write("\n")
    return report
