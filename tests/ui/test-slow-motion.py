#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Slow motion in the real window: every phase by Space, with its formula, its outcome and its
light; a change midway; playing; points, a method without a climb, a narrow window. The run that was
slowed down has the steps of one that was not, to the last digit. Any warning in the program's log
fails the test too.

Usage: test-slow-motion.py path/to/gmix-studio path/to/gmix   (exit 77 where the tools are not installed)"""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

from studio import Window, check, no_warnings, run, start
import uidrive

IMAGES = ("--data", "shapes", "--model", "mlp", "--hidden", "32", "--limit", "320", "--batch", "32",
          "--method", "dg-mix", "--schedule", "constant", "--epochs", "400", "--probe", "0", "--evaluate-training", "100", "--seed", "3")
POINTS = ("--data", "moons", "--points", "200", "--method", "mixup", "--epochs", "40000", "--probe", "0")
PHASES = (("Draw", "Draw λ, and pair the batch", "λ ~ Beta(1.00, 1.00)"),
          ("Mix", "Mix", "x̃i = λ xi + (1 − λ) xπ(i)"),
          ("Gradient", "Loss and gradient at w", "L(w) = (1) / (B) Σ ℓi(w)"),
          ("Climb", "Climb, SAM", "ε̂ = ρ (g) / (‖g‖2)"),
          ("Loss there", "Loss at w + ε̂", "L(w + ε̂) − L(w)"),
          ("Partition", "Sharpness and partition", "si = ℓi(w + ε̂) − ℓi(w)"),
          ("Combine", "Combine, orthogonal", "(⟨gF, gS⟩) / (‖gS‖²)"),
          ("Update", "Update, SGD", "w ← w − ηt v"))
ACCENT = (0x35, 0x84, 0xE4)
LABEL = {"Climb": "Perturb", "Combine": "Combine"}   # the row of the sidebar that is lit


class Slow(Window):
    def __init__(self, session, program, runs, *options):
        super().__init__(session, program, runs, *options)
        self.wait_status("^Ready")
        self.view = self.app.root.find(pred=lambda x: x.snap["raw"] == "GmxSlowMotion", showing=False)

    def wait_phase(self, number):
        self.wait_status(f"{number} of 8 phases done")

    def cell(self, number):
        """What the strip says of a phase: 'done: L = 2.395 …'."""
        return self.press_cell(number, press=False).description

    def press_cell(self, number, press=True):
        name = f"Phase {number}, {PHASES[number - 1][0]}"
        cell = uidrive.wait_until(lambda: self.view.find("push button", name), what=name)
        if press:
            self.app.click(cell)
        return cell

    def button(self, name):
        if name in ("Train", "Step", "Slow Motion"):
            return super().button(name)
        return uidrive.wait_until(lambda: self.view.find("push button", name), what=f"button {name}")

    def tiles(self, strip):
        row = uidrive.wait_until(lambda: self.view.find("list", strip), what=f"strip {strip}")
        return [x.snap["name"] for x in row.snapshot() if x.snap["role"] == "image" and x.snap["visible"]]

    def wait_text(self, text):
        self.view.wait_text(f"^{re.escape(text)}$")

    def formulas(self):
        return [x.snap["name"] for x in self.view.snapshot() if x.snap["role"] == "image"]

    def wait_formula(self, part):
        uidrive.wait_until(lambda: any(part in f for f in self.formulas()), what=f"{part} in {self.formulas()}")

    def lit(self, label):
        """Whether the block of the sidebar with that row has the frame of what is lit."""
        x, y, width, height = self.app.find("label", label).extents()
        path = os.path.join(self.folder, "window.png")
        self.app.screenshot(path)
        out = subprocess.run(["convert", path, "-crop", f"40x{height + 20}+{max(0, x - 30)}+{y - 10}", "txt:-"],
                             check=True, capture_output=True, text=True).stdout
        pixels = [tuple(int(c, 16) for c in m) for m in re.findall(r"#([0-9A-F]{2})([0-9A-F]{2})([0-9A-F]{2})", out)]
        return sum(all(abs(a - b) < 12 for a, b in zip(p, ACCENT)) for p in pixels) > 10


def opens_by_key(w):
    w.app.key("F8")
    w.wait_phase(1)
    w.wait_status("^Paused in step 1")
    w.wait_text("step 1, phase 1 of 8")


def space_goes_through_the_phases(w):
    for number, (name, title, formula) in enumerate(PHASES, 1):
        w.wait_phase(number)

        def shown():
            """All of the phase, in one look at the tree: this one shown, the next not yet done."""
            said = {x.snap["name"]: x.snap["description"] for x in w.view.snapshot()}
            cells = [said.get(f"Phase {n}, {PHASES[n - 1][0]}", "") for n in (number, min(number + 1, 8))]
            return title in said and any(formula in text for text in said) and cells[0].startswith("shown: ") \
                and (number == 8 or cells[1].startswith("to come: "))
        uidrive.wait_until(shown, what=f"{name} to be shown")
        if name in LABEL:
            uidrive.wait_until(lambda: w.lit(LABEL[name]), what=f"{LABEL[name]} to be lit")
        if name == "Combine":
            check(not w.lit("Perturb"), "the light has gone on from Perturb")
        if number < len(PHASES):
            w.app.key("space")
    w.wait_status("^Step 1 is made")


def examples_have_sides_after_the_partition(w):
    check(len(w.tiles("Sharp")) == 16, f"16 sharp tiles: {w.tiles('Sharp')}")
    check(all("sharp +" in t or "sharp −" in t for t in w.tiles("Sharp")), "each says so")
    w.press_cell(2)
    w.wait_text("Three of the batch")
    names = w.tiles("Batch")
    check(len(names) == 32 and not any("sharp" in t or "flat" in t for t in names), f"nobody has a side yet: {names[:3]}")


def next_step_begins_anew(w):
    w.press_cell(8)
    w.app.click(w.button("Next Step"))
    w.wait_status("^Paused in step 2 ")
    w.wait_phase(1)
    w.app.click(w.button("Finish Step"))
    w.wait_status("^Step 2 is made")
    w.app.key("shift+space")
    w.wait_text("Combine, orthogonal")


def change_midway_is_computed_anew(w):
    w.press_cell(8)
    w.app.click(w.button("Next Step"))
    w.wait_status("^Paused in step 3 ")
    w.press_cell(4)
    w.wait_phase(4)
    w.app.set_value("slider:Radius of the climb", 0.2)
    w.wait_text("ρ 0.05 → 0.20: the step was computed anew")
    w.wait_formula("ε̂ = 0.200 (g)")
    uidrive.wait_until(lambda: "0.200" in w.cell(4), what="the strip to follow")
    w.app.click(w.button("Finish Step"))
    w.wait_status("^Step 3 is made")


def plays_by_itself(w):
    w.app.set_value(w.view.find("slider", "Speed"), 1)
    w.app.click(w.button("Play"))
    w.wait_status(r"^(Paused in|Step) (step )?([5-9]|\d\d) ", 60)
    w.app.click(w.button("Pause Slow Motion"))
    w.app.click(w.button("Finish Step")) if w.button("Finish Step").sensitive else None
    w.wait_status(r"^Step ([5-9]|\d\d) is made")


def escape_goes_back_to_the_curves(w):
    w.app.key("Escape")
    w.wait_status(r"^Paused +step ([5-9]|\d\d) ")
    w.last = w.step()


def run_is_as_any_other(w, folder, gmix):
    """The rows of steps.csv against those of a run without a window, with the same change."""
    check(w.app.close_window_or_kill(20) == 0, "closing the window ends the program well")
    slowed = read_steps(glob.glob(os.path.join(folder, "slow", "*"))[0])
    plain = os.path.join(folder, "plain")
    subprocess.run([gmix, "train", *IMAGES, "--steps", "2", "--run-dir", plain], check=True, capture_output=True, timeout=120)
    rows = read_steps(glob.glob(os.path.join(plain, "*"))[0])
    check(len(slowed) == w.last + 1, f"{w.last} steps and a head: {len(slowed)}")
    check(len(rows) == 3, "two steps and a head")
    check(slowed[:3] == rows, f"the first two steps are the same:\n{slowed[:3]}\n{rows}")
    check(not w.app.warnings(), "\n".join(w.app.warnings()))


def read_steps(path):
    with open(os.path.join(path, "steps.csv"), encoding="utf-8") as f:
        return f.read().splitlines()


def points_show_their_plane(w):
    w.app.click(w.button("Step"))
    w.wait_status("^Paused.*step 1 ")
    w.app.click(w.button("Slow Motion"))
    w.wait_phase(1)
    uidrive.wait_until(lambda: w.app.find_all("image", "Decision surface at w"), what="the plane")
    w.app.key("space")
    w.wait_formula("x̃i = λ xi")


def phases_without_a_climb_are_left_out(w):
    for number in (4, 5, 6):
        check("no climb" in w.cell(number), f"{PHASES[number - 1][0]} says that there is none: {w.cell(number)}")
    w.app.key("space")
    w.wait_text("Loss and gradient at w")
    w.app.key("space")
    w.wait_text("Combine")
    w.app.key("space")
    w.wait_status("^Step 2 is made")


def training_ends_it(w):
    w.app.click(w.button("Train"))
    w.wait_status("^Training .*epoch ([3-9]|[1-9][0-9])", 60)
    w.app.key("F8")
    w.wait_status("^Paused in step ")


def narrow_window_has_it_all(w):
    frame = w.resize(400, 800)

    def in_sight(name):
        x, _, width, _ = w.button(name).extents()
        return frame[0] <= x and x + width <= frame[0] + frame[2] + 2
    for name in ("Previous Phase", "Play", "Finish Step", "Next Phase"):
        uidrive.wait_until(lambda: in_sight(name), what=f"{name} to be in sight")
    w.app.click(w.button("Next Phase"))
    w.wait_phase(2)


def main():
    program, gmix = (os.path.abspath(a) for a in sys.argv[1:3])
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    for name in ("slow", "points"):
        os.mkdir(os.path.join(folder, name))
    Slow.folder = folder
    try:
        with uidrive.Session(size=(1280, 900), wm="openbox" if shutil.which("openbox") else None) as s:
            w = Slow(s, program, os.path.join(folder, "slow"), *IMAGES)
            failed = run([(opens_by_key, w), (space_goes_through_the_phases, w),
                          (examples_have_sides_after_the_partition, w), (next_step_begins_anew, w),
                          (change_midway_is_computed_anew, w), (plays_by_itself, w),
                          (escape_goes_back_to_the_curves, w), (run_is_as_any_other, w, folder, gmix)])
        with uidrive.Session(size=(1280, 900), wm="openbox" if shutil.which("openbox") else None) as s:
            w = Slow(s, program, os.path.join(folder, "points"), *POINTS)
            failed += run([(points_show_their_plane, w), (phases_without_a_climb_are_left_out, w),
                           (training_ends_it, w), (narrow_window_has_it_all, w), (no_warnings, w)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main, "convert")
