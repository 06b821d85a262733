"""ToyTown's weights as the first ones of ours, and the weights of a finished StickerTown.

The two worlds share edges and gradients, places on the left and on the right,
colours, and some nouns. What ToyTown has learned of them saves hours.
"""
import os

import numpy as np
import onnx
import torch
import torch.nn as nn
from onnx import numpy_helper

from autoencoder import Autoencoder
from layers import GroupNorm

TOYTOWN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "models", "toytown")
PAINTER_INPUTS = (torch.zeros(1, 4, 16, 16), torch.zeros(1), torch.zeros(1, 8, 128))


def _read(folder, part):
    """The arrays of an ONNX file by name, in the order of the nodes that use them."""
    graph = onnx.load(os.path.join(folder, part, "model.onnx")).graph
    named = {a.name: numpy_helper.to_array(a).astype(np.float32) for a in graph.initializer}
    arrays = {}
    for node in graph.node:
        if node.op_type != "Cast":
            for name in node.input:
                stored = name if name in named else name + "_half"
                if stored in named:
                    arrays.setdefault(name, torch.from_numpy(named[stored].copy()))
    return arrays


def _in_order(network, kind, inputs):
    """The network's modules of a kind, in the order in which they run."""
    order = []
    hooks = [module.register_forward_hook(lambda module, *_: order.append(module))
             for module in network.modules() if isinstance(module, kind)]
    with torch.no_grad():
        network(*inputs)
    for hook in hooks:
        hook.remove()
    return order


def load(network, part, inputs, prefix="", folder=TOYTOWN):
    """Fills network from a part of a finished model, ToyTown by default.

    The exporter keeps most names. Matrices of linear layers lose theirs and are
    transposed, and group norms become a multiplication and an addition; both
    are found again by the order in which they run.
    """
    arrays = _read(folder, part)
    weights = dict(network.named_parameters())
    loose = lambda operation: [a for name, a in arrays.items() if name.startswith(f"onnx::{operation}_")]
    named = [name for name in weights if prefix + name in arrays]
    linears = [m for m in _in_order(network, nn.Linear, inputs)
               if not any(weights[name] is m.weight for name in named)]
    norms = _in_order(network, GroupNorm, inputs)
    pairs = [(weights[name], arrays[prefix + name]) for name in named]
    pairs += [(m.weight, a.t()) for m, a in _zip(linears, loose("MatMul"))]
    pairs += [(m.weight, a.flatten()) for m, a in _zip(norms, loose("Mul"))]
    pairs += [(m.bias, a.flatten()) for m, a in _zip(norms, loose("Add"))]
    if len(pairs) != len(weights):
        raise ValueError(f"{part}: {len(pairs)} arrays for {len(weights)} weights")
    with torch.no_grad():
        for weight, array in pairs:
            _fill(weight, array)


def _zip(modules, arrays):
    if len(modules) != len(arrays):
        raise ValueError(f"{len(arrays)} arrays for {len(modules)} layers")
    return zip(modules, arrays)


def _fill(weight, array):
    if weight.shape != array.shape:
        raise ValueError(f"{tuple(array.shape)} does not fit {tuple(weight.shape)}")
    weight.copy_(array)


def autoencoder(network, folder=TOYTOWN):
    load(network.encoder, "vae_encoder", (torch.zeros(1, 3, 64, 64),), "encoder.", folder)
    load(network.decoder, "vae_decoder", (torch.zeros(1, 4, 8, 8),), "decoder.", folder)
    return network


def finished_autoencoder(folder):
    """The autoencoder of a finished StickerTown; its files hold the encoder with the latents' norm folded in."""
    model = autoencoder(Autoencoder(), folder)
    model.latent_norm.eps = 0.0
    return model.to(memory_format=torch.channels_last).eval().requires_grad_(False)


def finished_painter(network, tokenizer, folder):
    """Denoiser and text encoder of a finished StickerTown."""
    load(network.text_encoder, "text_encoder", (torch.tensor([tokenizer.encode("")]),), folder=folder)
    load(network.unet, "unet", PAINTER_INPUTS, folder=folder)
    return network.eval().requires_grad_(False)


def painter(network, tokenizer):
    """Denoiser and text encoder; words that both vocabularies know keep their embedding."""
    from text_encoder import TextEncoder
    from tokenizer import toytown_tokenizer
    theirs = toytown_tokenizer()
    text = TextEncoder(len(theirs.vocabulary), theirs.end)
    load(text, "text_encoder", (torch.tensor([theirs.encode("")]),))
    load(network.unet, "unet", PAINTER_INPUTS)
    state, ours = text.state_dict(), network.text_encoder.state_dict()
    for name, weight in state.items():
        if name.endswith("token_embedding.weight"):
            for token, index in theirs.vocabulary.items():
                if token in tokenizer.vocabulary:
                    ours[name][tokenizer.vocabulary[token]] = weight[index]
        else:
            ours[name].copy_(weight[:len(ours[name])])      # fewer positions
    network.text_encoder.load_state_dict(ours)
    return network
