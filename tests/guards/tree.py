# SPDX-License-Identifier: GPL-3.0-or-later
"""What the guards share: the files of a source tree, and how a finding is told."""
import os
import sys

SKIPPED = {".git", "__pycache__", "subprojects"}


def files(root, *endings):
    """Paths below root, relative to it, that end in one of endings; build folders are left out."""
    found = []
    for folder, names, leaves in os.walk(root):
        names[:] = sorted(n for n in names if n not in SKIPPED and not is_build(folder, n))
        found += [os.path.relpath(os.path.join(folder, leaf), root) for leaf in leaves]
    return sorted(path for path in found if path.endswith(endings))


def is_build(folder, name):
    return os.path.exists(os.path.join(folder, name, "meson-private"))


def lines(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as file:
        return file.read().splitlines()


def main(check):
    """Prints every finding of check(root), one a line as file:line: what; fails if there is one."""
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..", "..")
    findings = [f"{path}:{line}: {what}" for path, line, what in check(os.path.abspath(root))]
    print("\n".join(findings) if findings else "nothing found")
    sys.exit(1 if findings else 0)
