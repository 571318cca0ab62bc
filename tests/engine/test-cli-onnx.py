#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Computes exported networks from their ONNX files, with a reader and operators of its own in plain
Python, and compares the logits with those of the program. Where onnxruntime or PyTorch is installed
they judge the files too.

    test-cli-onnx.py GMIX EXPORT_LOGITS
"""
import importlib.util
import json
import math
import operator
import os
import struct
import subprocess
import sys
import unittest

from export_readers import Case, read_bytes, read_message, read_safetensors
from small_images import CIFAR_CLASSES, write_cifar

Case.program = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""
LOGITS = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else ""


def has(module):
    return importlib.util.find_spec(module) is not None


# The model as its file tells it


def signed(value):
    return value - (1 << 64) if value >> 63 else value


def text(fields, number):
    return fields[number][0].decode() if number in fields else ""


def read_tensor(data):
    """Name, and (shape, values)."""
    fields = read_message(data)
    assert fields[2] == [1], "a tensor must be of floats"
    shape = fields.get(1, [])
    values = struct.unpack(f"<{math.prod(shape)}f", fields[9][0])
    return text(fields, 8), (shape, values)


def read_attribute(data):
    fields = read_message(data)
    kind = fields[20][0]
    if kind == 1:
        return text(fields, 1), struct.unpack("<f", fields[2][0])[0]
    if kind == 2:
        return text(fields, 1), signed(fields[3][0])
    assert kind == 7, kind
    return text(fields, 1), [signed(value) for value in fields[8]]


def read_node(data):
    fields = read_message(data)
    assert text(fields, 7) == "", "an operator of another domain"
    return {"type": text(fields, 4), "inputs": [name.decode() for name in fields[1]],
            "outputs": [name.decode() for name in fields[2]],
            "attributes": dict(read_attribute(attribute) for attribute in fields.get(5, []))}


def read_value(data):
    """Name, and the dimensions of a float tensor."""
    fields = read_message(data)
    tensor = read_message(read_message(fields[2][0])[1][0])
    assert tensor[1] == [1]
    dims = [read_message(dim) for dim in read_message(tensor[2][0])[1]]
    return text(fields, 1), [dim[1][0] if 1 in dim else text(dim, 2) for dim in dims]


class Model:
    def __init__(self, data):
        fields = read_message(data)
        graph = read_message(fields[7][0])
        self.ir_version = fields[1][0]
        self.opsets = {text(read_message(opset), 1): read_message(opset)[2][0] for opset in fields[8]}
        self.notes = {text(note, 1): text(note, 2) for note in map(read_message, fields[14])}
        self.nodes = [read_node(node) for node in graph[1]]
        self.tensors = dict(read_tensor(tensor) for tensor in graph[5])
        self.inputs = dict(read_value(value) for value in graph[11])
        self.outputs = dict(read_value(value) for value in graph[12])


# The operators, for one image: a value is (shape, values) without the batch


def broadcast(a, b, function):
    """@b has a value for each channel, or the shape of @a."""
    (shape, x), (_, y) = a, b
    each = len(x) // len(y)
    return shape, [function(value, y[i // each]) for i, value in enumerate(x)]


def patches(shape, x, size, stride, pad):
    """For every output pixel the inputs under the filter, channel by channel."""
    channels, height, width = shape
    out_h, out_w = (height + 2 * pad - size) // stride + 1, (width + 2 * pad - size) // stride + 1
    rows = []
    for oy in range(out_h):
        for ox in range(out_w):
            ys = [oy * stride + k - pad for k in range(size)]
            xs = [ox * stride + k - pad for k in range(size)]
            rows.append([x[(c * height + y) * width + i] if 0 <= y < height and 0 <= i < width else 0.0
                         for c in range(channels) for y in ys for i in xs])
    return out_h, out_w, rows


def conv(inputs, attributes):
    (shape, x), (filters, weights) = inputs
    size, stride, pad = attributes["kernel_shape"][0], attributes["strides"][0], attributes["pads"][0]
    assert attributes["kernel_shape"] == filters[2:] == [size] * 2
    assert attributes["strides"] == [stride] * 2 and attributes["pads"] == [pad] * 4
    out_h, out_w, rows = patches(shape, x, size, stride, pad)
    length = math.prod(filters[1:])
    out = []
    for o in range(filters[0]):
        kernel = weights[o * length:(o + 1) * length]
        out += [sum(map(operator.mul, kernel, row)) for row in rows]
    return [filters[0], out_h, out_w], out


def norm(inputs, attributes):
    (shape, x), *statistics = inputs
    scale, shift, mean, variance = (values for _, values in statistics)
    each = len(x) // shape[0]
    out = []
    for c in range(shape[0]):
        factor = scale[c] / math.sqrt(variance[c] + attributes["epsilon"])
        out += [factor * (value - mean[c]) + shift[c] for value in x[c * each:(c + 1) * each]]
    return shape, out


def pool(inputs, attributes):
    ((channels, height, width), x), = inputs
    assert attributes == {"kernel_shape": [2, 2], "strides": [2, 2]}
    out = [max(x[(c * height + y + dy) * width + i + dx] for dy in (0, 1) for dx in (0, 1))
           for c in range(channels) for y in range(0, height - 1, 2) for i in range(0, width - 1, 2)]
    return [channels, height // 2, width // 2], out


def average(inputs, _):
    (shape, x), = inputs
    each = len(x) // shape[0]
    return [shape[0], 1, 1], [sum(x[c * each:(c + 1) * each]) / each for c in range(shape[0])]


def gemm(inputs, attributes):
    (_, x), (shape, weights), (_, bias) = inputs
    assert attributes == {"transB": 1}
    return [shape[0]], [sum(map(operator.mul, weights[o * len(x):(o + 1) * len(x)], x)) + bias[o] for o in range(shape[0])]


OPERATORS = {
    "Sub": lambda inputs, _: broadcast(*inputs, operator.sub),
    "Div": lambda inputs, _: broadcast(*inputs, operator.truediv),
    "Add": lambda inputs, _: broadcast(*inputs, operator.add),
    "Relu": lambda inputs, _: (inputs[0][0], [max(0.0, value) for value in inputs[0][1]]),
    "Flatten": lambda inputs, _: ([len(inputs[0][1])], inputs[0][1]),
    "Conv": conv,
    "BatchNormalization": norm,
    "MaxPool": pool,
    "GlobalAveragePool": average,
    "Gemm": gemm,
}


def evaluate(model, image):
    """Node by node in the file's order: a value that is not there yet is an error."""
    values = dict(model.tensors, images=(model.inputs["images"][1:], image))
    for node in model.nodes:
        result, = node["outputs"]
        assert result not in values, f"{result} is made twice"
        values[result] = OPERATORS[node["type"]]([values[name] for name in node["inputs"]], node["attributes"])
    return values["logits"][1]


