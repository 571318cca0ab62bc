#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The engine beside PyTorch, in turns, on the same work: prints a table of ratios (above 1 = the engine is faster).

    compare.py PATH_TO_gmix [--models mlp,cnn,resnet-8,resnet-20] [--methods erm,mixup,sam,g-mix,bg-mix,dg-mix] [--rounds 3] [--threads 2]

Each round runs PyTorch in both of its memory layouts and `gmix bench --json` once; a ratio is the engine's images a second over the
better layout's, and the table gives the median over rounds. Needs the Debian package python3-torch and an idle machine.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
p = argparse.ArgumentParser()
p.add_argument("gmix")
p.add_argument("--models", default="mlp,cnn,resnet-8,resnet-20")
p.add_argument("--methods", default="erm,mixup,sam,g-mix,bg-mix,dg-mix")
p.add_argument("--rounds", type=int, default=3)
p.add_argument("--threads", default="2")
p.add_argument("--steps", default="10")
a = p.parse_args()


def rate(command):
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(out.strip().splitlines()[-1])["images_per_second"]


ratios_of_all = []
print(f"{'model':10} {'method':8} {'engine img/s':>13} {'torch img/s':>12} {'ratio':>6}  (min–max over rounds)")
for model in a.models.split(","):
    for method in a.methods.split(","):
        common = ["--model", model, "--method", method, "--batch", "128", "--threads", a.threads, "--steps", a.steps]
        ours, theirs = [], []
        for _ in range(a.rounds):
            layouts = ["nchw"] if model == "mlp" else ["nchw", "channels-last"]
            theirs.append(max(rate(["/usr/bin/python3", f"{HERE}/torch_step.py", *common, "--layout", l]) for l in layouts))
            ours.append(rate([a.gmix, "bench", *common, "--json"]))
        ratios = [o / t for o, t in zip(ours, theirs)]
        ratios_of_all.append(statistics.median(ratios))
        print(f"{model:10} {method:8} {statistics.median(ours):13.0f} {statistics.median(theirs):12.0f} {statistics.median(ratios):6.2f}"
              f"  ({min(ratios):.2f}–{max(ratios):.2f})", flush=True)
print(f"least ratio {min(ratios_of_all):.2f}, median {statistics.median(ratios_of_all):.2f}")
