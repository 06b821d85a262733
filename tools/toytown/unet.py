"""The denoiser: a conditional U-Net with diffusers' module names.

Two resolutions, seven transformer blocks. Skips are added through a 1x1
convolution (up_blocks.*.skips.*) instead of concatenated: on a CPU that trains
much faster. Position comes from sines of the coordinates relative to the
picture's own size, so any even latent size works.
"""
import math

import torch
import torch.nn as nn
import torch.nn.functional as F

from layers import Downsample2D, GroupNorm, LayerNorm, ResnetBlock2D, ThinConv2d

HEAD_DIM = 32


class Attention(nn.Module):
    def __init__(self, channels, context):
        super().__init__()
        self.heads = channels // HEAD_DIM
        self.to_q = nn.Linear(channels, channels, bias=False)
        self.to_k = nn.Linear(context, channels, bias=False)
        self.to_v = nn.Linear(context, channels, bias=False)
        self.to_out = nn.ModuleList([nn.Linear(channels, channels)])

    def forward(self, x, context):
        split = lambda t: t.reshape(x.shape[0], -1, self.heads, HEAD_DIM).transpose(1, 2)
        q, k, v = split(self.to_q(x)), split(self.to_k(context)), split(self.to_v(context))
        scores = torch.matmul(q, k.transpose(-1, -2)) * HEAD_DIM ** -0.5
        h = torch.matmul(torch.softmax(scores, -1), v)
        return self.to_out[0](h.transpose(1, 2).reshape(x.shape[0], -1, self.heads * HEAD_DIM))


class GELU(nn.Module):
    def __init__(self, channels, out_channels):
        super().__init__()
        self.proj = nn.Linear(channels, out_channels)

    def forward(self, x):
        return F.gelu(self.proj(x))


