#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Mix lab in the real window on a display of its own: λ is moved, images are searched for,
pasted, opened and dragged, and what is saved is read back. The data are written here, so every
pixel is known. Any warning in the program's log fails the test too.

Usage: test-mixlab.py path/to/gmix-studio        (exit 77 where the tools are not installed)"""
import csv
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zlib

from studio import Window, check, choose_file, no_warnings, read_png, run, small_images, start
import uidrive

SIDE, FACTOR = small_images.SIDE, 3
level = small_images.digit_level
# Where ui/sheet/sheet.h puts the blends.
MARGIN, HEADER, NAMES, NAME_LINE, IMAGE, GAP, LINE = 18, 66, 96, 20, 96, 8, 16


def write_png(path, width, height):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + \
            struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes((x * 4 + y) % 256 for x in range(width) for _ in range(3))
                    for y in range(height))
    with open(path, "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0,
                                                                  0, 0)) +
                chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def read_pixels(path):
    """width, height, RGB bytes."""
    size = subprocess.run(["identify", "-format", "%w %h", path], check=True, capture_output=True,
                          text=True).stdout.split()
    rgb = subprocess.run(["convert", path, "-depth", "8", "rgb:-"], check=True,
                         capture_output=True).stdout
    return int(size[0]), int(size[1]), rgb


# The window

class Lab(Window):
    """To look through the whole window takes long, so the page is found once and looked through
    alone."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.wait_status("^Ready")
        self.app.click(self.app.find(None, "Mix Lab"))
        self.page = self.app.find(pred=lambda x: x.snap["raw"] == "GmxMixLab")
        self.wait_text("untrained weights")
        self.slider = self.named("λ, the share of A")

    def named(self, name, timeout=uidrive.PATIENCE, **more):
        """Whatever is called so on the page."""
        return uidrive.wait_until(lambda: self.page.find(None, name, **more), timeout, what=f"{name}")

    def wait_named(self, pattern, timeout=uidrive.PATIENCE):
        return self.named(re.compile(pattern), timeout)

    def wait_text(self, pattern, timeout=uidrive.PATIENCE):
        return self.page.wait_text(pattern, timeout)

    def button(self, pattern):
        return uidrive.wait_until(lambda: self.page.find("push button", re.compile(pattern)),
                                  what=f"button {pattern}")

    def open(self, path):
        choose_file(self.app, lambda: self.app.click(self.button("^Open PNG…$")), "Open", path)

    def save(self, item, path):
        def opens():
            self.app.click(self.named("Save"))
            self.app.click(self.named(item))
        choose_file(self.app, opens, "Save", path)
        uidrive.wait_until(lambda: os.path.exists(path), what=f"{path} to be written")


def page_names_what_it_shows(w):
    for pattern in ("^Picture A: 1, image 1$", "^Picture B: 0, image 0$"):
        check(w.button(pattern), pattern)
    w.wait_text("There is no ε̂ before the first step")
    w.wait_text("The weights are untrained yet")
    check(w.wait_named("^3 with 4, seen as"), "the sheet says what the network sees")


def slider_moves_the_blend(w):
    w.app.set_value(w.slider, 0.25)
    w.wait_named("^Mixed image: 25.% of 1, the rest 0$")
    w.wait_text("^x̃ = 0.25 xA \\+ 0.75 xB$")
    w.wait_text("^Sheet, λ = 0.25$")
    w.app.click(w.slider)
    w.app.set_value(w.slider, 0.25)
    w.app.key("Right")
    w.wait_named("^Mixed image: 26.% of 1, the rest 0$")


