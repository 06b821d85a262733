"""The network that marks which words of a caption go and which of a request come: MiniLM's layers, which also see what the planner knows of the words."""

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional as F

import pieces as P
import words as W

MAX_WORDS = 60
FORMS = 4          # A word of the request does not come, comes as it is, as "smiling", as "crumpled".
GONES = 2          # A word of the caption stays or goes.
KINDS = 10         # PIE-Bench's kinds; 0 is any.

WIDTH, HEADS, INNER, EPSILON = 384, 12, 1536, 1e-12


class Block(nn.Module):
    """A layer of BERT whose attention also sees how much two words mean the same."""

    def __init__(self, drop):
        super().__init__()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.after, self.last = nn.LayerNorm(WIDTH, EPSILON), nn.LayerNorm(WIDTH, EPSILON)
        self.drop = nn.Dropout(drop)
        self.likeness, self.kinship = nn.Parameter(torch.zeros(HEADS)), nn.Parameter(torch.zeros(HEADS))

    def forward(self, x, likeness, kinship, padding):
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).reshape(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        weights = torch.matmul(q, k.transpose(-1, -2)) * (WIDTH // HEADS) ** -0.5 + padding
        weights = weights + likeness.unsqueeze(1) * self.likeness.view(1, -1, 1, 1) + kinship.unsqueeze(1) * self.kinship.view(1, -1, 1, 1)
        seen = torch.matmul(self.drop(torch.softmax(weights, -1)), v).permute(0, 2, 1, 3).reshape(batch, length, WIDTH)
        x = self.after(x + self.drop(self.out(seen)))
        return self.last(x + self.drop(self.down(F.gelu(self.up(x)))))


class Tagger(nn.Module):
    """Logits for each word: gone (2), come (4); of the whole: a question (2), the kind (10); and the vector of the start and of each word (384), from which the writer writes."""

    def __init__(self, layers, drop=0.1):
        super().__init__()
        self.piece, self.position, self.part = nn.Embedding(len(P.VOCABULARY), WIDTH), nn.Embedding(512, WIDTH), nn.Embedding(2, WIDTH)
        # The vectors of words that the requests have would drift away from those of words that they have not.
        self.piece.weight.requires_grad_(False)
        self.first = nn.LayerNorm(WIDTH, EPSILON)
        self.features = nn.Linear(W.FEATURES, WIDTH)
        nn.init.zeros_(self.features.weight), nn.init.zeros_(self.features.bias)
        self.blocks = nn.ModuleList(Block(drop) for _ in range(layers))
        self.drop = nn.Dropout(drop)
        self.again = nn.Linear(W.FEATURES, WIDTH)
        self.mix = nn.Linear(WIDTH, WIDTH)
        self.gone, self.come, self.question, self.kind = nn.Linear(WIDTH, GONES), nn.Linear(WIDTH, FORMS), nn.Linear(WIDTH, 2), nn.Linear(WIDTH, KINDS)

    def words_of(self, pieces, parts, owners, firsts, features, likeness, kinship, padding):
        """Gives the vector of the start and of each word. Takes the pieces, the part (caption, request) and the word of each, the first piece of each word, and what is known of words and their pairs."""
        length = pieces.shape[1]
        x = self.first(self.piece(pieces) + self.position.weight[:length] + self.part(parts))
        x = self.drop(x + self.features(features).gather(1, owners.unsqueeze(2).expand(-1, -1, WIDTH)))
        rows = owners.unsqueeze(2).expand(-1, -1, likeness.shape[2])
        columns = owners.unsqueeze(1).expand(-1, length, -1)
        likeness, kinship = likeness.gather(1, rows).gather(2, columns), kinship.gather(1, rows).gather(2, columns)
        for block in self.blocks:
            x = block(x, likeness, kinship, padding)
        x = x.gather(1, firsts.unsqueeze(2).expand(-1, -1, WIDTH))
        return x + self.drop(torch.relu(self.mix(x) + self.again(features)))

    def forward(self, *inputs):
        x = self.words_of(*inputs)
        return self.gone(x), self.come(x), self.question(x[:, 0]), self.kind(x[:, 0]), x

    @staticmethod
    def is_known(name):
        """Whether a weight comes from MiniLM."""
        return name.split(".")[0] in ("piece", "position", "part", "first", "blocks") and not name.endswith(("likeness", "kinship"))

    def take(self, folder):
        """Takes the weights of MiniLM from a folder with model.onnx and vocab.txt."""
        graph = onnx.load(str(Path(folder) / "model.onnx")).graph
        values = {weight.name: torch.from_numpy(numpy_helper.to_array(weight).copy()) for weight in graph.initializer}
        by_input = {}
        for node in graph.node:
            for name in node.input:
                by_input.setdefault(name, []).append(node)
        for node in graph.node:
            if node.op_type == "MatMul" and node.input[1] in values:
                for add in by_input[node.output[0]]:
                    bias = next(name for name in add.input if name in values)
                    values[bias.replace(".bias", ".weight")] = values[node.input[1]].T
        own = self.state_dict()

        def put(name, value):
            assert own[name].shape == value.shape, name
            own[name].copy_(value)
        all_pieces = (Path(folder) / "vocab.txt").read_text(encoding="utf-8").split()
        put("piece.weight", values["embeddings.word_embeddings.weight"][[at for at, piece in enumerate(all_pieces) if P.is_english(piece)]])
        put("position.weight", values["embeddings.position_embeddings.weight"])
        put("part.weight", values["embeddings.token_type_embeddings.weight"])
        for part in ("weight", "bias"):
            put("first." + part, values["embeddings.LayerNorm." + part])
            for at in range(len(self.blocks)):
                layer = f"encoder.layer.{at}."
                put(f"blocks.{at}.qkv.{part}", torch.cat([values[f"{layer}attention.self.{name}.{part}"] for name in ("query", "key", "value")]))
                for mine, theirs in (("out", "attention.output.dense"), ("after", "attention.output.LayerNorm"), ("up", "intermediate.dense"), ("down", "output.dense"), ("last", "output.LayerNorm")):
                    put(f"blocks.{at}.{mine}.{part}", values[f"{layer}{theirs}.{part}"])
