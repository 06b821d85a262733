"""The painter: denoiser and text encoder, with a head that reads the scene off the caption's end."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from text_encoder import TextEncoder
from tokenizer import Tokenizer, learn_merges
from unet import UNet

from . import captions, labels

LENGTH = 40     # tokens of a caption; 99 of 100 have at most 33


def new_tokenizer():
    return Tokenizer(learn_merges(captions.known_words()), LENGTH)


class Painter(nn.Module):
    """The reading head makes the text encoder parse within minutes. Its loss fades away and it is not exported."""

    def __init__(self, tokenizer, channels=(64, 128), context=128, text_layers=3):
        super().__init__()
        self.text_encoder = TextEncoder(len(tokenizer.vocabulary), tokenizer.end, context, context // 32, text_layers, LENGTH)
        self.unet = UNet(channels, 4 * channels[0], context)
        self.reader = nn.Linear(context, sum(labels.SIZES))
        self.unet.to(memory_format=torch.channels_last)

    def forward(self, ids, noisy, t):
        hidden, end = self.text_encoder(ids)
        return self.unet(noisy, t, hidden), self.reader(end)


def reading_loss(logits, told):
    """Cross-entropy over the labels that the caption does tell (-1: it does not), averaged over the heads."""
    total = logits.sum() * 0
    for i, head in enumerate(logits.split(labels.SIZES, 1)):
        if (told[:, i] >= 0).any():
            total = total + F.cross_entropy(head, told[:, i], ignore_index=-1)
    return total / len(labels.SIZES)