def browser_finds_and_puts(w):
    def browser():
        return next(x for x in w.app.root.children if x.raw_name == "Images")

    def within(role, name):
        return uidrive.wait_until(lambda: browser().find(role, name), what=f"{name} in it")
    w.app.click(w.button("^Picture A:"))
    search = within(None, "Search by class or number")
    uidrive.wait_until(lambda: search.find(pred=lambda x: "focused" in x.snap["states"]),
                       what="the search to have the focus")
    w.app.type("12")
    within("label", "11 images")         # 12 and 120 to 129
    w.app.key("Return")
    w.wait_named("^Picture A: 2, image 12$")
    w.app.click(w.button("^Browse Images…$"))
    w.app.type_into(within(None, "Search by class or number"), "7", end="")
    within("label", "30 images")         # a class, where classes are numbers
    w.app.click(within(None, "Held-out"))
    within("label", "10 images")
    w.app.click(within("push button", "Use as B"))
    w.app.key("Escape")
    w.wait_named("^Picture B: 7, held-out image 7$")


def swap_swaps(w):
    w.app.click(w.button("^Swap A and B$"))
    w.wait_named("^Picture A: 7, held-out image 7$")
    w.wait_named("^Picture B: 2, image 12$")


def cutmix_pastes_a_box(w):
    w.app.set_value(w.slider, 0.5)
    w.app.click(w.named("CutMix"))
    share = 1 - (20 / SIDE) ** 2         # 28 √½ is 19.8
    w.wait_named(f"^Mixed image: {100 * share:.0f}.% of 7, the rest 2$")
    w.wait_text("^x̃: 0.49 xA around 0.51 xB$")
    w.app.click(w.named("mixup"))
    w.wait_named("^Mixed image: 50.% of 7, the rest 2$")


def training_brings_new_weights(w):
    w.app.key("F5")
    w.wait_text("weights of step [1-9]", 40)
    for title in ("Prediction at w", "Prediction at w + ε̂"):
        w.named(title, 40, pred=lambda x: "at λ = 0" in x.snap["description"])
    w.app.key("F5")
    w.app.find("push button", "Train")


def own_picture_needs_a_label(w, path):
    write_png(path, 60, 40)
    w.open(path)
    w.wait_named("^Picture A: holiday.png, holiday.png$")
    w.wait_text("The loss needs a label for holiday.png")
    w.wait_text("holiday.png has no label")
    w.app.select(w.named("Label of holiday.png"), "5")
    w.wait_named("^Picture A: 5, holiday.png$")
    uidrive.wait_until(lambda: not list(w.page.find_all("label", re.compile("The loss needs a label"))),
                       10, what="the loss to come back")


def bad_file_is_said(w, path):
    with open(path, "w") as f:
        f.write("no picture")
    w.open(path)
    w.wait_text("The picture could not be opened.*broken.png")
    check(w.wait_named("^Picture A: 5, holiday.png$"), "what was there stays")


def cell_becomes_the_pair(w):
    w.app.click(w.wait_named("^3 with 4, seen as"))
    w.wait_named("^Picture A: 3, image 3$")
    w.wait_named("^Picture B: 4, image 4$")


