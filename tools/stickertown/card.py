"""Writes the model card from what was measured."""
import os

from .kinds import COLORS, KINDS, MATERIALS
from .places import PLACES

GROUPS = ("place", "time", "weather", "style", "object", "color", "look", "size")


def _rows(measured):
    """Share of right labels of each group of heads: of several, the worst."""
    lines = ["| | all heads of a picture | " + " | ".join(GROUPS) + " |", "|---|" + "---|" * (len(GROUPS) + 1)]
    for name, shares in measured.items():
        cells = [shares["all"]]
        for group in GROUPS:
            own = [share for head, share in shares.items() if head == group or head.startswith(group + "_")]
            cells.append(min(own))
        lines.append(f"| {name} | " + " | ".join(f"{cell:.3f}" for cell in cells) + " |")
    return "\n".join(lines)


def write_card(report, command, vocabulary, out):
    auto, made = report["autoencoder"], report["generation"]
    size = sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(out) for name in names)
    text = f"""---
license: mit
pipeline_tag: text-to-image
tags: [onnx, stable-diffusion-layout]
---
# StickerTown

A small text-to-image latent diffusion model of a world of stickers: {len(KINDS)} kinds of things ({", ".join(KINDS)}) in {len(COLORS)} colours and {len(MATERIALS)} materials, faces with six expressions, people in three poses, one or two on the ground, one on top of another or in the sky, in {len(PLACES)} places, by day, at sunset and at night, in the rain and in falling snow, in four styles. 128×128 pixels, {size / 1e6:.1f} MB, trained from scratch on a CPU. It has the same files and names as Stable Diffusion's ONNX exports.

![128×128 samples for 64 captions that were not trained on, guidance 3](samples.png)

The captions of these pictures, in rows, are in `samples.txt`.

## Files

| part | input → output |
|---|---|
| `tokenizer/` | CLIP byte-pair encoding, {vocabulary} tokens, 40 ids |
| `text_encoder/` | `input_ids` int64 [B,L≤40] → `last_hidden_state` [B,L,128], `pooler_output` [B,128] |
| `unet/` | `sample` [B,4,h,w], `timestep` [] (may be fractional), `encoder_hidden_states` [B,L,128] → `out_sample`, predicted noise |
| `vae_encoder/` | `sample` [B,3,H,W] in [−1,1] → `latent_parameters` [B,8,H/8,W/8], mean then log-variance (constant) |
| `vae_decoder/` | `latent_sample` → `sample`; scaling factor 1.0 |
| `scheduler/` | DDIM, scaled linear .00085–.012, 1000 steps, epsilon |
| `describer/` | `sample` → `logits` of the heads in `labels.json`, which also has the rules for captions and the words of requests |

H and W are multiples of 16. The opset is 17; weights are float16 followed by a Cast, and arithmetic is float32.

An example of a caption: `a red car on the left and a cat on the right, on a beach, at sunset`. A style stands before it (`a line drawing of …`, `a pixel art of …`, `a flat cartoon of …`). Synonyms, other orders and missing parts are understood.

## Training

```bash
{command}
```

The pictures are drawn by `tools/stickertown` from Microsoft's Fluent Emoji (MIT); no other data. The first weights are [ToyTown](../toytown/README.md)'s.

## Measures

Measured by the last stage of the same command (`measure.py`), on scenes from another series than the training scenes, with the rounded weights. The numbers of every head are in `measures.json`.

Autoencoder, {auto['pictures']} pictures: {auto['psnr']:.2f} dB PSNR, {auto['psnr_noisy_latent']:.2f} dB with noise of 0.1 on the latent; latent standard deviation {auto['latent_std']:.2f}, largest {auto['latent_max']:.1f}.

Share of correct labels; for several heads of one kind (left, center, right, on top, in the sky) the worst of them. The describer on pictures whose labels are known:

{_rows(report["describer"])}

Pictures made for {report["captions"]} captions with {report["steps"]} DDIM steps, judged by the describer:

{_rows(made)}

## Limits

One picture size was trained; others run. At most two things stand on the ground. Small things are soft: the autoencoder has four channels at an eighth of the size. The pictures are judged by the describer, so flaws that it cannot see are not counted. It knows nothing outside its world.

## Licence

MIT, for the weights and the training pictures; [NOTICE.md](NOTICE.md) has the notice of Fluent Emoji, which must accompany the model.
"""
    with open(os.path.join(out, "README.md"), "w", encoding="utf-8") as file:
        file.write(text)
