"""ToyTown in PyTorch: the networks that it was trained with, filled from the ONNX files that it is shipped as."""
import json
import os
import sys

import numpy as np
import onnx
import torch
from onnx import numpy_helper

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.join(HERE, "..", "..")
sys.path.append(os.path.join(ROOT, "tools", "toytown"))

from autoencoder import Autoencoder  # noqa: E402
from export import VaeDecoder, VaeEncoder  # noqa: E402
from text_encoder import TextEncoder  # noqa: E402
from tokenizer import toytown_tokenizer  # noqa: E402
from unet import UNet  # noqa: E402


SPELLED = {"MatMul": "weight", "Mul": "weight", "Add": "bias"}


class ToyTown:
    """The parts, in float32, ready to be called."""

    def __init__(self, path):
        with open(os.path.join(path, "scheduler", "scheduler_config.json"), encoding="utf-8") as file:
            self.scheduler = json.load(file)
        self.tokenizer = toytown_tokenizer()
        vocabulary, end = len(self.tokenizer.vocabulary), self.tokenizer.end
        self.text = filled(TextEncoder(vocabulary, end), path, "text_encoder")
        self.unet = filled(UNet(), path, "unet")
        self.encoder = filled(VaeEncoder(Autoencoder()), path, "vae_encoder")
        self.decoder = filled(VaeDecoder(Autoencoder()), path, "vae_decoder")


def filled(network, path, part):
    """The network with the weights of an ONNX file. Linear layers and group norms are spelled out there, under nodes that keep their names."""
    graph = onnx.load(os.path.join(path, part, "model.onnx")).graph
    arrays = {array.name: numpy_helper.to_array(array) for array in graph.initializer}
    arrays.update({node.output[0]: arrays[node.input[0]] for node in graph.node
                   if node.op_type == "Cast" and node.input[0] in arrays})
    for node in graph.node:
        held = [arrays[name] for name in node.input if name in arrays]
        if node.op_type in SPELLED and held:
            layer = node.name.strip("/").replace("/", ".").rsplit(".", 1)[0]
            weight = held[0].T if node.op_type == "MatMul" else held[0]
            arrays.setdefault(f"{layer}.{SPELLED[node.op_type]}", weight)
    network.load_state_dict({name: torch.from_numpy(arrays[name].astype(np.float32).reshape(weight.shape))
                             for name, weight in network.named_parameters()})
    return network.eval().requires_grad_(False)