def head_is_dragged_to_a_picture(w):
    def middle(node):
        x, y, width, height = w.app.screen_rect(node)
        return x + width // 2, y + height // 2

    def dropped():                       # a drop before the studio has answered the drag is lost
        x, y = middle(w.wait_named("^Column 6: 5, "))
        to_x, to_y = middle(w.button("^Picture B: 4,"))
        w.app.xdo("mousemove", x, y, "mousedown", 1)
        for part in range(1, 11):
            w.app.xdo("mousemove", x + (to_x - x) * part // 10, y + (to_y - y) * part // 10)
            time.sleep(0.05)
        time.sleep(0.4)
        w.app.xdo("mouseup", 1)
        return w.wait_named("^Picture B: 5, image 5$", 5)
    uidrive.wait_until(dropped, 40, 1, what="the picture to be dropped")


def sheet_is_saved(w, path):
    w.app.set_value(w.slider, 0.3)
    w.wait_text("^Sheet, λ = 0.30$")
    w.save(re.compile("Sheet as PNG"), path)
    texts = read_png(path)[2]
    check("G-Mix Studio" in texts["Software"], texts)
    check("0.30" in texts["Title"], texts)
    check('"batch"' in texts["Settings"], texts)
    width, height, rgb = read_pixels(path)
    check(len(rgb) == 3 * width * height, "the picture is whole")
    for row, column in ((0, 0), (0, 1), (4, 2)):
        left = MARGIN + NAMES + column * (IMAGE + GAP) + (IMAGE - FACTOR * SIDE) // 2
        top = MARGIN + HEADER + NAME_LINE + row * (IMAGE + GAP + LINE) + (IMAGE - FACTOR * SIDE) // 2
        for p in (0, 1, SIDE + 5, 400, SIDE * SIDE - 1):
            due = int(0.3 * level(row, p) + 0.7 * level(column, p) + 0.5)
            at = 3 * ((top + p // SIDE * FACTOR + 1) * width + left + p % SIDE * FACTOR + 1)
            if p not in (0, SIDE * SIDE - 1):     # the corners are round
                check(rgb[at] == due, f"cell {row}, {column}, pixel {p}: {rgb[at]}, due {due}")


def image_is_saved(w, path):
    w.save(re.compile("Mixed Image as PNG"), path)
    width, height, rgb = read_pixels(path)
    check((width, height) == (SIDE, SIDE), "in the data's own size")
    for p in (0, 100, 783):
        due = int(0.3 * level(3, p) + 0.7 * level(5, p) + 0.5)
        check(rgb[3 * p] == due, f"pixel {p}: {rgb[3 * p]}, due {due}")
    texts = read_png(path)[2]
    check(texts["Lambda"] == "0.3" and texts["Blend"] == "mixup", texts)


def path_is_saved(w, path):
    w.save(re.compile("Path as CSV"), path)
    with open(path, newline="") as f:
        rows = list(csv.DictReader(f))
    check([float(rows[i]["lambda"]) for i in (0, 50, 100)] == [0, 0.5, 1], "λ from 0 to 1")
    for row in rows:
        for suffix in ("", "_perturbed"):
            whole = sum(float(row[f"{label}{suffix}"]) for label in range(10))
            check(abs(whole - 1) < 1e-4, f"probabilities of {row['lambda']} add up: {whole}")
        check(float(row["loss"]) > 0, "a loss")


def narrow_fits(w):
    w.resize(410, 760)
    for title in ("Loss", "λ", "Sheet", "Prediction"):
        tab = w.named(title)
        uidrive.wait_until(lambda: tab.extents()[0] + tab.extents()[2] <= 412,
                           what=f"{title} to be within the window")
        w.app.click(tab)


def main():
    program = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    digits, runs = os.path.join(folder, "digits"), os.path.join(folder, "runs")

    def path(name):
        return os.path.join(folder, name)
    try:
        small_images.write_digits(digits)
        os.mkdir(runs)
        with uidrive.Session(size=(1300, 1000), wm="openbox") as s:
            w = Lab(s, program, runs, "--data", digits, "--model", "mlp", "--hidden", "16",
                    "--batch", "32", "--epochs", "5000", "--probe", "0", "--evaluate-training", "50")
            failed = run([(page_names_what_it_shows, w), (slider_moves_the_blend, w),
                          (browser_finds_and_puts, w), (swap_swaps, w), (cutmix_pastes_a_box, w),
                          (training_brings_new_weights, w),
                          (own_picture_needs_a_label, w, path("holiday.png")),
                          (bad_file_is_said, w, path("broken.png")), (cell_becomes_the_pair, w),
                          (head_is_dragged_to_a_picture, w), (sheet_is_saved, w, path("sheet.png")),
                          (image_is_saved, w, path("mixed.png")),
                          (path_is_saved, w, path("path.csv")), (narrow_fits, w),
                          (no_warnings, w)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main, "identify", "convert", "openbox")
