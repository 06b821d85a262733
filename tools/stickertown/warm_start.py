"""ToyTown's autoencoder as the first weights of ours: edges and gradients are the same in both worlds."""
import os

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from layers import GroupNorm

MODELS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "models")


def load_half(network, prefix, path):
    """Fills one half of the autoencoder from its ONNX file.

    Convolutions are stored under their names. Group norms became a
    multiplication and an addition of [channels, 1, 1], in the order they run in.
    """
    arrays = {a.name.replace("_half", ""): numpy_helper.to_array(a).astype(np.float32)
              for a in onnx.load(path).graph.initializer}
    state = network.state_dict()
    for name in state:
        if prefix + name in arrays:
            state[name] = torch.from_numpy(arrays[prefix + name])
    scales = [a for name, a in arrays.items() if name.startswith("onnx::Mul")]
    shifts = [a for name, a in arrays.items() if name.startswith("onnx::Add")]
    norms = [name for name, module in network.named_modules() if isinstance(module, GroupNorm)]
    if not len(norms) == len(scales) == len(shifts):
        raise ValueError(f"{path} has {len(scales)} group norms, not {len(norms)}")
    for name, scale, shift in zip(norms, scales, shifts):
        state[name + ".weight"], state[name + ".bias"] = torch.from_numpy(scale.ravel()), torch.from_numpy(shift.ravel())
    network.load_state_dict(state)


def from_toytown(autoencoder, folder=os.path.join(MODELS, "toytown")):
    load_half(autoencoder.encoder, "encoder.", os.path.join(folder, "vae_encoder", "model.onnx"))
    load_half(autoencoder.decoder, "decoder.", os.path.join(folder, "vae_decoder", "model.onnx"))
    return autoencoder
