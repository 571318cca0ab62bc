#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every card has a "?", and each opens its words, its formula's source and its lesson."""
import os
import re
import shutil
import subprocess
import sys
import tempfile

from studio import Window, no_warnings, run, start
import uidrive

IMAGES = ("--data", "shapes", "--model", "mlp", "--hidden", "32", "--limit", "320", "--batch", "32",
          "--method", "g-mix", "--epochs", "1", "--probe", "64", "--evaluate-training", "100")
POINTS = ("--data", "moons", "--points", "200", "--method", "g-mix", "--epochs", "2", "--probe", "0")


def opens(app, button):
    """Presses a "?", reads what it opens, and closes that."""
    name = button.snap["name"]
    around = button.parent
    button.do("click")
    for pattern in (f"^{re.escape(name.removeprefix('Help on '))}$", "^Source: .", "^Lesson: ."):
        uidrive.wait_until(lambda: any(re.search(pattern, t) for t in around.texts()), what=f"{name}: /{pattern}/")
    app.key("Escape")
    uidrive.wait_until(lambda: not any(t.startswith("Source: ") for t in around.texts()), what=f"{name} to close")


def explained(app, *names):
    """That what is on show has these, and that each of them opens."""
    def shown():
        found = {n.snap["name"]: n for n in app.find_all("push button", re.compile("^Help on ")) if n.actions}
        return all(f"Help on {name}" in found for name in names) and found
    try:
        found = uidrive.wait_until(shown, 40, every=0.5, what="every “?”")
    except uidrive.Timeout as error:
        there = {n.snap["name"] for n in app.find_all("push button", re.compile("^Help on "))}
        raise AssertionError(f"there is none of {[n for n in names if 'Help on ' + n not in there]}") from error
    for name in names:
        opens(app, found[f"Help on {name}"])


def page(w, name):
    w.app.click(w.app.find("page tab", name))


def train_page(w):
    w.wait_status("^Ready")
    w.app.click(w.button("Train"))
    w.wait_status("^Finished", 90)
    explained(w.app, "Loss", "Accuracy", "Sharpness", "Sharpness of each example", "Sharp", "Flat")


def samples_page(w):
    page(w, "Samples")
    explained(w.app, "Sharp", "Flat", "Loss and sharpness", "Pairs", "Recorded steps")
    for name, title in (("Classes", "Classes"), ("Intrusion", "Rate of intrusion")):
        w.app.click(w.app.find(None, name, pred=lambda n: "click" in n.actions))
        explained(w.app, title)


def inspector(w):
    samples = w.app.find(pred=lambda x: x.snap["raw"] == "GmxSamplesPage")
    shown = w.app.root.find("panel", "Example", showing=False)

    def opened():                        # a page that has just come up takes no click
        w.app.mouse(list(samples.find("table", "Sharp").find_all("image", showing=False))[0], repeat=2)
        return any("focused" in x.snap["states"] for x in shown.snapshot(hidden=False))
    uidrive.wait_until(opened, every=0.7, what="the inspector")
    explained(w.app, "Parents and mix", "Prediction", "Side and sensitivity", "Sensitivity over the epochs",
              "Nearest training examples")
    w.app.key("Escape")


def mix_lab(w):
    page(w, "Mix Lab")
    explained(w.app, "Mixed image", "Density of λ", "Loss along λ", "Prediction at w", "Prediction at w + ε̂",
              "Sheet of mixes")


def landscape_page(w):
    page(w, "Landscape")
    explained(w.app, "Loss around the weights", "Along ε̂", "Along a random direction", "Curvature", "ε-sharpness")


def runs_page(w):
    page(w, "Runs")
    for method in ("erm", "mixup"):
        w.app.mouse(w.app.find("check box", f"Show {method}"))
    w.shown_text("^2 of 3 groups selected")
    explained(w.app, "Curves of runs", "Final figures", "ECE", "Paired difference")


def plane_and_race(w):
    w.wait_status("^Ready")
    explained(w.app, "Plane of the points")
    w.app.click("button:Race")
    explained(w.app, "Race", "Mixed loss at w", "Held-out loss")


def slow_motion(w):
    w.app.key("F8")
    for title in ("Draw", "Mix", "Gradient at w", "Climb", "Loss there", "Partition", "Combine", "Update"):
        explained(w.app, title)
        w.app.click("button:Next Phase" if title != "Update" else "button:Close Slow Motion")


def keyboard_opens_it(w):
    """A chart has no control of its own from which Shift+F1 would open it."""
    button = w.app.find("push button", "Help on Loss")
    w.app.mouse(w.app.find("image", "Loss"))

    def focused():
        w.app.key("shift+Tab")
        return uidrive.wait_until(lambda: "focused" in button.states, 3, what="the focus")
    uidrive.wait_until(focused, every=0.3, what="the focus on the “?” before the chart")
    w.app.key("Return")
    uidrive.wait_until(lambda: any(t.startswith("Source: ") for t in button.parent.texts()), what="it to open")
    w.app.key("Escape")


def main():
    program, gmix = (os.path.abspath(a) for a in sys.argv[1:3])
    runs = tempfile.mkdtemp(prefix="gmix-test-")
    try:
        for method in ("erm", "mixup"):
            for seed in ("1", "2"):
                subprocess.run([gmix, "train", *POINTS, "--method", method, "--seed", seed, "--run-dir", runs],
                               check=True, capture_output=True, timeout=120)
        with uidrive.Session(size=(1300, 900), wm="openbox" if shutil.which("openbox") else None) as s:
            w = Window(s, program, runs, *IMAGES)
            failed = run([(test, w) for test in (train_page, keyboard_opens_it, samples_page, inspector, mix_lab,
                                                 landscape_page, runs_page, no_warnings)])
            w = Window(s, program, tempfile.mkdtemp(dir=runs), *POINTS)
            failed += run([(test, w) for test in (plane_and_race, slow_motion, no_warnings)])
    finally:
        shutil.rmtree(runs, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main)
