"""Writes a network as ONNX: the pieces' vectors as whole numbers of eight bits, the large weights of seven, the rest in half precision."""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

import words as W

INPUTS = ["pieces", "parts", "owners", "firsts", "features", "likeness", "kinship"]
OUTPUTS = ["gone", "come", "question", "kind", "vectors"]


class Whole(torch.nn.Module):
    """The network for one request, with the logarithms of probabilities."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, *inputs):
        *marks, vectors = self.network(*inputs, torch.zeros(1, 1, 1, 1))
        return *(torch.log_softmax(part, -1) for part in marks), vectors


def export(network, path):
    pieces, words = torch.ones(1, 11, dtype=torch.long), torch.ones(1, 9, dtype=torch.long)
    example = (pieces, pieces, pieces, words, torch.zeros(1, 9, W.FEATURES), torch.zeros(1, 9, 9), torch.zeros(1, 9, 9))
    axes = {name: {1: "pieces"} for name in INPUTS[:3]} | {name: {1: "words"} for name in ["firsts", "features", "gone", "come", "vectors"]}
    axes |= {name: {1: "words", 2: "words"} for name in ("likeness", "kinship")}
    torch.onnx.export(Whole(network).eval(), example, path, input_names=INPUTS, output_names=OUTPUTS, opset_version=14, dynamic_axes=axes)
    onnx.save(small(onnx.load(path)), path)


def small(model):
    graph = model.graph
    values = {weight.name: numpy_helper.to_array(weight) for weight in graph.initializer}
    kept, first, nodes, measured = {}, [], [], set()
    for node in graph.node:
        node.doc_string = ""
        name = next((name for name in node.input if name in values and values[name].ndim == 2 and values[name].size > 10000), None)
        if node.op_type == "Gather" and name == node.input[0] and len(values[name]) > 10000:
            table = values[name]
            scale = np.maximum(np.abs(table).max(1, keepdims=True), 1e-9) / 127
            kept[name + ".bytes"], kept[name + ".scale"] = np.round(table / scale).astype(np.int8), scale.astype(np.float16)
            out = node.output[0]
            nodes += [helper.make_node("Gather", [name + ".bytes", node.input[1]], [out + ".bytes"]), helper.make_node("Cast", [out + ".bytes"], [out + ".whole"], to=TensorProto.FLOAT),
                      helper.make_node("Gather", [name + ".scale", node.input[1]], [out + ".half"]), helper.make_node("Cast", [out + ".half"], [out + ".scale"], to=TensorProto.FLOAT),
                      helper.make_node("Mul", [out + ".whole", out + ".scale"], [out])]
        elif node.op_type == "MatMul" and name == node.input[1]:
            # Seven bits: products of two whole bytes would overflow on processors without VNNI.
            weight, source, out = values[name], node.input[0], node.output[0]
            scale = np.maximum(np.abs(weight).max(0), 1e-9) / 63
            kept[name + ".bytes"], kept[name + ".scale"] = np.round(weight / scale).astype(np.int8), scale.astype(np.float32)
            if source not in measured:
                measured.add(source)
                nodes.append(helper.make_node("DynamicQuantizeLinear", [source], [source + ".bytes", source + ".scale", source + ".zero"]))
            kept.setdefault("zero", np.zeros((), np.int8))
            nodes += [helper.make_node("MatMulInteger", [source + ".bytes", name + ".bytes", source + ".zero", "zero"], [out + ".whole"]),
                      helper.make_node("Cast", [out + ".whole"], [out + ".real"], to=TensorProto.FLOAT),
                      helper.make_node("Mul", [source + ".scale", name + ".scale"], [out + ".scale"]), helper.make_node("Mul", [out + ".real", out + ".scale"], [out])]
        else:
            nodes.append(node)
    used = {name for node in nodes for name in node.input}
    for name, value in values.items():
        if name not in used:
            continue
        if value.dtype == np.float32 and value.size > 256:
            kept[name + ".half"] = value.astype(np.float16)
            first.append(helper.make_node("Cast", [name + ".half"], [name], to=TensorProto.FLOAT))
        else:
            kept[name] = value
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in kept.items())
    graph.node.extend(first + nodes)
    onnx.checker.check_model(model)
    return model


def read(path):
    """The weights of a network that was written: what training goes on from. They are as exact as their bytes."""
    graph = onnx.load(path).graph
    values = {weight.name: numpy_helper.to_array(weight).astype(np.float32) for weight in graph.initializer}
    for name in [name.removesuffix(".bytes") for name in values if name.endswith(".bytes")]:
        values[name] = values[name + ".bytes"] * values[name + ".scale"]
    values |= {name.removesuffix(".half"): values[name] for name in values if name.endswith(".half")}
    # A product's weights have no name of their own, but the numbers that are added to it have.
    biases = {name: next((other for other in node.input if other.startswith("network.")), None) for node in graph.node if node.op_type == "Add" for name in node.input}
    for node in graph.node:
        if node.op_type in ("MatMul", "MatMulInteger") and (bias := biases.get(node.output[0].removesuffix(".whole"))):
            values[bias.replace(".bias", ".weight")] = values[node.input[1].removesuffix(".bytes")].T
    # Nor have the shares of likeness and kinship, which follow each other in each layer.
    shares = [values[name].reshape(-1) for node in graph.node if node.op_type == "Mul" for name in node.input if name in values and values[name].ndim == 4]
    values |= {f"network.blocks.{at // 2}.{('likeness', 'kinship')[at % 2]}": share for at, share in enumerate(shares)}
    return {name.removeprefix("network."): torch.from_numpy(value.copy()) for name, value in values.items() if name.startswith("network.") and not name.endswith((".bytes", ".scale", ".half"))}
