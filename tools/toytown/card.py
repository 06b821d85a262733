"""Writes the model card from what was measured."""
import os

import torch

HEAD_COLUMNS = ("sky", "ground", "extra", "extra_count", "object_left", "object_center", "object_right",
                "color_left", "color_center", "color_right")


def write_card(report, options, out):
    auto, seen, made = report["autoencoder"], report["describer"], report["generation"]
    size = sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(out) for name in names)
    text = f"""---
license: mit
pipeline_tag: text-to-image
tags: [onnx, stable-diffusion-layout, toy]
---
# ToyTown

A small text-to-image latent diffusion model of a drawn toy world: one or two of house, tree, car, boat, ball and cat, in six colours, left, center or right, on grass, sand, snow or water, under a blue, sunset, night or overcast sky, with or without a sun, moon or cloud. 128×128 pixels, {size / 1e6:.1f} MB, trained from scratch. With it, exact inversion, guidance, attention control and editing can be tried, tested and taught on any CPU, with the same files and names as in Stable Diffusion's ONNX exports.

![128×128 samples, guidance 3](samples.png)

## Files

| part | input → output |
|---|---|
| `tokenizer/` | CLIP byte-pair encoding, {options['vocabulary']} tokens, 48 ids |
| `text_encoder/` | `input_ids` int64 [B,L≤48] → `last_hidden_state` [B,L,128], `pooler_output` [B,128] |
| `unet/` | `sample` [B,4,h,w], `timestep` [] (may be fractional), `encoder_hidden_states` [B,L,128] → `out_sample`, predicted noise |
| `vae_encoder/` | `sample` [B,3,H,W] in [−1,1] → `latent_parameters` [B,8,H/8,W/8], mean then log-variance (constant) |
| `vae_decoder/` | `latent_sample` → `sample`; scaling factor 1.0 |
| `scheduler/` | DDIM, scaled linear .00085–.012, 1000 steps, epsilon |
| `describer/` | `sample` → `logits` of the heads in `labels.json`, which also contains the rules for captions |

H and W are multiples of 16. The opset is 17; weights are float16 followed by a Cast, and arithmetic is float32.

An example of a caption: `a red house on the left and a green tree on the right, on grass, under a sunset sky, with a sun`. Synonyms, other orders and missing parts are understood (`describer/labels.json` lists the words). Words outside the grammar are split into letters and fragments; the model was trained to ignore them.

## Training

```bash
{options['command']}
```

{options['pictures']} pictures drawn by `tools/toytown` (the last 1000 held out); no other data. Autoencoder {options['autoencoder_steps']} steps of 8, describer {options['describer_steps']} of 64, denoiser and text encoder {options['unet_steps']} of 32, on {options['device']} with torch {torch.__version__.split('+')[0]}.

## Measures

Measured by the last stage of the same command (`measure.py`), on scenes from another series than the training scenes, with the rounded weights (float32; the denoiser's multiplications in bfloat16 during generation). The numbers are also in `measures.json`.

Autoencoder, {auto['pictures']} pictures: {auto['psnr']:.2f} dB PSNR, {auto['psnr_noisy_latent']:.2f} dB with noise of 0.1 on the latent; latent standard deviation {auto['latent_std']:.2f}, largest {auto['latent_max']:.1f}.

Describer, share of correct labels:

{table(seen)}

Generation, {options['count']} pictures each, 50 DDIM steps, judged by the describer; "doubled" counts pictures with two suns, moons or clouds:

{table(made, doubled=True)}

## Limits

The model knows one drawing style, at most two objects, three places and one picture size; other sizes run but were not trained. The pictures are judged by the describer, so small flaws that it cannot see are not counted: adjacent objects can merge, especially in the same colour or at night, and details of cars and cats are soft. Without guidance (1) the model occasionally adds an object that is not in the caption or uses another colour; at 3 to 5 it does not. It does not model anything outside ToyTown.

## Licence

MIT, for the weights and the training pictures; both were made by the code in `tools/toytown`.
"""
    with open(os.path.join(out, "README.md"), "w", encoding="utf-8") as file:
        file.write(text)


def table(rows, doubled=False):
    columns = ("all nine", *(name.replace("_", " ") for name in HEAD_COLUMNS), *(["doubled"] if doubled else []))
    lines = ["| | " + " | ".join(columns) + " |", "|---|" + "---|" * len(columns)]
    for name, row in rows.items():
        cells = [f"{row[key]:.3f}" for key in ("all_nine", *HEAD_COLUMNS)]
        cells += [str(row["doubled_extras"])] if doubled else []
        lines.append(f"| {name.replace('_', ' ')} | " + " | ".join(cells) + " |")
    return "\n".join(lines)
