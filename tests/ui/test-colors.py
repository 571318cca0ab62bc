#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The colours of classes and of runs stay apart for colour-blind eyes, in light and dark, and files
drawn without a window have those of the style sheets.

Simulated by the matrices of Machado et al. 2009 for full severity, on linear sRGB; distances are
CIE 1976, in Lab under D65."""
import itertools
import math
import os
import re
import sys

LEAST = 22
EYES = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "usual sight": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
}
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)
GROUPS = {"class": ("gmx_parent_a", "gmx_parent_b", *(f"gmx_class_{i}" for i in range(3, 11))),
          "run": tuple(f"gmx_run_{i}" for i in range(1, 5))}


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector)) for row in matrix]


def lab(colour, eye):
    values = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    seen = [min(1, max(0, v)) for v in times(eye, linear)]
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116
               for t in (a / b for a, b in zip(times(TO_XYZ, seen), WHITE)))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def colours(path):
    with open(path, encoding="utf-8") as file:
        return dict(re.findall(r"@define-color (\w+) (#[0-9a-f]{6});", file.read()))


def too_near(scheme, table):
    for group, names in GROUPS.items():
        for eye, matrix in EYES.items():
            for one, other in itertools.combinations(names, 2):
                apart = math.dist(lab(table[one], matrix), lab(table[other], matrix))
                if apart < LEAST:
                    yield f"{scheme}, {eye}: {one} and {other} are {apart:.1f} apart, {LEAST} are due"


def main():
    root = sys.argv[1]
    light = colours(os.path.join(root, "resources", "style.css"))
    dark = colours(os.path.join(root, "resources", "style-dark.css"))
    with open(os.path.join(root, "ui", "chart", "colors.c"), encoding="utf-8") as file:
        drawn = re.findall(r'\{"(gmx_\w+)", "(#[0-9a-f]{6})", "(#[0-9a-f]{6})"\}', file.read())
    wrong = [*too_near("light", light), *too_near("dark", dark)]
    wrong += [f"{name}: {a} and {b} in colors.c, {light[name]} and {dark[name]} in the style sheets"
              for name, a, b in drawn if (light[name], dark[name]) != (a, b)]
    if len(drawn) < 20:
        wrong.append("colors.c has another form than this test can read")
    print("\n".join(wrong) or "all are apart")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
