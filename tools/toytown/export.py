"""Stage: the trained parts as ONNX files in Stable Diffusion's layout."""
import copy
import json
import math
import os
from dataclasses import dataclass
from typing import Optional

import numpy as np
import onnx
import torch
import torch.nn as nn
from onnx import TensorProto, helper, numpy_helper
from torch.nn.utils.fusion import fuse_conv_bn_eval

from autoencoder import LATENT_CHANNELS, LATENT_NOISE
from diffusion import SCHEDULER

OPSET = 17
SIZE = 128  # width and height of the pictures trained on
SMALL = 32  # arrays shorter than this stay float32
VERSION = {"_diffusers_version": "0.21.0"}


class VaeEncoder(nn.Module):
    """sample to mean and log-variance; the variance is that of the noise trained with."""

    def __init__(self, autoencoder):
        super().__init__()
        self.encoder = copy.deepcopy(autoencoder.encoder)
        norm, last = autoencoder.latent_norm, self.encoder.conv_out
        scale = (norm.running_var + norm.eps).rsqrt()
        last.weight.data.mul_(scale[:, None, None, None])
        last.bias.data.sub_(norm.running_mean).mul_(scale)

    def forward(self, sample):
        mean = self.encoder(sample)
        return torch.cat([mean, torch.zeros_like(mean) + 2 * math.log(LATENT_NOISE)], 1)


class VaeDecoder(nn.Module):
    def __init__(self, autoencoder):
        super().__init__()
        self.decoder = copy.deepcopy(autoencoder.decoder)

    def forward(self, latent_sample):
        return self.decoder(latent_sample)


def without_norms(describer):
    """Batch norms folded into the convolutions before them."""
    describer = copy.deepcopy(describer).eval()
    for block in [module for module in describer.modules() if isinstance(module, nn.Sequential)]:
        for index, (layer, norm) in enumerate(list(zip(block, block[1:]))):
            if isinstance(layer, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                block[index], block[index + 1] = fuse_conv_bn_eval(layer, norm), nn.Identity()
    return describer


@dataclass
class Parts:
    """The model as it is shipped. From an autoencoder it makes the two halves."""
    tokenizer: object
    text_encoder: nn.Module
    unet: nn.Module
    autoencoder: nn.Module
    describer: Optional[nn.Module]  # a draft may lack it
    labels: dict    # what describer/labels.json says
    editing: dict   # what editing.json says
    producer: str

    def rounded(self):
        """The same with the weights that the files can hold: float16 values, computed in float32."""
        self.vae_encoder = VaeEncoder(self.autoencoder)
        self.vae_decoder = VaeDecoder(self.autoencoder)
        self.describer = self.describer and without_norms(self.describer)
        for network in self.networks():
            network.cpu().float().eval().requires_grad_(False)
            for weight in network.parameters():
                if weight.numel() >= SMALL:
                    weight.copy_(weight.half().float())
        return self

    def networks(self):
        parts = [self.text_encoder, self.unet, self.vae_encoder, self.vae_decoder, self.describer]
        return [part for part in parts if part]

    def to(self, device):
        for network in self.networks():
            network.to(device)
        return self


def export_all(parts, out):
    sample, latent = torch.zeros(2, 3, SIZE, SIZE), torch.zeros(2, LATENT_CHANNELS, SIZE // 8, SIZE // 8)
    ids = torch.tensor([parts.tokenizer.encode("a red house"), parts.tokenizer.encode("")])
    hidden = parts.text_encoder(ids)[0]
    picture = {0: "batch_size", 2: "height", 3: "width"}
    latent_axes = {0: "batch_size", 2: "height_latent", 3: "width_latent"}
    batch = {0: "batch_size"}
    text = {0: "batch_size", 1: "sequence_length"}

    def export(name, inputs, input_names, outputs, axes):
        export_part(getattr(parts, name), inputs, input_names, outputs, axes, os.path.join(out, name), parts.producer)

    export("text_encoder", (ids,), ["input_ids"], {"last_hidden_state": text, "pooler_output": batch}, {"input_ids": text})
    export("unet", (latent, torch.tensor(500.0), hidden), ["sample", "timestep", "encoder_hidden_states"],
           {"out_sample": picture}, {"sample": picture, "encoder_hidden_states": text})
    export("vae_encoder", (sample,), ["sample"], {"latent_parameters": latent_axes}, {"sample": picture})
    export("vae_decoder", (latent,), ["latent_sample"], {"sample": picture}, {"latent_sample": latent_axes})
    if parts.describer:
        export("describer", (sample,), ["sample"], {"logits": batch}, {"sample": picture})
    parts.tokenizer.save(os.path.join(out, "tokenizer"))
    write_configs(parts, out)


def export_part(network, inputs, input_names, outputs, axes, folder, producer):
    os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, "model.onnx")
    torch.onnx.export(network, inputs, path, opset_version=OPSET, input_names=input_names,
                      output_names=list(outputs), dynamic_axes={**axes, **outputs}, do_constant_folding=True)
    model = onnx.load(path)
    store_as_half(model.graph)
    fix_widths(model.graph.output, network(*inputs))
    model.producer_name = producer
    onnx.checker.check_model(model, full_check=True)
    onnx.save(model, path)
    print(f"{os.path.basename(folder)}: {os.path.getsize(path) / 1e6:.2f} MB, {len(model.graph.node)} nodes", flush=True)


def fix_widths(outputs, tensors):
    """The exporter forgets sizes that do not depend on the input; here they are written down."""
    for output, tensor in zip(outputs, tensors if isinstance(tensors, tuple) else (tensors,)):
        for dimension, size in zip(output.type.tensor_type.shape.dim, tensor.shape):
            if dimension.dim_param.endswith(tuple("0123456789")):
                dimension.dim_value = size


def store_as_half(graph):
    """Large arrays as float16 behind a Cast, which runtimes fold away when they load the file."""
    casts = []
    for index, array in enumerate(graph.initializer):
        values = numpy_helper.to_array(array)
        if values.dtype != np.float32 or values.size < SMALL:
            continue
        half = values.astype(np.float16)
        if np.abs(values - half.astype(np.float32)).max() > 0:
            raise ValueError(f"{array.name} is not a rounded weight")
        casts.append(helper.make_node("Cast", [array.name + "_half"], [array.name], name=array.name + "/Cast",
                                      to=TensorProto.FLOAT))
        array.CopyFrom(numpy_helper.from_array(half, array.name + "_half"))
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)