class FeedForward(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.net = nn.ModuleList([GELU(channels, 4 * channels), nn.Identity(), nn.Linear(4 * channels, channels)])

    def forward(self, x):
        for layer in self.net:
            x = layer(x)
        return x


class BasicTransformerBlock(nn.Module):
    def __init__(self, channels, context):
        super().__init__()
        self.norm1, self.attn1 = LayerNorm(channels), Attention(channels, channels)
        self.norm2, self.attn2 = LayerNorm(channels), Attention(channels, context)
        self.norm3, self.ff = LayerNorm(channels), FeedForward(channels)

    def forward(self, x, context):
        h = self.norm1(x)
        x = x + self.attn1(h, h)
        x = x + self.attn2(self.norm2(x), context)
        return x + self.ff(self.norm3(x))


class Transformer2DModel(nn.Module):
    def __init__(self, channels, context):
        super().__init__()
        self.norm = GroupNorm(16, channels)
        self.proj_in = nn.Linear(channels, channels)
        self.transformer_blocks = nn.ModuleList([BasicTransformerBlock(channels, context)])
        self.proj_out = nn.Linear(channels, channels)
        nn.init.zeros_(self.proj_out.weight)
        nn.init.zeros_(self.proj_out.bias)

    def forward(self, x, context):
        b, c, height, width = x.shape
        h = self.proj_in(self.norm(x).permute(0, 2, 3, 1).reshape(b, -1, c))
        for block in self.transformer_blocks:
            h = block(h, context)
        h = self.proj_out(h)
        return x + h.reshape(b, height, width, c).permute(0, 3, 1, 2)


class TimestepEmbedding(nn.Module):
    def __init__(self, channels, out_channels):
        super().__init__()
        self.half = channels // 2
        self.linear_1 = nn.Linear(channels, out_channels)
        self.linear_2 = nn.Linear(out_channels, out_channels)

    def forward(self, timestep):
        frequency = torch.exp(torch.arange(self.half, dtype=torch.float32, device=timestep.device)
                              * (-math.log(10000) / self.half))
        angle = timestep.reshape(-1, 1).float() * frequency
        waves = torch.cat([torch.cos(angle), torch.sin(angle)], -1)
        return self.linear_2(F.silu(self.linear_1(waves)))


class PositionEmbedding(nn.Module):
    """Sines and cosines of x/width and y/height, mixed by two 1x1 convolutions."""

    def __init__(self, channels, waves=8):
        super().__init__()
        self.waves = waves
        self.conv_1 = nn.Conv2d(4 * waves, channels, 1)
        self.conv_2 = nn.Conv2d(channels, channels, 1)

    def forward(self, sample):
        with torch.autocast(sample.device.type, enabled=False):
            ones = torch.ones_like(sample[:1, :1]).float()
            y = (torch.cumsum(ones, 2) - 0.5) / ones.sum(2, keepdim=True)
            x = (torch.cumsum(ones, 3) - 0.5) / ones.sum(3, keepdim=True)
            k = math.pi * torch.arange(1, self.waves + 1, dtype=torch.float32, device=sample.device).reshape(1, -1, 1, 1)
            features = torch.cat([torch.sin(k * y), torch.cos(k * y), torch.sin(k * x), torch.cos(k * x)], 1)
            return self.conv_2(F.silu(self.conv_1(features)))


class Upsample2D(nn.Module):
    def __init__(self, channels, out_channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, out_channels, 3, padding=1)

    def forward(self, x):
        return self.conv(F.interpolate(x.float(), scale_factor=2.0, mode="nearest"))


class CrossAttnDownBlock2D(nn.Module):
    def __init__(self, channels, layers, time, context, downsample_to=None):
        super().__init__()
        self.resnets = nn.ModuleList(ResnetBlock2D(channels, time_channels=time) for _ in range(layers))
        self.attentions = nn.ModuleList(Transformer2DModel(channels, context) for _ in range(layers))
        if downsample_to:
            self.downsamplers = nn.ModuleList([Downsample2D(channels, downsample_to)])

    def forward(self, x, time, context):
        skips = []
        for resnet, attention in zip(self.resnets, self.attentions):
            x = attention(resnet(x, time), context)
            skips.append(x)
        for downsampler in getattr(self, "downsamplers", ()):
            x = downsampler(x)
        return x, skips


class MidBlock2DCrossAttn(nn.Module):
    def __init__(self, channels, time, context):
        super().__init__()
        self.resnets = nn.ModuleList(ResnetBlock2D(channels, time_channels=time) for _ in range(2))
        self.attentions = nn.ModuleList([Transformer2DModel(channels, context)])

    def forward(self, x, time, context):
        x = self.attentions[0](self.resnets[0](x, time), context)
        return self.resnets[1](x, time)


class CrossAttnUpBlock2D(nn.Module):
    def __init__(self, channels, resnets, attentions, time, context, upsample_to=None):
        super().__init__()
        self.skips = nn.ModuleList(nn.Conv2d(channels, channels, 1) for _ in range(resnets))
        self.resnets = nn.ModuleList(ResnetBlock2D(channels, time_channels=time) for _ in range(resnets))
        self.attentions = nn.ModuleList(Transformer2DModel(channels, context) for _ in range(attentions))
        if upsample_to:
            self.upsamplers = nn.ModuleList([Upsample2D(channels, upsample_to)])

    def forward(self, x, skips, time, context):
        for index, (skip, resnet) in enumerate(zip(self.skips, self.resnets)):
            x = resnet(x + skip(skips[-1 - index]), time)
            if index < len(self.attentions):
                x = self.attentions[index](x, context)
        for upsampler in getattr(self, "upsamplers", ()):
            x = upsampler(x)
        return x


class UNet(nn.Module):
    """Predicted noise from sample [B,4,h,w], timestep [] or [B], text [B,L,context]."""

    def __init__(self, channels=(64, 128), time=256, context=128):
        super().__init__()
        fine, coarse = channels
        self.config = dict(in_channels=4, out_channels=4, sample_size=16, block_out_channels=list(channels),
                           cross_attention_dim=context, attention_head_dim=[c // HEAD_DIM for c in channels],
                           time_embedding_dim=time)
        self.conv_in = ThinConv2d(4, fine, 3, padding=1)
        self.position_embedding = PositionEmbedding(fine)
        self.time_embedding = TimestepEmbedding(128, time)
        self.down_blocks = nn.ModuleList([
            CrossAttnDownBlock2D(fine, 1, time, context, downsample_to=coarse),
            CrossAttnDownBlock2D(coarse, 2, time, context)])
        self.mid_block = MidBlock2DCrossAttn(coarse, time, context)
        self.up_blocks = nn.ModuleList([
            CrossAttnUpBlock2D(coarse, 2, 2, time, context, upsample_to=fine),
            CrossAttnUpBlock2D(fine, 2, 1, time, context)])
        self.conv_norm_out = GroupNorm(16, fine)
        self.conv_out = ThinConv2d(fine, 4, 3, padding=1)
        nn.init.zeros_(self.conv_out.weight)
        nn.init.zeros_(self.conv_out.bias)

    def forward(self, sample, timestep, encoder_hidden_states):
        time = F.silu(self.time_embedding(timestep))
        first = x = self.conv_in(sample) + self.position_embedding(sample)
        x, fine = self.down_blocks[0](x, time, encoder_hidden_states)
        x, coarse = self.down_blocks[1](x, time, encoder_hidden_states)
        x = self.mid_block(x, time, encoder_hidden_states)
        x = self.up_blocks[0](x, coarse, time, encoder_hidden_states)
        x = self.up_blocks[1](x, [first, *fine], time, encoder_hidden_states)
        return self.conv_out(F.silu(self.conv_norm_out(x))).float()
