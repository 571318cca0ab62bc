#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks that no part includes what stands above it, and that the engine stays free of GTK.

    check_includes.py [ROOT]

The parts, each using only those before it: nn, data, method, train, insight, runs, session, ui, app.
"""
import os
import re

import tree

PARTS = ["nn", "data", "method", "train", "insight", "runs", "session", "resources", "ui", "app", "tests"]
INCLUDE = re.compile(r'\s*#\s*include\s+(["<])([^">]+)[">]')
DESKTOP = re.compile(r"(gtk|gdk|gsk|cairo|pango|adwaita|graphene|gdk-pixbuf)[./-]|(gtk|gdk|gsk|cairo|pango\w*|adwaita)\.h")
WITHOUT_DISPLAY = ("ui/curves.", "ui/figures/", "ui/format.", "ui/plane/plane-border.", "ui/plane/plane-draft.", "ui/plane/plane-frame.",
                   "ui/plane/plane-look.", "ui/plane/plane-marks.", "ui/plane/plane-paint.", "ui/plane/plane-points.", "ui/plane/plane-pool.", "ui/sheet/", "ui/landscape/ball-layer.", "ui/landscape/contour.",
                   "ui/landscape/iso.", "ui/landscape/landscape-file.", "ui/landscape/paint-terrain.", "ui/landscape/surface",
                   "ui/landscape/terrain-landscape.", "ui/landscape/terrain.", "ui/samples/sample-csv.", "ui/samples/sample-filter.", "ui/samples/sample-list.",
                   "ui/samples/sample-model.", "ui/samples/sample-order.", "ui/chart/area-layer.", "ui/chart/axis",
                   "ui/chart/band-layer.", "ui/chart/blocks.", "ui/chart/colors.", "ui/chart/event-layer.",
                   "ui/chart/figure", "ui/chart/histogram", "ui/chart/layer.", "ui/chart/line-", "ui/chart/marker.",
                   "ui/chart/numbers.", "ui/chart/paint.", "ui/chart/plot.", "ui/chart/scatter-layer.",
                   "ui/chart/series.", "ui/chart/table.", "ui/chart/ticks.", "ui/lessons/condition", "ui/lessons/lesson", "ui/slowmotion/formula.",
                   "ui/slowmotion/phase-text", "ui/slowmotion/phase-vectors.", "ui/slowmotion/vectors.")
TOOLKIT = re.compile(r"(gtk|gdk|gsk|adwaita|graphene|gdk-pixbuf)[./-]|(gtk|gdk|gsk|adwaita)\.h")
LIBRARIES = re.compile(r"(glib|gio|gobject|gmodule|json-glib|libpng)|png\.h|zlib\.h")
DEPENDENCIES = {"nn": ("glib_dep", "gobject_dep", "gio_dep", "gio_unix_dep", "json_dep", "png_dep", "gtk_dep", "adw_dep")}


def part(path):
    """The part that a file belongs to: its folder in engine/, the session for engine/ itself."""
    folders = path.split("/")[:-1]
    if folders[:1] == ["engine"]:
        return folders[1] if len(folders) > 1 else "session"
    return folders[0] if folders else "tests"


def needs_no_display(path):
    """Only the window's program and what tests it may know the desktop's libraries."""
    if path.startswith("app/gmix") and not path.startswith("app/gmix-studio"):
        return True
    return not path.startswith(("ui/", "app/", "tests/ui/", "tests/bench/"))


def draws_without_display(path):
    """What of ui the command line may use."""
    return path.startswith(WITHOUT_DISPLAY)


def is_generated(root, name):
    """Whether the build makes this header: the meson.build of its folder names it."""
    folder, leaf = os.path.split(name)
    recipe = os.path.join(folder, "meson.build")
    stem = os.path.splitext(leaf)[0]
    return os.path.exists(os.path.join(root, recipe)) and any(f"'{stem}'" in line for line in tree.lines(root, recipe))


def check_own(root, path, name):
    if not os.path.exists(os.path.join(root, name)) and not is_generated(root, name):
        return f'"{name}" is not there, seen from the root'
    here, there = part(path), part(name)
    if there not in PARTS:
        return f'"{name}" belongs to no known part ({", ".join(PARTS)})'
    if PARTS.index(there) > PARTS.index(here):
        return f'{here} must not include "{name}", which is part of {there}'
    wants_none = needs_no_display(path) or draws_without_display(path)
    if there == "ui" and wants_none and not (here in ("app", "ui") and draws_without_display(name)):
        return f'"{name}" needs a display, {path} must not'
    return None


def check_foreign(path, name):
    if needs_no_display(path) and DESKTOP.match(name):
        return f"<{name}> belongs to the window, not here"
    if draws_without_display(path) and TOOLKIT.match(name):
        return f"<{name}> needs a display, {path} must not"
    if part(path) == "nn" and LIBRARIES.match(name):
        return f"<{name}> in nn, which is C, libm and OpenBLAS alone"
    return None


def check_source(root, path):
    for number, line in enumerate(tree.lines(root, path), 1):
        found = INCLUDE.match(line)
        if found:
            own, name = found[1] == '"', found[2]
            what = check_own(root, path, name) if own else check_foreign(path, name)
            if what:
                yield path, number, what


def check_build(root, path):
    """A library that is linked would come in through its headers one day."""
    forbidden = DEPENDENCIES.get(part(path), ("gtk_dep", "adw_dep", "chart_dep", "ui_dep"))
    for number, line in enumerate(tree.lines(root, path), 1):
        for name in forbidden:
            if re.search(rf"\b{name}\b", line):
                yield path, number, f"{part(path)} must not use {name}"


def check(root):
    for path in tree.files(root, ".c", ".h"):
        if part(path) not in PARTS:
            yield path, 1, f'in no known part ({", ".join(PARTS)})'
            continue
        yield from check_source(root, path)
    for path in tree.files(root, "meson.build"):
        if path.startswith("engine/") or draws_without_display(path):
            yield from check_build(root, path)


if __name__ == "__main__":
    tree.main(check)
