"""The describer: a picture to the labels of all heads."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from layers import pixel_unshuffle

from . import labels
from .world import SIZE


def block(channels, out_channels):
    return nn.Sequential(nn.Conv2d(channels, out_channels, 3, padding=1), nn.BatchNorm2d(out_channels), nn.ReLU())


class Level(nn.Module):
    """One resolution: four pixels of the finer one become one, then two convolutions, the second beside a shortcut."""

    def __init__(self, channels, out_channels):
        super().__init__()
        self.enter = nn.Conv2d(4 * channels, out_channels, 1)
        self.first, self.second = block(out_channels, out_channels), block(out_channels, out_channels)

    def forward(self, x):
        x = self.first(self.enter(pixel_unshuffle(x, 2)))
        return x + self.second(x)


class Describer(nn.Module):
    """sample [B,3,H,W] in [-1,1] to logits [B, sum of the heads' sizes].

    Any size is first brought to 128 x 128. Sizes change by unshuffling pixels:
    strided convolutions are slow to train on a CPU.
    """

    def __init__(self):
        super().__init__()
        self.fine = block(48, 64)
        self.finer = block(64, 64)
        self.middle, self.coarse = Level(64, 96), Level(96, 160)
        self.narrow = nn.Conv2d(160, 64, 1)
        self.hidden = nn.Linear(64 * 64, 256)
        self.drop = nn.Dropout(0.1)
        self.heads = nn.Linear(256, sum(labels.SIZES))

    def forward(self, sample):
        x = F.interpolate(sample, size=(SIZE, SIZE), mode="bilinear", align_corners=False)
        x = self.fine(pixel_unshuffle(x, 4))
        x = x + self.finer(x)
        x = self.coarse(self.middle(x))
        x = F.relu(self.hidden(F.relu(self.narrow(x)).flatten(1)))
        return self.heads(self.drop(x)).float()


def predictions(logits):
    """[B, heads] label indices."""
    return torch.stack([head.argmax(1) for head in logits.split(labels.SIZES, 1)], 1)
