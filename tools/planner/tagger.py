"""The network that marks which words of a caption go and which of a request come."""

import torch
from torch import nn

import words as W

MAX_WORDS = 60
REQUEST_START = 64
KNOWN = 3          # Numbers of words start here; before: padding, the start, an unknown word.
START, UNKNOWN = 1, 2
FORMS = 4          # A word of the request does not come, comes as it is, as "smiling", as "crumpled".
KINDS = 10         # PIE-Bench's kinds; 0 is any.


class Block(nn.Module):
    """A layer of a transformer whose attention also sees how much two words mean the same."""

    def __init__(self, width, heads, drop):
        super().__init__()
        self.heads = heads
        self.before, self.after = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)
        self.drop = nn.Dropout(drop)
        self.likeness, self.kinship = nn.Parameter(torch.randn(heads) * 0.5), nn.Parameter(torch.randn(heads) * 0.5)

    def forward(self, x, likeness, kinship, padding):
        batch, length, width = x.shape
        q, k, v = self.qkv(self.before(x)).reshape(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        weights = torch.matmul(q, k.transpose(-1, -2)) * (width // self.heads) ** -0.5 + padding
        weights = weights + likeness.unsqueeze(1) * self.likeness.view(1, -1, 1, 1) + kinship.unsqueeze(1) * self.kinship.view(1, -1, 1, 1)
        seen = torch.matmul(self.drop(torch.softmax(weights, -1)), v).permute(0, 2, 1, 3).reshape(batch, length, width)
        x = x + self.drop(self.out(seen))
        return x + self.drop(self.down(torch.relu(self.up(self.after(x)))))


class Tagger(nn.Module):
    """Logits for each word: gone (2), come (4), the caption's word before which it would come; and of the whole: a question (2), the kind (10)."""

    def __init__(self, vocabulary, width=128, layers=3, heads=4, drop=0.3):
        super().__init__()
        self.word, self.ending, self.position = nn.Embedding(vocabulary, width), nn.Embedding(W.ENDINGS, width), nn.Embedding(2 * REQUEST_START, width)
        for table in (self.word, self.ending, self.position):
            nn.init.normal_(table.weight, 0, 0.3)
        self.features = nn.Linear(W.FEATURES, width)
        self.near, self.nearer = nn.Conv1d(width, width, 3, padding=1), nn.Conv1d(width, width, 3, padding=1)
        self.blocks = nn.ModuleList(Block(width, heads, drop) for _ in range(layers))
        self.norm, self.drop = nn.LayerNorm(width), nn.Dropout(drop)
        self.gone, self.come, self.question, self.kind = nn.Linear(width, 2), nn.Linear(width, FORMS), nn.Linear(width, 2), nn.Linear(width, KINDS)
        self.place_of, self.place_at = nn.Linear(width, 64), nn.Linear(width, 64)

    def forward(self, ids, endings, positions, features, likeness, kinship, padding):
        x = self.drop(self.word(ids) + self.ending(endings) + self.features(features) + self.position(positions)).transpose(1, 2)
        x = x + torch.relu(self.near(x))
        x = (x + torch.relu(self.nearer(x))).transpose(1, 2)
        for block in self.blocks:
            x = block(x, likeness, kinship, padding)
        x = self.norm(x)
        places = torch.matmul(self.place_of(x), self.place_at(x).transpose(1, 2)) * 0.125
        return self.gone(x), self.come(x), self.question(x[:, 0]), places, self.kind(x[:, 0])
