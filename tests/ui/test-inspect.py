#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inspector in the real window: opened from a tile, paged through, saved, and left for the
probe, the galleries and the Mix Lab. Any warning in the program's log fails the test too.

Usage: test-inspect.py path/to/gmix-studio        (exit 77 where the tools are not installed)"""
import os
import re
import shutil
import sys
import tempfile
import time

from studio import Window, check, choose_file, no_warnings, read_png, run, start
import uidrive

SMALL = ("--data", "shapes", "--model", "mlp", "--hidden", "32", "--limit", "320", "--batch", "32",
         "--epochs", "4000", "--probe", "64", "--evaluate-training", "100")


class Inspector(Window):
    """The window with a run at rest. The inspector is looked through alone, which is quicker."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.wait_status("^Ready")
        self.app.click(self.app.find("page tab", "Samples"))
        self.app.click(self.button("Train"))
        self.wait_status("epoch ([2-9]|[1-9][0-9])", 90)
        self.app.click(self.button("Pause"))
        self.wait_status("^Paused")
        self.step_shown = self.step()
        self.samples = self.app.find(pred=lambda x: x.snap["raw"] == "GmxSamplesPage")
        self.samples.wait_text("^32 of 32 examples$")
        self.inspector = self.app.root.find("panel", "Example", showing=False)

    def tiles(self, side):
        """Accessible names of the tiles that the grid has made, in the order of the grid."""
        return [x.snap["name"] for x in self.tile_nodes(side)]

    def tile_nodes(self, side):
        return list(self.samples.find("table", side).find_all("image", showing=False))

    def has_focus(self, part):
        return any("focused" in x.snap["states"] for x in part.snapshot(hidden=False))

    def wait_open(self):
        """The tree does not tell which of two pages is covered, but the focus must be where keys
        are meant to act."""
        uidrive.wait_until(lambda: self.has_focus(self.inspector), what="focus in the inspector")

    def wait_closed(self):
        uidrive.wait_until(lambda: self.has_focus(self.samples), what="focus in the galleries")

    def select(self, side):
        """Clicks the first tile of @side until that is seen: a page that has just come up takes no
        click before its first frame."""
        def clicked():
            self.app.mouse(self.tile_nodes(side)[0])
            time.sleep(0.3)
            return self.has_focus(self.samples)
        uidrive.wait_until(clicked, every=0.7, what=f"the first tile of {side} to take the focus")

    def press(self, name):
        self.app.click(uidrive.wait_until(lambda: self.inspector.find("push button", name),
                                          what=f"button {name}"))

    def sensitive(self, name):
        return self.inspector.find("push button", name).sensitive

    def wait_example(self, tile):
        """Until the example of the tile of that name is shown."""
        first, second, side, s = re.match(r"(\w+) and (\w+), λ .*, (\w+) ([+−][\d.]+)", tile).groups()
        fact = re.compile("^" + re.escape(s) + r"\d*$")

        def shown():
            texts = self.inspector.texts()
            title = f"{first} and {second}" in texts
            return title and side.capitalize() in texts and any(fact.match(t) for t in texts)
        uidrive.wait_until(shown, what=f"{tile} in the inspector")


def opens_by_double_click(w):
    tile = w.tile_nodes("Sharp")[1]
    name = tile.snap["name"]
    w.app.mouse(tile, repeat=2)
    w.wait_open()
    w.wait_example(name)
    w.inspector.wait_text("^example [0-9]+ of 32, step")


def pages_in_the_galleries_order(w):
    sharp, flat = w.tiles("Sharp"), w.tiles("Flat")
    w.press("Previous Example")
    w.wait_example(sharp[0])
    uidrive.wait_until(lambda: not w.sensitive("Previous Example"), what="the first to be first")
    w.press("Next Example")
    w.wait_example(sharp[1])
    w.app.key("alt+Right")
    w.wait_example(sharp[2])
    w.app.key("alt+Left")
    w.wait_example(sharp[1])
    for _ in range(15):                  # the flat ones follow the sharp
        w.app.key("alt+Right")
    w.wait_example(flat[0])


