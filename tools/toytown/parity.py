"""Inputs and outputs of every part, and token ids, for tests of other implementations."""
import json
import os
import struct

import numpy as np
import torch

import captions
import world

TEXTS = [
    "", "a red house on the left and a green tree on the right, on grass, under a sunset sky, with a sun",
    "A  White CAT in the Center,\ton snow", "under a starry sky, a blue boat at left, on the sea, with a moon",
    "a beautiful red house", "a gleaming zeppelin over the harbor", "it's 1984, don't stop!", "Café naïve façade №5",
    "neon — 12:30pm", "the cat's boats, they're we've I'll he'd", "red,blue;green/yellow", "tree&amp;house <tag> {curly}",
    "日本語 house", "house😀tree", "...", "a_b c-d", "clouds without   clouds",
    "a very long caption with many words that go on and on " * 4,
    "supercalifragilisticexpialidociousness " * 3,
]


def write_safetensors(path, tensors, metadata):
    header, data = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        array = tensor.detach().cpu().contiguous().numpy()
        kind = {"float32": "F32", "int64": "I64"}[str(array.dtype)]
        header[name] = {"dtype": kind, "shape": list(array.shape), "data_offsets": [len(data), len(data) + array.nbytes]}
        data += array.tobytes()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


@torch.no_grad()
def write_parity(parts, folder, seed):
    os.makedirs(folder, exist_ok=True)
    for network in parts.networks():
        network.cpu()
    tokens = [[text, parts.tokenizer.encode(text)] for text in TEXTS]
    with open(os.path.join(folder, "toytown_tokens.json"), "w", encoding="utf-8") as file:
        file.write("[\n" + ",\n".join(json.dumps(pair) for pair in tokens) + "\n]\n")

    generator, tensors = torch.Generator().manual_seed(seed), {}
    scenes = [world.scene_at(seed + 2, index) for index in range(2)]
    whole = torch.from_numpy(np.stack([np.asarray(world.render(scene)) for scene in scenes])).movedim(-1, 1)
    for batch, timestep, (height, width) in ((1, 981.0, (16, 16)), (2, 333.25, (8, 12))):
        key = lambda name: f"b{batch}.{name}"
        ids = torch.tensor([parts.tokenizer.encode(captions.canonical(scene)) for scene in scenes[:batch]])
        hidden, pooled = parts.text_encoder(ids)
        latent = torch.randn(batch, 4, height, width, generator=generator)
        t = torch.tensor(timestep)
        picture = (whole[:batch, :, 64:64 + 4 * height, :4 * width].float() / 127.5 - 1).contiguous()
        small = torch.randn(batch, 4, height // 2, width // 2, generator=generator)
        tensors.update({
            key("text_encoder.input_ids"): ids, key("text_encoder.last_hidden_state"): hidden,
            key("text_encoder.pooler_output"): pooled,
            key("unet.sample"): latent, key("unet.timestep"): t, key("unet.out_sample"): parts.unet(latent, t, hidden),
            key("vae_encoder.sample"): picture, key("vae_encoder.latent_parameters"): parts.vae_encoder(picture),
            key("vae_decoder.latent_sample"): small, key("vae_decoder.sample"): parts.vae_decoder(small),
            key("describer.logits"): parts.describer(picture)})
    write_safetensors(os.path.join(folder, "toytown_parity.safetensors"), tensors, {
        "what": "ToyTown's parts, float16-rounded weights computed in float32. The unet reads "
                "text_encoder.last_hidden_state; the describer reads vae_encoder.sample."})
