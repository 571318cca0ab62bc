#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Landscape page in the real window: a copy of the weights is looked at while training goes on, the
plane is read, turned and chosen, another run is laid beside it, and what is saved is read back. Any
warning in the program's log fails the test too.

Usage: test-landscape.py path/to/gmix-studio path/to/gmix        (exit 77 where the tools are missing)"""
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile

from studio import Window, check, choose_file, no_warnings, read_png, run, start
import uidrive

SMALL = ("--data", "shapes", "--model", "mlp", "--hidden", "16", "--limit", "256", "--batch", "32", "--probe", "0",
         "--evaluate-training", "64", "--lr", "0.05")
FIRST_VIEW = "turned by -32°, seen from 34° above"


class Page(Window):
    """To look through the whole window takes long, so the page is found once and looked through alone."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.wait_status("^Ready")
        self.app.click(self.app.find("page tab", "Landscape"))
        self.page = self.app.find(pred=lambda x: x.snap["raw"] == "GmxLandscapePage")

    def find(self, role, name, timeout=uidrive.PATIENCE, **more):
        return uidrive.wait_until(lambda: self.page.find(role, name, **more), timeout, 0.2,
                                  what=f"{role} {name} on the page")

    def says(self, pattern, timeout=60):
        return self.page.wait_text(pattern, timeout)

    def button(self, name):
        return self.find("push button", re.compile(name))

    def picture(self):
        return self.find("image", "Loss around the weights")

    def told(self, pattern, timeout=60):
        """What the picture tells a screen reader, once it says @pattern."""
        return uidrive.wait_until(lambda: re.search(pattern, self.picture().description), timeout, 0.2,
                                  what=f"the picture to tell /{pattern}/, tells “{self.picture().description}”")

    def choose(self, menu, item):
        """An item of one of the menus in the tool row; a click that comes while a window closes is lost."""
        def opened():
            self.app.click(self.button(menu))
            return self.app.find("menu item", re.compile(item), timeout=4)
        found = uidrive.wait_until(opened, what=f"the item {item}")
        check(found.sensitive, f"{item} can be chosen")
        self.app.click(found)

    def rest(self):
        """Until nothing is under way."""
        uidrive.wait_until(lambda: not self.page.find("push button", "Cancel"), 120, 0.3, what="the work to be done")

    def save(self, item, path):
        choose_file(self.app, lambda: self.choose("^Save$", item), "Save", path)


def empty_says_what_comes(p):
    p.says("No Steps Yet")
    p.says("Train a little first")
    check(p.button("^Look at the Untrained Weights$"), "the second way")


def looks_while_training(p):
    p.app.click(p.button("^Train$"))
    p.says("^step [1-9][0-9]*, training goes on")
    p.told(r"Loss [\d.−]+ to [\d.−]+.* on \d+ × \d+ points; at w [\d.]+; at w \+ ε̂ [\d.]+")
    p.says("unmixed training data, 256 examples")
    p.app.key("F5")
    p.says("^step [1-9][0-9]*, training went on")


def coarser_grid(p):
    p.choose("^Loss: mixed, training$", "^25 × 25$")
    p.rest()
    p.told("on 25 × 25 points")


def refresh_takes_a_newer_copy(p):
    before = p.says("^step ([0-9\u2009]+)")[1]
    p.app.click(p.button("^Refresh$"))
    after = uidrive.wait_until(lambda: (m := p.says("^step ([0-9\u2009]+)")[1]) != before and m, every=0.2,
                               what="another copy")
    check(int(re.sub(r"\D", "", after)) == p.step(), f"{after} is where training stands")
    p.rest()


def keys_read_the_loss(p):
    p.app.click(p.picture())
    p.app.key("Escape", "Right")
    p.told(r"^loss [\d.]+ at \(0.*, 0.*\)\.")
    p.app.key("Right", "Up")
    place = p.told(r"^loss [\d.]+ at \(([\d.]+), ([\d.]+)\)\.")
    check(float(place[1]) > 0 and float(place[2]) > 0, place[0])
    p.app.key("Escape")
    p.told("^Loss ")


def surface_turns(p):
    p.app.click(p.find(None, "Surface"))
    p.told("^" + FIRST_VIEW)
    p.app.click(p.picture())
    p.app.key("Right", "Up")
    p.told("^turned by -37°, seen from 39° above")
    x, y, width, height = p.app.screen_rect(p.picture())
    x, y = x + width // 2, y + height // 2
    p.app.xdo("mousemove", x, y, "mousedown", 1, "mousemove", x + 20, y, "mousemove", x + 100, y + 20, "mouseup", 1)
    turned = p.told(r"^turned by (-?\d+)°, seen from (\d+)° above")
    check(int(turned[1]) < -60 and int(turned[2]) > 40, turned[0])
    p.app.click(p.button("^Reset View$"))
    p.told("^" + FIRST_VIEW)
    p.app.click(p.find(None, "Contour"))


def other_planes(p):
    p.choose("^Plane: ", "^Two Random Directions$")
    p.button("^Plane: two random directions$")
    p.rest()
    p.told("on 25 × 25 points")
    p.choose("^Plane: ", "^Wider$")
    p.rest()
    p.choose("^Plane: ", "^ε̂ and the Last Steps$")
    p.rest()
    p.told("path of the last [0-9]+ steps")


