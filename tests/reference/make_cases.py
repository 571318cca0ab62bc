#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes worked cases of methods.md, computed in double precision by PyTorch, as safetensors files.

    make_cases.py OUT_DIR [SEED]

Metadata of a file (all strings): model, mix, perturb, combine, rho, eta, alpha, gamma, beta, keep, lr, momentum,
nesterov, weight_decay, batch, steps, channels, height, width, classes.
Tensors, for t = 0 .. steps - 1 (F32 unless said):
    init.NAME             parameters and BatchNorm running statistics before step 0
    step{t}.x             [B, C, H, W] normalised images          step{t}.y     [B] I64 labels
    step{t}.permutation   [B] I64                                 step{t}.lambda [1]
    step{t}.loss          [B] the loss of each example at w       step{t}.loss_perturbed [B] at w + eps (perturb only)
    step{t}.sharp         [B] U8, 1 = sharp (perturb only)        step{t}.epsilon_norm   [1] (perturb only)
    step{t}.grad.NAME     the combined gradient that the optimizer receives (t = 0 only)
    final.NAME            parameters and running statistics after the last step
Needs the Debian package python3-torch.
"""
import json
import math
import os
import struct
import sys

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from nets import build

DTYPES = {np.dtype("float32"): "F32", np.dtype("int64"): "I64", np.dtype("uint8"): "U8"}


def save(path, tensors, meta):
    header, blobs, at = {"__metadata__": {k: str(v) for k, v in meta.items()}}, [], 0
    for name, a in tensors.items():
        a = np.ascontiguousarray(a)
        header[name] = {"dtype": DTYPES[a.dtype], "shape": list(a.shape), "data_offsets": [at, at + a.nbytes]}
        blobs.append(a.tobytes())
        at += a.nbytes
    h = json.dumps(header).encode()
    h += b" " * (-len(h) % 8)
    with open(path, "wb") as f:
        f.write(struct.pack("<Q", len(h)) + h + b"".join(blobs))


def state(net):
    return {k: v.detach().numpy().astype(np.float32) for k, v in net.state_dict().items() if "num_batches" not in k}


def run_case(path, meta, seed):
    torch.manual_seed(seed)
    rng = np.random.RandomState(seed)
    m = meta
    net = build(m["model"], m["channels"], m["height"], m["width"], m["classes"])
    for p in net.parameters():  # every parameter away from its neutral value, so that nothing cancels by luck
        if p.dim() == 1:
            p.data += 0.1 * torch.randn_like(p)
    net = net.float().double()
    params = list(net.parameters())
    names = [n for n, _ in net.named_parameters()]
    opt = torch.optim.SGD(params, lr=m["lr"], momentum=m["momentum"], weight_decay=m["weight_decay"], nesterov=bool(m["nesterov"]))
    norms = [b for b in net.modules() if isinstance(b, torch.nn.BatchNorm2d)]
    out = {"init." + k: v for k, v in state(net).items()}
    B = m["batch"]
    for t in range(m["steps"]):
        x = rng.randn(B, m["channels"], m["height"], m["width"]).astype(np.float32)
        y = rng.randint(0, m["classes"], B).astype(np.int64)
        x += 0.5 * (y[:, None, None, None] - m["classes"] / 2) / m["classes"]
        x = x.astype(np.float32)
        mixed = m["mix"] == "mixup"
        lam = np.float32(rng.beta(m["alpha"], m["alpha"])) if mixed else np.float32(1)
        pi = rng.permutation(B).astype(np.int64) if mixed else np.arange(B, dtype=np.int64)
        out.update({f"step{t}.x": x, f"step{t}.y": y, f"step{t}.permutation": pi, f"step{t}.lambda": np.array([lam])})
        lam = float(lam)
        X, Y, P = torch.from_numpy(x).double(), torch.from_numpy(y), torch.from_numpy(pi)
        X = lam * X + (1 - lam) * X[P]

        def losses():
            z = net(X)
            return lam * F.cross_entropy(z, Y, reduction="none") + (1 - lam) * F.cross_entropy(z, Y[P], reduction="none")

        net.train()
        l = losses()
        loss = l.detach()
        out[f"step{t}.loss"] = loss.numpy().astype(np.float32)
        g = torch.autograd.grad(l.mean(), params)
        if m["perturb"] != "none":
            scale = [p.detach().abs() + m["eta"] if m["perturb"] == "asam" and n.endswith("weight") and p.dim() > 1 else torch.ones_like(p)
                     for n, p in zip(names, params)]
            norm = math.sqrt(sum(float(((s * u) ** 2).sum()) for s, u in zip(scale, g)))
            eps = [m["rho"] * s * s * u / (norm + 1e-12) for s, u in zip(scale, g)]
            saved = [p.detach().clone() for p in params]
            with torch.no_grad():
                for p, e in zip(params, eps):
                    p.add_(e)
            for b in norms:
                b.momentum = 0.0
            l = losses()
            out[f"step{t}.loss_perturbed"] = l.detach().numpy().astype(np.float32)
            out[f"step{t}.epsilon_norm"] = np.array([math.sqrt(sum(float((e * e).sum()) for e in eps))], np.float32)
            s = l.detach() - loss
            k = min(max(int(math.floor(m["gamma"] * B + 0.5)), 1), B - 1)
            order = sorted(range(B), key=lambda i: (-float(s[i]), i))
            mask = torch.zeros(B, dtype=torch.double)
            mask[order[:k]] = 1
            margin = float(s[order[k - 1]] - s[order[k]])
            assert margin > 1e-5, f"{path}: step {t}: the partition hangs on {margin}; take another seed"
            out[f"step{t}.sharp"] = mask.numpy().astype(np.uint8)
            if m["combine"] == "all":
                g = torch.autograd.grad(l.mean(), params)
            else:
                kept, other = (mask, 1 - mask) if m["keep"] == "sharp" else (1 - mask, mask)
                both = m["combine"] == "orthogonal"
                g = torch.autograd.grad((l * kept).sum() / kept.sum(), params, retain_graph=both)
                if both:
                    f = torch.autograd.grad((l * other).sum() / other.sum(), params)
                    along = sum((u * v).sum() for u, v in zip(f, g)) / sum((v * v).sum() for v in g)
                    g = [v + m["beta"] * (u - along * v) for u, v in zip(f, g)]
            with torch.no_grad():
                for p, o in zip(params, saved):
                    p.copy_(o)
            if m["combine"] == "flat-at-w":  # the examples that are not kept contribute from where they stand
                at_w = torch.autograd.grad((losses() * other).sum() / other.sum(), params)
                g = [(kept.sum() * u + other.sum() * v) / B for u, v in zip(g, at_w)]
            for b in norms:
                b.momentum = 0.1
        if t == 0:
            out.update({f"step0.grad.{n}": u.detach().numpy().astype(np.float32) for n, u in zip(names, g)})
        for p, u in zip(params, g):
            p.grad = u.detach().clone()
        opt.step()
    out.update({"final." + k: v for k, v in state(net).items()})
    save(path, out, meta)


BASE = dict(mix="none", perturb="none", combine="all", rho=0.1, eta=0.01, alpha=1.0, gamma=0.5, beta=0.5, keep="sharp", lr=0.1,
            momentum=0.9, nesterov=0, weight_decay=5e-4, batch=16, steps=3, classes=10)
SHAPES = {"mlp": dict(channels=1, height=8, width=8), "cnn": dict(channels=1, height=12, width=12),
          "resnet-8": dict(channels=3, height=16, width=16)}
PRESETS = {"erm": {}, "mixup": dict(mix="mixup"), "sam": dict(perturb="sam"), "asam": dict(perturb="asam", rho=0.5),
           "g-mix": dict(mix="mixup", perturb="sam"), "esam-sds": dict(perturb="sam", combine="sharp-only"),
           "bg-mix": dict(mix="mixup", perturb="sam", combine="sharp-only"),
           "dg-mix": dict(mix="mixup", perturb="sam", combine="orthogonal"),
           "flat-at-w": dict(mix="mixup", perturb="sam", combine="flat-at-w")}


def main():
    folder, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
    os.makedirs(folder, exist_ok=True)
    for model, shape in SHAPES.items():
        for name, preset in PRESETS.items():
            if model == "resnet-8" and name in ("erm", "asam", "esam-sds"):
                continue
            for tries in range(20):
                try:
                    run_case(f"{folder}/{model}.{name}.safetensors", {**BASE, **shape, **preset, "model": model}, seed + 1000 * tries)
                    break
                except AssertionError as e:
                    print(e)
    wide = dict(channels=2, height=6, width=9, classes=7, batch=11, steps=2)  # neither grey nor square, and a small odd batch
    for extra, change in {"cnn.keep-flat": dict(keep="flat", **PRESETS["bg-mix"]),
                          "cnn.gamma-0.2-beta-neg": dict(PRESETS["dg-mix"], gamma=0.2, beta=-0.4),
                          "cnn.nesterov": dict(PRESETS["g-mix"], nesterov=1),
                          "mlp.wide": {**wide, **PRESETS["dg-mix"]}, "cnn.wide": {**wide, **PRESETS["dg-mix"]}}.items():
        model = extra.split(".")[0]
        for tries in range(20):
            try:
                run_case(f"{folder}/{extra}.safetensors", {**BASE, **SHAPES[model], **change, "model": model}, seed + 7 + 1000 * tries)
                break
            except AssertionError as e:
                print(e)


if __name__ == "__main__":
    main()