class Onnx(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        write_cifar(os.path.join(cls.folder, "colour"), 20)

    def held_out(self, data, count):
        """The first images as pixels from 0 to 1, by channels."""
        if data == "colour":
            stored = read_bytes(self.folder, data, "test_batch.bin")
            return [[byte / 255 for byte in stored[i * 3073 + 1:(i + 1) * 3073]] for i in range(count)]
        if data == "points.csv":
            return [[i / 4 - 1, i % 3 - 1.5] for i in range(count)]
        stored = read_bytes(self.folder, data, "t10k-images-idx3-ubyte")
        return [[byte / 255 for byte in stored[16 + i * 63:16 + (i + 1) * 63]] for i in range(count)]

    def logits(self, run, count):
        done = subprocess.run([LOGITS, run, str(count)], capture_output=True, text=True, timeout=100, cwd=self.folder, check=True)
        return json.loads(done.stdout)

    def assert_near(self, found, wanted):
        scale = max(1.0, max(map(abs, wanted)))
        for a, b in zip(found, wanted, strict=True):
            self.assertLess(abs(a - b), 2e-5 * scale)

    def check(self, data, count, *arguments):
        # A rate at which running statistics and weights are far from their beginnings.
        run = self.train("--epochs", "2", "--lr", "0.2", "--method", "g-mix", *arguments, data=data)
        path = self.export("model.onnx", run=run)
        model = Model(read_bytes(path))
        images, wanted = self.held_out(data, count), self.logits(run, count)
        for image, logits in zip(images, wanted, strict=True):
            self.assert_near(evaluate(model, image), logits)
        self.assertGreater(max(abs(a - b) for a, b in zip(wanted[0], wanted[1])), 1e-3)
        self.judge(path, model, images, wanted)
        weights = self.export("model.safetensors", run=run)
        self.check_weights(model, weights)
        return run, model, weights, images, wanted

    def judge(self, path, model, images, wanted):
        if has("torch"):
            import torch
            if hasattr(torch._C, "_check_onnx_proto"):
                torch._C._check_onnx_proto(read_bytes(path))
        if has("onnxruntime"):
            import numpy
            import onnxruntime
            session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
            shape = [len(images)] + model.inputs["images"][1:]
            found, = session.run(["logits"], {"images": numpy.array(images, numpy.float32).reshape(shape)})
            for row, logits in zip(found.tolist(), wanted, strict=True):
                self.assert_near(row, logits)

    def check_weights(self, model, path):
        """The initializers are the state_dict, but for what only training needs."""
        tensors, _ = read_safetensors(read_bytes(path))
        wanted = {name: (shape, struct.unpack(f"<{math.prod(shape)}f", data))
                  for name, (dtype, shape, data) in tensors.items() if dtype == "F32"}
        self.assertEqual({name: tensor for name, tensor in model.tensors.items() if not name.startswith("images.")}, wanted)

    def check_torch(self, name, model, path, images, wanted, **form):
        """The weights as a strict state_dict, where PyTorch is installed."""
        if not has("torch"):
            return
        sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "reference"))
        import nets
        import torch
        shape = model.inputs["images"][1:]
        module = nets.build(name, *shape, len(wanted[0]), **form)
        state = {}
        for key, (dtype, size, data) in read_safetensors(read_bytes(path))[0].items():
            state[key] = torch.frombuffer(bytearray(data), dtype=getattr(torch, {"F32": "float32", "I64": "int64"}[dtype])).reshape(size)
        module.load_state_dict(state, strict=True)
        module.eval()
        mean, deviation = (torch.tensor(json.loads(model.notes[key])).reshape(1, -1, 1, 1) for key in ("mean", "deviation"))
        with torch.no_grad():
            found = module((torch.tensor(images).reshape([len(images)] + shape) - mean) / deviation)
        for row, logits in zip(found.tolist(), wanted, strict=True):
            self.assert_near(row, logits)

    def test_form(self):
        run, model, *rest = self.check("colour", 2, "--model", "mlp", "--hidden", "16")
        self.check_torch("mlp", model, *rest, hidden=[16])
        self.assertEqual((model.ir_version, model.opsets), (7, {"": 13}))
        self.assertEqual(model.inputs, {"images": ["N", 3, 32, 32]})
        self.assertEqual(model.outputs, {"logits": ["N", 10]})
        self.assertEqual([node["type"] for node in model.nodes], ["Sub", "Div", "Flatten", "Gemm", "Relu", "Gemm"])
        with open(os.path.join(run, "run.json"), encoding="utf-8") as file:
            dataset = json.load(file)["dataset"]
        self.assertEqual(json.loads(model.notes["classes"]), CIFAR_CLASSES)
        for key in ["mean", "deviation"]:
            self.assertEqual(json.loads(model.notes[key]), dataset[key])
        self.assertEqual((model.notes["model"], model.notes["run"]), ("mlp", os.path.basename(run)))

    def test_mlp_of_odd_grey_images(self):
        _, model, *rest = self.check("small", 5, "--model", "mlp")
        self.check_torch("mlp", model, *rest)

    def test_cnn_whose_pools_leave_a_row_out(self):
        _, model, *rest = self.check("small", 3, "--model", "cnn")
        self.check_torch("cnn", model, *rest)

    def test_resnet_in_colour(self):
        _, model, *rest = self.check("colour", 2, "--model", "resnet-8")
        self.assertEqual([node["type"] for node in model.nodes].count("Conv"), 9)
        self.check_torch("resnet-8", model, *rest)

    def test_resnet_with_plain_shortcuts_in_each_stage(self):
        _, model, *rest = self.check("small", 2, "--model", "resnet-14")
        self.assertEqual([node["type"] for node in model.nodes].count("Add"), 6)
        self.check_torch("resnet-14", model, *rest)

    def test_points(self):
        with open(os.path.join(self.folder, "points.csv"), "w") as file:
            print("x,y,label,part", file=file)
            for i in range(40):
                print(i / 4 - 1 if i < 8 else i / 10 - 2, i % 3 - 1.5, "ab"[i % 2], "test" if i < 8 else "train",
                      sep=",", file=file)
        _, model, *rest = self.check("points.csv", 8)
        self.check_torch("mlp", model, *rest, hidden=[32, 32])
        self.assertEqual(model.inputs, {"images": ["N", 2, 1, 1]})

    def test_a_run_that_does_not_tell_how_images_are_normalised(self):
        run = self.train("--epochs", "1", "--model", "mlp", "--hidden", "4")
        wanted = read_bytes(self.export("told.onnx", run=run))
        path = os.path.join(run, "run.json")
        with open(path, encoding="utf-8") as file:
            description = json.load(file)
        del description["dataset"]["mean"]
        with open(path, "w", encoding="utf-8") as file:
            json.dump(description, file)
        self.assertEqual(read_bytes(self.export("measured.onnx", run=run)), wanted)
        description["dataset"]["checksum"] = "0"
        with open(path, "w", encoding="utf-8") as file:
            json.dump(description, file)
        done = self.gmix("export", run, "--output", "other.onnx")
        self.assertEqual(done.returncode, 1)
        self.assertIn("its checksum differs", done.stderr)


if __name__ == "__main__":
    unittest.main()