def lines_and_curvature_tell(p):
    for name in ("Along ε̂", "Along a random direction"):
        p.find("image", name, pred=lambda x: re.search("g-mix, seed 1 [0-9.]+", x.snap["description"]))
    p.find("image", "Largest eigenvalues", pred=lambda x: re.search("g-mix", x.snap["description"]))
    p.says("Hessian of the loss, Lanczos and Hutchinson")
    p.says("^λ₁ of g-mix, seed 1: [\\d.]+$")
    p.says("^trace of g-mix, seed 1: [\\d.−]+ ± [\\d.]+$")
    p.says("^ε-sharpness at ρ = 0.10 of g-mix, seed 1: [\\d.−]+$")


def another_run_beside(p):
    p.choose("^Compare with: no other run$", "^erm, seed 1$")
    p.button("^Compare with: erm, seed 1$")
    p.rest()
    for name in ("Along ε̂", "Along a random direction", "Convergence of the largest eigenvalue"):
        p.find("image", name, pred=lambda x: re.search("erm, seed 1 [0-9.−]+", x.snap["description"]))
    p.choose("^Plane: ", "^Towards the Other Run$")
    p.rest()
    p.told("erm, seed 1 [0-9.]+ at")


def cancel_keeps_what_is_known(p):
    p.choose("^Loss: ", "^193 × 193$")
    p.choose("^Loss: ", "^4096$")       # it takes minutes
    p.told("on [0-9]+ × [0-9]+ points")
    check(p.find("progress bar", None), "how far it is")
    p.app.click(p.button("^Cancel$"))
    p.rest()
    p.told("on [0-9]+ × [0-9]+ points")
    p.choose("^Loss: ", "^256$")
    p.choose("^Loss: ", "^25 × 25$")
    p.rest()


def pictures_are_saved(p, path):
    p.save("^Plane as Picture…$", path("contour.png"))
    texts = uidrive.wait_until(lambda: os.path.exists(path("contour.png")) and read_png(path("contour.png")),
                               what="the picture")[2]
    check("Loss around the weights: g-mix, seed 1, step" in texts["Title"], texts)
    check("25 × 25 points" in texts["Description"], texts)
    p.save("^Lines as Picture…$", path("lines.svg"))
    uidrive.wait_until(lambda: os.path.exists(path("lines.svg")), what="the lines")
    with open(path("lines.svg"), encoding="utf-8") as f:
        check("<title>Along ε̂, Along a random direction" in f.read(), "the lines are named")


def wrong_ending_is_said(p, path):
    p.save("^Plane as Picture…$", path("contour.jpg"))
    p.says(r"The file could not be saved\..*contour.jpg: the name of a picture must end in .svg, .pdf or .png")


def values_are_saved(p, path):
    def rows(item, name):
        p.save(item, path(name))
        uidrive.wait_until(lambda: os.path.exists(path(name)), what=name)
        with open(path(name), newline="", encoding="utf-8") as f:
            return list(csv.DictReader(f))
    plane = rows("^Plane as CSV…$", "plane.csv")
    check(len(plane) == 25 * 25 and all(float(r["loss"]) > 0 for r in plane), f"{len(plane)} points")
    lines = rows("^Lines as CSV…$", "lines.csv")
    check({(r["run"], r["direction"]) for r in lines} ==
          {(n, d) for n in ("g-mix, seed 1", "erm, seed 1") for d in ("epsilon", "random")}, "four lines")
    curvature = rows("^Curvature as CSV…$", "curvature.csv")
    largest = [float(r["value"]) for r in curvature if r["quantity"] == "eigenvalue" and r["at"] == "1"]
    check(len(largest) == 2, curvature)


def epochs_are_followed(p):
    p.app.click(p.find(None, "By Epoch"))
    p.says("at the end of each epoch")
    p.app.key("F5")
    p.says("at the end of each epoch; [2-9][0-9]* so far", 120)
    p.app.key("F5")
    p.find("image", "Largest eigenvalue over training")
    p.app.click(p.find(None, "Now"))


def narrow_fits(p):
    p.resize(370, 800)
    for name in ("Plane", "Loss", "Compare"):
        p.find("label", name)
    for node in (p.picture(), p.button("^Save$"), p.find("image", "Along ε̂"), p.find(None, "Surface")):
        uidrive.wait_until(lambda n=node: n.extents()[0] + n.extents()[2] <= 372, what=f"{node} to be within")


def main():
    program, gmix = (os.path.abspath(a) for a in sys.argv[1:3])
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    runs = os.path.join(folder, "runs")

    def path(name):
        return os.path.join(folder, name)
    try:
        subprocess.run([gmix, "train", *SMALL, "--method", "erm", "--epochs", "3", "--run-dir", runs], check=True,
                       capture_output=True, timeout=120)
        with uidrive.Session(size=(1300, 900), wm="openbox") as s:
            p = Page(s, program, runs, *SMALL, "--method", "g-mix", "--epochs", "5000")
            failed = run([(empty_says_what_comes, p), (looks_while_training, p), (coarser_grid, p),
                          (refresh_takes_a_newer_copy, p), (keys_read_the_loss, p), (surface_turns, p),
                          (other_planes, p), (lines_and_curvature_tell, p), (another_run_beside, p),
                          (cancel_keeps_what_is_known, p), (pictures_are_saved, p, path),
                          (wrong_ending_is_said, p, path), (values_are_saved, p, path), (epochs_are_followed, p),
                          (narrow_fits, p), (no_warnings, p)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main, "openbox")