def says_all_in_words(w):
    texts = w.inspector.texts()
    for pattern in (r"λ = 0\.\d\d, training image", r"% at w, .* at w \+ ε̂", "^Rank$", "^Loss at w$",
                    r"^x̃ = 0\.\d\d x \+ 0\.\d\d x", "Only the probe's examples are followed"):
        check(any(re.search(pattern, t) for t in texts), f"{pattern} in {texts}")


def saves_a_picture(w, path):
    choose_file(w.app, lambda: w.press("Save as a Picture"), "Save", path)
    uidrive.wait_until(lambda: os.path.exists(path), what=f"{path} to be written")
    width, height, texts = read_png(path)
    check(width > 100 and height > 100, f"a picture of {width} × {height} pixels")
    for key in ("Software", "Title", "Settings"):
        check(key in texts, f"the picture says its {key}: {sorted(texts)}")


def escape_goes_back_and_enter_opens(w):
    w.app.key("Escape")
    w.wait_closed()
    tile = w.tile_nodes("Flat")[0]
    name = tile.snap["name"]
    w.app.mouse(w.app.steady(tile))
    w.app.key("Return")
    w.wait_open()
    w.wait_example(name)
    w.press("Back")
    w.wait_closed()


def probe_is_followed_over_the_epochs(w):
    w.app.key("Return")                  # back has left the focus where Enter opens
    w.wait_open()
    w.press("Open the Probe")
    w.wait_closed()
    w.samples.wait_text("^64 of 64 examples$")
    name = w.tiles("Sharp")[0]
    w.select("Sharp")
    w.app.key("Return")
    w.wait_open()
    w.wait_example(name)
    w.inspector.wait_text("^probe example [0-9]+ of 64, epoch")
    check(not w.inspector.find("push button", "Open the Probe"), "the path is there")


def mix_lab_gets_the_pair(w):
    texts = w.inspector.texts()
    pattern = r"^(\w+), (?:1 − )?λ = ([\d.]+), training image ([\d\s]+)$"
    parents = [m for t in texts if (m := re.match(pattern, t))]
    check(len(parents) == 2, f"two parents: {texts}")
    w.press("Open in Mix Lab")
    lab = w.app.find(pred=lambda x: x.snap["raw"] == "GmxMixLab")
    for slot, parent in zip("AB", parents):
        number = re.sub(r"\s", "", parent[3])
        lab.wait_text(f"^Picture {slot}: {parent[1]}, image {number}$")
    value = lab.find("slider", "λ, the share of A").value
    check(abs(value - float(parents[0][2])) < 0.006, f"λ {value}, of {parents[0][2]}")
    check(w.app.find("page tab", "Mix Lab").checked, "the Mix Lab is the page")


def reset_takes_it_away(w):
    w.app.click(w.app.find("page tab", "Samples"))
    w.select("Sharp")
    w.app.key("Return")
    w.wait_open()
    w.app.key("ctrl+r")
    w.wait_closed()
    w.app.wait_text("No Examples Yet")


def main():
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    runs = os.path.join(folder, "runs")
    os.mkdir(runs)
    try:
        with uidrive.Session(size=(1280, 900), wm="openbox" if shutil.which("openbox") else None) as s:
            w = Inspector(s, os.path.abspath(sys.argv[1]), runs, *SMALL)
            failed = run([(opens_by_double_click, w), (pages_in_the_galleries_order, w),
                          (says_all_in_words, w),
                          (saves_a_picture, w, os.path.join(folder, "example.png")),
                          (escape_goes_back_and_enter_opens, w),
                          (probe_is_followed_over_the_epochs, w), (mix_lab_gets_the_pair, w),
                          (reset_takes_it_away, w), (no_warnings, w)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main)