def write_configs(parts, out):
    autoencoder = {"_class_name": "AutoencoderKL", **VERSION, "in_channels": 3, "out_channels": 3,
                   "latent_channels": LATENT_CHANNELS, "sample_size": SIZE, "scaling_factor": 1.0,
                   "block_out_channels": [12, 32, 64, 96], "layers_per_block": 1}
    unet = {"_class_name": "UNet2DConditionModel", **VERSION, **parts.unet.config,
            "down_block_types": ["CrossAttnDownBlock2D"] * 2, "up_block_types": ["CrossAttnUpBlock2D"] * 2,
            "layers_per_block": [1, 2], "flip_sin_to_cos": True, "freq_shift": 0}
    text = {"architectures": ["CLIPTextModel"], "model_type": "clip_text_model", **parts.text_encoder.config,
            "hidden_act": "gelu", "projection_dim":
            parts.text_encoder.config["hidden_size"], "layer_norm_eps": 1e-05}
    onnx_part = ["diffusers", "OnnxRuntimeModel"]
    index = {"_class_name": "ORTStableDiffusionPipeline", **VERSION, "feature_extractor": [None, None],
             "requires_safety_checker": False, "safety_checker": [None, None],
             "scheduler": ["diffusers", "DDIMScheduler"], "text_encoder": onnx_part,
             "tokenizer": ["transformers", "CLIPTokenizer"], "unet": onnx_part,
             "vae_decoder": onnx_part, "vae_encoder": onnx_part}
    for name, content in (("model_index.json", index), ("unet/config.json", unet), ("text_encoder/config.json", text),
                          ("vae_encoder/config.json", autoencoder), ("vae_decoder/config.json", autoencoder),
                          ("scheduler/scheduler_config.json", SCHEDULER), ("editing.json", parts.editing),
                          *([("describer/labels.json", parts.labels)] if parts.describer else [])):
        os.makedirs(os.path.dirname(os.path.join(out, name)), exist_ok=True)
        with open(os.path.join(out, name), "w", encoding="utf-8") as file:
            json.dump(content, file, indent=2)
            file.write("\n")
