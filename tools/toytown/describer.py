"""The describer: a picture to the labels of all heads."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from layers import pixel_unshuffle
from world import HEADS, SIZE

SIZES = [len(labels) for _, labels in HEADS]


class Norm(nn.BatchNorm2d):
    def forward(self, x):
        return super().forward(x.float())


def block(channels, out_channels):
    return nn.Sequential(nn.Conv2d(channels, out_channels, 3, padding=1), Norm(out_channels), nn.ReLU())


class Describer(nn.Module):
    """sample [B,3,H,W] in [-1,1] to logits [B, sum of the heads' sizes].

    Any size is first brought to 128 x 128.
    """

    def __init__(self):
        super().__init__()
        self.fine = block(48, 64)
        self.to_middle, self.middle = nn.Conv2d(256, 96, 1), block(96, 96)
        self.to_coarse, self.coarse = nn.Conv2d(384, 128, 1), block(128, 128)
        self.narrow = nn.Conv2d(128, 48, 1)
        self.hidden = nn.Linear(48 * 64, 160)
        self.drop = nn.Dropout(0.1)
        self.heads = nn.Linear(160, sum(SIZES))

    def forward(self, sample):
        x = F.interpolate(sample, size=(SIZE, SIZE), mode="bilinear", align_corners=False)
        x = self.fine(pixel_unshuffle(x, 4))
        x = self.middle(self.to_middle(pixel_unshuffle(x, 2)))
        x = self.coarse(self.to_coarse(pixel_unshuffle(x, 2)))
        x = F.relu(self.hidden(F.relu(self.narrow(x)).flatten(1)))
        return self.heads(self.drop(x)).float()


def predictions(logits):
    """[B, heads] label indices."""
    return torch.stack([head.argmax(1) for head in logits.split(SIZES, 1)], 1)
