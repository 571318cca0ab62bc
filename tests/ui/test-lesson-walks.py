#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every built-in lesson, walked through in the real window by doing what its text asks: each step
must be done by its own condition, and what it then says must be what the lesson claims. After a
restart the list knows which lessons are finished. Any warning in the program's log fails the test
too.

Usage: test-lesson-walks.py path/to/gmix-studio [LESSON…]    (exit 77 where the tools are not installed)
LESSON is a lesson's number, 1 to 12. With SAY in the environment it prints what the panel says,
with SHOTS=FOLDER it keeps pictures."""
import os
import re
import shutil
import sys
import tempfile

from lessons import (Panel, all_of, anew, drop_down, enter, preset, press, press_step, reset, says,
                     slide, tab, to_the_end, train, until_done)
from studio import Window, check, no_warnings, run, start
import uidrive

SMALL = ("--data", "shapes", "--model", "mlp", "--hidden", "16", "--limit", "500", "--batch", "32",
         "--probe", "0", "--evaluate-training", "100")
ALPHA, RHO, GAMMA, BETA = ("Mixing strength", "Radius of the climb", "Share of the sharp set",
                           "Weight of the orthogonal part")
LAMBDA = "λ, the share of A"


def five_epochs(panel):
    train(panel)
    panel.w.wait_status(r"epoch ([6-9]|\d\d+)")
    panel.app.click(panel.app.find("push button", "Pause"))
    panel.w.wait_status("^Paused")


def two_epochs(panel):
    """Without an end: the next step asks for the pause."""
    train(panel)
    panel.w.wait_status(r"epoch ([3-9]|\d\d+)")


def first_sharp_image(panel):
    """A page that has just come up takes no click before its first frame."""
    table = uidrive.wait_until(lambda: panel.app.root.find("table", "Sharp", showing=False), what="the gallery")
    tile = uidrive.wait_until(lambda: table.find("image", showing=False), what="its first tile")

    def opened():
        panel.app.mouse(tile, repeat=2)
        return uidrive.wait_until(lambda: panel.look().ready_to_go_on(), 10, what="the inspector")
    uidrive.wait_until(opened, what="the tile to open")


def escape(panel):
    panel.app.key("Escape")
    uidrive.wait_until(lambda: panel.look().ready_to_go_on(), what="the galleries")


def choose_in(panel, menu, item):
    panel.app.click(uidrive.wait_until(lambda: panel.app.find_all("push button", re.compile(menu), pred=lambda
                                       x: "click" in x.actions), what=menu)[0])
    panel.app.click(uidrive.wait_until(lambda: panel.app.find_all("menu item", re.compile(item)),
                                       what=f"{item} in the menu")[-1])


def unmixed_landscape(panel):
    tab("Landscape")(panel)
    choose_in(panel, "^Loss: ", "^Unmixed, Training")


def turn_surface(panel):
    panel.app.click(panel.app.find(None, "Surface"))
    panel.app.mouse(panel.app.find("image", "Loss around the weights"))
    panel.app.key("Right", "Right")


def compare_with_first(panel):
    choose_in(panel, "^Compare with: ", "^erm, seed 1")


def spirals_in_full(panel):
    drop_down("Dataset", "spirals")(panel)
    panel.says("^There are 20 training examples")
    press("Batch, augmentation, noise")(panel)
    panel.app.set_value(panel.app.find("spin button", "Training examples"), 0)
    panel.says("^Now Reset")
    reset(panel)


def space(panel):
    panel.app.key("space")


WALKS = {
    "1 What a mixed image is": [
        ("One step", press_step(), "^Step 1 is made, with a batch of 128 images"),
        ("What it was shown",),
        ("One λ for the batch", press_step(), r"^Now λ is 0\.\d"),
        ("Blend a pair by hand", tab("Mix Lab")),
        ("Half and half", all_of(slide(LAMBDA, 0.8),
                                 says(r"^Not yet: λ is 0\.80, the image is mostly A"),
                                 slide(LAMBDA, 0.5)), "the network for 0.50 of A's class"),
        ("Nearly an image again", slide(LAMBDA, 0.95)),
        ("Who is A?", press("Swap A and B"), "^A and B have changed places"),
        ("What you know now",),
    ],
    "2 λ and α": [
        ("λ is a share", all_of(slide(LAMBDA, 0.8), says(r"^λ is 0\.80: A is still the greater"),
                                slide(LAMBDA, 0.2))),
        ("One λ for a batch", press_step(3), r"drew λ = [01]\.\d"),
        ("α bends the draw", all_of(slide(ALPHA, 2), says(r"^That was up: α is now 2"),
                                    slide(ALPHA, 0.2))),
        ("See it drawn", press_step(10), r"^The last one was [01]\.\d"),
        ("The other side", slide(ALPHA, 4)),
        ("No mixing at all", all_of(slide(ALPHA, 0), says("^α is 0. Now make a step"),
                                    press_step()), r"^λ = 1\.0"),
    ],
    "3 Reading the curves": [
        ("Two half moons", to_the_end, r"^Held-out accuracy is 9\d\.\d.%"),
        ("A loss that will not fall",),
        ("What to judge by", preset("Plain training (ERM)")),
        ("The same seed, unmixed", anew, r"^The training loss is now 0\.\d"),
        ("Which was better?",),
    ],
    "4 The climb to w + ε̂": [
        ("A few steps first", press_step(5)),
        ("Slow motion", press("Slow Motion")),
        ("The gradient at w", until_done(press("Next Phase"))),
        ("The climb", until_done(press("Next Phase")), r"the climb is ρ long, 0\.1"),
        ("The loss there", until_done(space)),
        ("Down from there", press("Finish Step"), r"^‖ε̂‖ was 0\.100"),
        ("In the curves", all_of(press("Close Slow Motion"), to_the_end), r"the gap was 0\.\d"),
    ],
    "5 ρ too small and too large": [
        ("Hardly a climb", to_the_end, r"^Held-out 9\d\.\d.%"),
        ("Far too long", all_of(slide(RHO, 0.5), says("^Not yet: ρ is 0.5"), enter(RHO, "2"))),
        ("Begin again", anew, r"^Held-out \d\d"),
        ("Why it is stuck",),
        ("In between", all_of(slide(RHO, 0.2), anew), r"^Held-out 9\d\.\d.%"),
    ],
    "6 Sharp and flat minima": [
        ("A minimum", to_the_end, r"^Held-out 9\d\.\d.%"),
        ("The loss around it", unmixed_landscape),
        ("The ball",),
        ("As a surface", turn_surface),
        ("Now with SAM", all_of(preset("SAM"), slide(RHO, 0.3), anew)),
        ("Side by side", compare_with_first, r"^λ1 is 0\.\d+ with SAM and [1-9]"),
    ],
    "7 Who is sharp, who is flat": [
        ("Mixed, and at w + ε̂", two_epochs, r"^Held-out \d\d"),
        ("A number for each example", press("Pause"), "^The 32 examples .* the other 32 flat"),
        ("See them", tab("Samples")),
        ("Look at one", first_sharp_image),
        ("And back", escape),
        ("A share of one half", all_of(slide(GAMMA, 0.25), says("Now make a step"), press_step()),
         "^16 sharp, 48 flat"),
    ],
    "8 Manifold intrusion": [
        ("Through the middle", press_step()),
        ("How it is told", to_the_end, r"^Of the probe's mixed examples \d"),
        ("The sharp are hit more",),
        ("Look at one", press("Probe")),
        ("Mix less", all_of(slide(ALPHA, 0.1), says("^This run has ended"), reset, press_step(5)),
         r"^The last step drew λ = [01]\.\d"),
    ],
    "9 Binary G-Mix": [
        ("One or nothing",),
        ("Eight of ten", to_the_end, r"^Held-out \d\d"),
        ("Turn it round", drop_down("Keep", "flat")),
        ("Only the flat", anew, r"^Held-out \d\d"),
        ("Why",),
        ("Your own γ", all_of(drop_down("Keep", "sharp"), says("^γ is still 0.8"),
                              slide(GAMMA, 0.6), anew), r"^With γ = 0\.6"),
    ],
    "10 Decomposed G-Mix": [
        ("Neither all nor nothing", five_epochs),
        ("The next step, slowly", press("Slow Motion")),
        ("To the seventh phase", until_done(press("Next Phase"))),
        ("The right angle",),
        ("Turn β round", slide(BETA, -0.5)),
        ("Finish the step", press("Finish Step"), r"^cos\(gS, gF\) was"),
        ("Does it help?", press("Close Slow Motion")),
    ],
    "11 Memorising and generalising": [
        ("Wrong on purpose", to_the_end, r"of the training labels"),
        ("Islands",),
        ("Now mixed", preset("mixup")),
        ("The same wrong labels", anew, r"^Held-out \d\d"),
        ("Why it forgets",),
    ],
    "12 Few data": [
        ("Twenty points", to_the_end, r"held-out loss is"),
        ("Sure and wrong", all_of(preset("mixup"), anew), "^Held-out loss"),
        ("What mixing bought",),
        ("A set that hates it", spirals_in_full),
        ("Mixed spirals", to_the_end, r"^Held-out \d\d"),
        ("Unmixed spirals", all_of(preset("Plain training (ERM)"), anew), r"^Held-out \d\d"),
        ("When it pays",),
    ],
}


def lesson_is_walked_through(w, number):
    name, steps = list(WALKS.items())[number - 1]
    panel = Panel(w)
    if panel.button("All Lessons"):      # one that failed is no reason for the next
        panel.press("All Lessons")
    panel.walk(name.partition(" ")[2], steps)
    panel.press("All Lessons")
    # A button acts a moment after it was pressed; the window is closed when the last lesson has.
    panel.says("^" + re.escape(name.replace(" ", ". ", 1)) + ", finished$")


def finished_lessons_are_known(w, numbers):
    w.app.key("F1")
    Panel(w).says("^finished$")
    texts = Panel(w).root.texts()
    for number in numbers:
        title = list(WALKS)[number - 1].replace(" ", ". ", 1)
        check(f"{title}, finished" in texts, f"“{title}” is finished: {texts}")


def main():
    program = os.path.abspath(sys.argv[1])
    numbers = [int(x) for x in sys.argv[2:]] or list(range(1, len(WALKS) + 1))
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    runs = os.path.join(folder, "runs")
    os.mkdir(runs)
    try:
        with uidrive.Session(size=(1280, 1000), wm="openbox" if shutil.which("openbox") else None) as s:
            own = os.environ.get("LESSONS")
            if own:
                shutil.copytree(own, os.path.join(s.env["XDG_DATA_HOME"], "gmix-studio", "lessons"))
            w = Window(s, program, runs, *SMALL)
            w.wait_status("^Ready")
            w.app.key("F1")
            failed = run([(lesson_is_walked_through, w, number) for number in numbers] +
                         [(no_warnings, w)])
            w = Window(s, program, runs, *SMALL)
            failed += run([(finished_lessons_are_known, w, numbers), (no_warnings, w)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main)
