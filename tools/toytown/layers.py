"""Layers that the networks share, named as in diffusers.

Norms run in float32 and the thin convolutions at the ends of a network run
outside autocast: bfloat16 group norm is inaccurate on the CPU in channels-last
memory, and bfloat16 backward passes of thin convolutions are very slow there.
"""
import torch
import torch.nn as nn
import torch.nn.functional as F


def pixel_unshuffle(x, factor):
    """F.pixel_unshuffle in operations that ONNX can hold for any size."""
    b, c, h, w = x.shape
    x = x.reshape(b, c, h // factor, factor, w // factor, factor).permute(0, 1, 3, 5, 2, 4)
    return x.reshape(b, c * factor * factor, h // factor, w // factor)


class GroupNorm(nn.GroupNorm):
    def forward(self, x):
        return super().forward(x.float())


class LayerNorm(nn.LayerNorm):
    def forward(self, x):
        return super().forward(x.float())


class ThinConv2d(nn.Conv2d):
    """A convolution with few channels on one side; always float32."""

    def forward(self, x):
        with torch.autocast(x.device.type, enabled=False):
            return super().forward(x.float())


class ResnetBlock2D(nn.Module):
    def __init__(self, channels, out_channels=None, time_channels=None, groups=16):
        super().__init__()
        out_channels = out_channels or channels
        self.norm1 = GroupNorm(groups, channels)
        self.conv1 = nn.Conv2d(channels, out_channels, 3, padding=1)
        self.time_emb_proj = nn.Linear(time_channels, out_channels) if time_channels else None
        self.norm2 = GroupNorm(groups, out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, 3, padding=1)
        self.conv_shortcut = nn.Conv2d(channels, out_channels, 1) if out_channels != channels else None
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x, time=None):
        h = self.conv1(F.silu(self.norm1(x)))
        if self.time_emb_proj is not None:
            h = h + self.time_emb_proj(time)[:, :, None, None]
        h = self.conv2(F.silu(self.norm2(h)))
        return h + (x if self.conv_shortcut is None else self.conv_shortcut(x))


class Downsample2D(nn.Module):
    """Half the size: four pixels become channels, then a 1x1 convolution."""

    def __init__(self, channels, out_channels):
        super().__init__()
        self.conv = nn.Conv2d(4 * channels, out_channels, 1)

    def forward(self, x):
        return self.conv(pixel_unshuffle(x, 2))


class ShuffleUpsample2D(nn.Module):
    """Twice the size: a 1x1 convolution, then channels become four pixels."""

    def __init__(self, channels, out_channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, 4 * out_channels, 1)

    def forward(self, x):
        return F.pixel_shuffle(self.conv(x), 2)
