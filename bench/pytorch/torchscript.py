"""ToyTown's UNet as TorchScript for bench/BelmAgent.Bench.Torch: as it is written, with fused attention, and that in bfloat16.

    python3 bench/pytorch/torchscript.py FOLDER

Fused attention is scaled_dot_product_attention, which PyTorch has from 2.0 on. An older one traces the formula, and the
operator's name is written over it in the finished file.
"""
import os
import re
import sys
import zipfile
from unittest import mock

import torch
import torch.nn as nn
import torch.nn.functional as F

from toytown import ROOT, ToyTown

import layers
import unet

ROWS, SIZE, WORDS, WIDTH = 2, 16, 48, 128
HAS_FUSED = hasattr(F, "scaled_dot_product_attention")

if HAS_FUSED:
    def attend(q, k, v):
        return F.scaled_dot_product_attention(q, k, v)
else:
    @torch.jit.script
    def attend(q, k, v):
        return torch.softmax(q @ k.transpose(-1, -2), -1) @ v


def fused_attention(self, x, context):
    """unet.Attention.forward with the softmax of the scores and its product in one operator."""
    def split(t):
        return t.reshape(x.shape[0], -1, self.heads, unet.HEAD_DIM).transpose(1, 2)

    h = attend(split(self.to_q(x)), split(self.to_k(context)), split(self.to_v(context)))
    return self.to_out[0](h.transpose(1, 2).reshape(x.shape[0], -1, self.heads * unet.HEAD_DIM))


class InBfloat16(nn.Module):
    """All layers in bfloat16 but for the waves of time and position, which need the digits."""

    def __init__(self, network):
        super().__init__()
        self.network = network.bfloat16()
        for embedding in (network.time_embedding, network.position_embedding):
            embedding.float().register_forward_hook(lambda module, inputs, output: output.bfloat16())

    def forward(self, sample, timestep, hidden):
        return self.network(sample.bfloat16(), timestep, hidden.bfloat16())


def without_casts():
    """The layers that run in float32 on purpose, left to the type of their weights."""
    return [mock.patch.object(layers.GroupNorm, "forward", nn.GroupNorm.forward),
            mock.patch.object(layers.LayerNorm, "forward", nn.LayerNorm.forward),
            mock.patch.object(layers.ThinConv2d, "forward", nn.Conv2d.forward),
            mock.patch.object(unet.Upsample2D, "forward", lambda self, x: self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest")))]


def save(network, path):
    inputs = torch.randn(ROWS, 4, SIZE, SIZE), torch.tensor(500.0), torch.randn(ROWS, WORDS, WIDTH)
    with torch.no_grad():
        torch.jit.trace(network, inputs, check_trace=False).save(path)
    if not HAS_FUSED:
        name_fused(path)
    print(path)


def name_fused(path):
    """Writes the operator over the body of attend, where the file has that."""
    with zipfile.ZipFile(path) as archive:
        files = [(entry, archive.read(entry)) for entry in archive.infolist()]
    with zipfile.ZipFile(path, "w") as archive:
        for entry, content in files:
            if entry.filename.endswith("/code/__torch__.py"):
                content = re.sub(r"(?s)(def attend\(.*?-> Tensor:\n).*?(?=\n\S|\Z)",
                                 r"\1  return torch.scaled_dot_product_attention(q, k, v)\n", content.decode()).encode()
            archive.writestr(entry, content)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    network = ToyTown(os.path.join(ROOT, "models", "toytown")).unet
    save(network, os.path.join(folder, "unet.pt"))
    unet.Attention.forward = fused_attention
    save(network, os.path.join(folder, "unet-fused.pt"))
    for patch in without_casts():
        patch.start()
    save(InBfloat16(network), os.path.join(folder, "unet-fused-bfloat16.pt"))


if __name__ == "__main__":
    main(sys.argv[1])
