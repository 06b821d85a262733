"""Writes networks as one ONNX file: the mean of their logarithms of probabilities, with weights of half precision."""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

import words as W

INPUTS = ["ids", "endings", "positions", "features", "likeness", "kinship"]
OUTPUTS = ["gone", "come", "question", "places", "kind"]


class Together(nn.Module):
    def __init__(self, networks):
        super().__init__()
        self.networks = nn.ModuleList(networks)

    def forward(self, *inputs):
        results = [network(*inputs, torch.zeros(1, 1, 1, 1)) for network in self.networks]
        mean = [sum(result[part] for result in results) / len(results) if part == 3 else sum(torch.log_softmax(result[part], -1) for result in results) / len(results) for part in range(5)]
        return tuple(mean)


def export(networks, vocabulary, folder):
    length = 9
    numbers = torch.ones(1, length, dtype=torch.long)
    example = (numbers, numbers, numbers, torch.zeros(1, length, W.FEATURES), torch.zeros(1, length, length), torch.zeros(1, length, length))
    axes = {name: {1: "words", 2: "words"} if name in ("likeness", "kinship", "places") else {1: "words"} for name in [*INPUTS, "gone", "come", "places"]}
    path = str(folder / "tagger.onnx")
    torch.onnx.export(Together(networks).eval(), example, path, input_names=INPUTS, output_names=OUTPUTS, opset_version=14, dynamic_axes=axes)
    model = onnx.load(path)
    weights, casts = [], []
    for weight in model.graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype == np.float32 and values.size > 256:
            weights.append(numpy_helper.from_array(values.astype(np.float16), weight.name + ".half"))
            casts.append(helper.make_node("Cast", [weight.name + ".half"], [weight.name], to=TensorProto.FLOAT))
        else:
            weights.append(weight)
    nodes = casts + list(model.graph.node)
    for node in nodes:
        node.doc_string = ""
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(weights)
    model.graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)
    (folder / "tagger.words.txt").write_text("".join(word + "\n" for word in sorted(vocabulary, key=vocabulary.get)), encoding="utf-8")
