#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One training step of every method in PyTorch, timed: the peer that the engine is measured against.

    torch_step.py --model resnet-8 --method g-mix --batch 128 --threads 2 --steps 10 [--layout nchw|channels-last]

A step is what `gmix bench` times too: pick B stored uint8 images, to float, normalise, mix, then the passes of methods.md and
the optimizer. Prints one JSON object. Needs the Debian package python3-torch.
"""
import argparse
import json
import os
import statistics
import sys
import time

import torch
import torch.nn.functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "reference"))
from nets import build

SHAPES = {"mlp": (1, 28, 28), "cnn": (1, 28, 28), "resnet-8": (3, 32, 32), "resnet-20": (3, 32, 32)}
p = argparse.ArgumentParser()
p.add_argument("--model", default="resnet-8")
p.add_argument("--method", default="g-mix")
p.add_argument("--batch", type=int, default=128)
p.add_argument("--threads", type=int, default=2)
p.add_argument("--steps", type=int, default=10)
p.add_argument("--layout", default="channels-last", choices=["nchw", "channels-last"])
a = p.parse_args()
torch.set_num_threads(a.threads)
torch.manual_seed(0)
RHO, GAMMA, BETA, B = 0.1, 0.5, 0.5, a.batch
c, h, w = SHAPES[a.model]
last = a.layout == "channels-last" and a.model != "mlp"
net = build(a.model, c, h, w, 10)
if last:
    net = net.to(memory_format=torch.channels_last)
net.train()
params = list(net.parameters())
norms = [m for m in net.modules() if isinstance(m, torch.nn.BatchNorm2d)]
opt = torch.optim.SGD(params, lr=0.05, momentum=0.9, weight_decay=5e-4)
images = torch.randint(0, 256, (4096, c, h, w), dtype=torch.uint8)
labels = torch.randint(0, 10, (4096,))
mean, std = torch.full((1, c, 1, 1), 0.45), torch.full((1, c, 1, 1), 0.25)
beta = torch.distributions.Beta(1.0, 1.0)


def step():
    i = torch.randint(0, 4096, (B,))
    x = images[i].float().div_(255).sub_(mean).div_(std)
    if last:
        x = x.contiguous(memory_format=torch.channels_last)
    y = labels[i]
    mixed = a.method not in ("erm", "sam")
    if mixed:
        lam, pi = float(beta.sample()), torch.randperm(B)
        x, y2 = lam * x + (1 - lam) * x[pi], y[pi]

    def losses():
        z = net(x)
        l = F.cross_entropy(z, y, reduction="none")
        return lam * l + (1 - lam) * F.cross_entropy(z, y2, reduction="none") if mixed else l

    opt.zero_grad(set_to_none=True)
    l = losses()
    l.mean().backward()
    if a.method not in ("erm", "mixup"):
        before = l.detach()
        with torch.no_grad():
            scale = RHO / (torch.norm(torch.stack([q.grad.norm() for q in params])) + 1e-12)
            saved = [q.detach().clone() for q in params]
            torch._foreach_add_(params, [q.grad * scale for q in params])
        for m in norms:
            m.momentum = 0.0
        opt.zero_grad(set_to_none=True)
        l = losses()
        if a.method in ("sam", "g-mix"):
            l.mean().backward()
        else:
            k = int(GAMMA * B + 0.5)
            mask = torch.zeros(B)
            mask[torch.topk(l.detach() - before, k).indices] = 1
            both = a.method == "dg-mix"
            g = torch.autograd.grad((l * mask).sum() / k, params, retain_graph=both)
            if both:
                f = torch.autograd.grad((l * (1 - mask)).sum() / (B - k), params)
                along = sum((u * v).sum() for u, v in zip(f, g)) / sum((v * v).sum() for v in g)
                g = [v + BETA * (u - along * v) for u, v in zip(f, g)]
            for q, v in zip(params, g):
                q.grad = v
        with torch.no_grad():
            for q, s in zip(params, saved):
                q.copy_(s)
        for m in norms:
            m.momentum = 0.1
    opt.step()


for _ in range(3):
    step()
times = []
for _ in range(a.steps):
    t = time.perf_counter()
    step()
    times.append(time.perf_counter() - t)
t = statistics.median(times)
print(json.dumps({"model": a.model, "method": a.method, "batch": B, "threads": a.threads, "layout": a.layout, "steps": a.steps,
                  "images_per_second": B / t, "ms_per_step": 1e3 * t, "torch": torch.__version__}))
