"""A small CLIP text encoder: causal, pre-norm, with CLIP's module names."""
import torch
import torch.nn as nn
import torch.nn.functional as F

from layers import LayerNorm
from tokenizer import LENGTH


class CLIPAttention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads, self.head_dim = heads, width // heads
        self.q_proj, self.k_proj = nn.Linear(width, width), nn.Linear(width, width)
        self.v_proj, self.out_proj = nn.Linear(width, width), nn.Linear(width, width)

    def forward(self, x, mask):
        split = lambda t: t.reshape(x.shape[0], -1, self.heads, self.head_dim).transpose(1, 2)
        q, k, v = split(self.q_proj(x)), split(self.k_proj(x)), split(self.v_proj(x))
        scores = torch.matmul(q * self.head_dim ** -0.5, k.transpose(-1, -2)) + mask
        h = torch.matmul(torch.softmax(scores, -1), v)
        return self.out_proj(h.transpose(1, 2).reshape(x.shape[0], -1, self.heads * self.head_dim))


class CLIPMLP(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


class CLIPEncoderLayer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.layer_norm1, self.self_attn = LayerNorm(width), CLIPAttention(width, heads)
        self.layer_norm2, self.mlp = LayerNorm(width), CLIPMLP(width)

    def forward(self, x, mask):
        x = x + self.self_attn(self.layer_norm1(x), mask)
        return x + self.mlp(self.layer_norm2(x))


class CLIPTextEmbeddings(nn.Module):
    def __init__(self, vocabulary, width, length):
        super().__init__()
        self.token_embedding = nn.Embedding(vocabulary, width)
        self.position_embedding = nn.Embedding(length, width)
        nn.init.normal_(self.token_embedding.weight, std=0.3)
        nn.init.normal_(self.position_embedding.weight, std=0.1)

    def forward(self, input_ids):
        return self.token_embedding(input_ids) + self.position_embedding.weight[:input_ids.shape[1]]


class CLIPEncoder(nn.Module):
    def __init__(self, width, heads, layers):
        super().__init__()
        self.layers = nn.ModuleList(CLIPEncoderLayer(width, heads) for _ in range(layers))

    def forward(self, x, mask):
        for layer in self.layers:
            x = layer(x, mask)
        return x


class CLIPTextTransformer(nn.Module):
    def __init__(self, vocabulary, end, width, heads, layers, length):
        super().__init__()
        self.end = end
        self.embeddings = CLIPTextEmbeddings(vocabulary, width, length)
        self.encoder = CLIPEncoder(width, heads, layers)
        self.final_layer_norm = LayerNorm(width)

    def forward(self, input_ids):
        place = torch.cumsum(torch.ones_like(input_ids[0]), 0)
        mask = (place[None, :] > place[:, None]).float() * -1e4
        h = self.final_layer_norm(self.encoder(self.embeddings(input_ids), mask))
        ended = (input_ids == self.end).long()
        first_end = (ended * (torch.cumsum(ended, 1) == 1).long()).float()
        return h, (h * first_end[:, :, None]).sum(1)


class TextEncoder(nn.Module):
    """input_ids [B, L] to last_hidden_state [B, L, width] and pooler_output [B, width]."""

    def __init__(self, vocabulary, end, width=128, heads=4, layers=3, length=LENGTH):
        super().__init__()
        self.config = dict(vocab_size=vocabulary, hidden_size=width, num_attention_heads=heads,
                           num_hidden_layers=layers, intermediate_size=4 * width, eos_token_id=end,
                           bos_token_id=end - 1, pad_token_id=end, max_position_embeddings=length)
        self.text_model = CLIPTextTransformer(vocabulary, end, width, heads, layers, length)

    def forward(self, input_ids):
        return self.text_model(input_ids)
