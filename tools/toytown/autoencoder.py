"""The autoencoder: 128 x 128 RGB to 4 x 16 x 16 and back, no attention, any multiple of 8."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from layers import Downsample2D, GroupNorm, ResnetBlock2D, ShuffleUpsample2D, ThinConv2d, pixel_unshuffle

LATENT_CHANNELS = 4
LATENT_NOISE = 0.1  # standard deviation of the noise that the decoder learns to bear


class Stage(nn.Module):
    """One resolution: residual blocks, then a change of size."""

    def __init__(self, channels, blocks, downsample_to=None, upsample_to=None):
        super().__init__()
        self.resnets = nn.ModuleList(ResnetBlock2D(channels) for _ in range(blocks))
        if downsample_to:
            self.downsamplers = nn.ModuleList([Downsample2D(channels, downsample_to)])
        if upsample_to:
            self.upsamplers = nn.ModuleList([ShuffleUpsample2D(channels, upsample_to)])

    def forward(self, x):
        for block in self.resnets:
            x = block(x)
        for change in [*getattr(self, "downsamplers", ()), *getattr(self, "upsamplers", ())]:
            x = change(x)
        return x


class Encoder(nn.Module):
    def __init__(self, channels=(64, 96)):
        super().__init__()
        fine, coarse = channels
        self.conv_in = nn.Conv2d(48, fine, 3, padding=1)
        self.down_blocks = nn.ModuleList([Stage(fine, 1, downsample_to=coarse), Stage(coarse, 1)])
        self.conv_norm_out = GroupNorm(16, coarse)
        self.conv_out = ThinConv2d(coarse, LATENT_CHANNELS, 3, padding=1)

    def forward(self, sample):
        h = self.conv_in(pixel_unshuffle(sample, 4))
        for block in self.down_blocks:
            h = block(h)
        return self.conv_out(F.silu(self.conv_norm_out(h)))


class Decoder(nn.Module):
    def __init__(self, channels=(96, 64, 32)):
        super().__init__()
        coarse, middle, fine = channels
        self.conv_in = ThinConv2d(LATENT_CHANNELS, coarse, 3, padding=1)
        self.up_blocks = nn.ModuleList([
            Stage(coarse, 2, upsample_to=middle), Stage(middle, 1, upsample_to=fine), Stage(fine, 1)])
        self.conv_norm_out = GroupNorm(16, fine)
        self.conv_out = ThinConv2d(fine, 12, 3, padding=1)

    def forward(self, latent):
        h = self.conv_in(latent)
        for block in self.up_blocks:
            h = block(h)
        return F.pixel_shuffle(self.conv_out(F.silu(self.conv_norm_out(h))), 2)


class Autoencoder(nn.Module):
    """latent_norm gives the latent mean 0 and standard deviation 1 per channel."""

    def __init__(self):
        super().__init__()
        self.encoder = Encoder()
        self.decoder = Decoder()
        self.latent_norm = nn.BatchNorm2d(LATENT_CHANNELS, affine=False, momentum=0.05)

    def encode(self, sample):
        return self.latent_norm(self.encoder(sample).float())

    def decode(self, latent):
        return self.decoder(latent).float()

    def forward(self, sample):
        latent = self.encode(sample)
        noisy = latent + LATENT_NOISE * torch.randn_like(latent)
        return self.decode(noisy), latent
