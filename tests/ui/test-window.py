#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window on a display of its own: a user trains, pauses, steps, changes a setting, resets,
and opens what is no data set. Driven through the accessibility tree, so that what a screen reader
cannot reach fails here. Any warning in the program's log fails the test too.

Usage: test-window.py path/to/gmix-studio        (exit 77 where the tools are not installed)"""
import os
import re
import shutil
import sys
import tempfile
import time

from studio import Window, check, choose_file, no_warnings, run, small_images, start
import uidrive


def first_page_names_the_data(w):
    w.wait_status("^Ready")
    w.shown_text("Ready to learn ten shapes")
    check(w.step() == 0, "a new run stands at step 0")
    for name in ("Train", "Step", "Reset"):
        check(w.app.find("push button", name), f"a button is called {name}")
    check(not w.button("Reset").sensitive, "there is nothing to reset at step 0")


def train_raises_the_step_count(w):
    w.app.click(w.button("Train"))
    w.wait_status("^Training")
    first = w.step()
    uidrive.wait_until(lambda: w.step() > max(first, 3), 60, what="the step count to rise")


def strips_fill(w):
    for strip, side in (("Sharp", "sharp"), ("Flat", "flat")):
        uidrive.wait_until(lambda: len(w.tiles(strip)) >= 8, what=f"{strip} tiles")
        wrong = [t for t in w.tiles(strip) if f", {side} " not in t]
        check(not wrong, f"only {side} examples are in the strip {strip}: {wrong[:3]}")


def strips_are_in_order(w):
    def figures(strip):
        return [float(t.rsplit(" ", 1)[1].replace("−", "-")) for t in w.tiles(strip)]
    w.app.click(w.button("Pause"))
    w.wait_status("^Paused|^Finished")

    def settled():                       # the strips follow twice a second
        shown = figures("Sharp"), figures("Flat")
        time.sleep(0.7)
        return all(shown) and shown == (figures("Sharp"), figures("Flat")) and shown
    sharp, flat = uidrive.wait_until(settled, what="tiles in both strips that stay")
    check(sharp == sorted(sharp, reverse=True), f"most sensitive first: {sharp[:6]}")
    check(flat == sorted(flat), f"least sensitive first: {flat[:6]}")
    check(sharp[-1] >= flat[-1] - 1e-9, "every sharp example is at least as sensitive as a flat")


def pause_holds(w):
    w.wait_status("^Paused")
    before = w.step()
    time.sleep(1)
    check(w.step() == before, "no step is made while paused")
    check(w.button("Train"), "Pause reads Train again")


def step_makes_one_step(w):
    before = w.step()
    w.app.click(w.button("Step"))
    uidrive.wait_until(lambda: w.step() == before + 1, what="one step")
    w.wait_status("^Paused")
    time.sleep(0.5)
    check(w.step() == before + 1, "one step, no more")


def keys_train_and_pause(w):
    before = w.step()
    w.app.key("F5")
    uidrive.wait_until(lambda: w.step() > before + 1, 60, what="steps after F5")
    w.app.key("F5")
    w.wait_status("^Paused")


def slider_acts_live_and_leaves_an_event(w, runs):
    w.app.click(w.button("Train"))
    w.wait_status("^Training")
    w.app.set_value("slider:Radius of the climb", 0.2)
    w.wait_status(r"‖ε̂‖ = 0\.200")
    w.app.click(w.button("Pause"))
    w.wait_status("^Paused")
    run = max((os.path.join(runs, r) for r in os.listdir(runs)), key=os.path.getmtime)
    with open(os.path.join(run, "events.csv")) as f:
        rows = f.read().splitlines()[1:]
    rho = [r for r in rows if ",rho," in r]
    check(len(rho) == 1, f"one move of the slider is one event: {rows}")
    check(rho[0].split(",")[2:] == ["0.05", "0.2"], f"with its old and new value: {rho[0]}")


def typed_number_acts_and_a_bad_one_returns(w):
    entry = w.app.find("text", "Radius of the climb, value")
    w.app.type_into(entry, "0.15")
    w.app.click(w.button("Step"))
    w.wait_status(r"‖ε̂‖ = 0\.150")
    w.app.type_into(entry, "99")
    w.shown_text("The setting was not changed. rho must be")
    uidrive.wait_until(lambda: entry.text == "0.15", what="the value that stands to come back")


def charts_speak(w):
    loss = w.app.find(name="Loss", pred=lambda x: "mixed" in x.snap["description"])
    check(re.search(r"\d", loss.snap["description"]), "the loss chart gives its values in words")


def without_a_climb_the_page_says_so(w):
    w.app.select("dropdown:Perturb", "none")
    w.shown_text("Choose a perturbation to see sharpness")
    check(not w.app.find_all("list", "Sharp"), "the sharp strip gives way")
    w.app.click("button:Use SAM")
    uidrive.wait_until(lambda: w.app.find_all("list", "Sharp"), what="the strips to come back")


def conflict_is_refused_in_words(w):
    w.app.select("dropdown:Perturb", "none")
    w.shown_text("Choose a perturbation to see sharpness")
    w.app.select("dropdown:Combine", "orthogonal")
    w.shown_text("exclude each other")
    uidrive.wait_until(lambda: w.app.find("combo box", "Combine").find("label", "all"),
                       what="the choice to return to what stands")
    w.app.click("button:Use SAM")
    uidrive.wait_until(lambda: w.app.find_all("list", "Sharp"), what="the climb to come back")


def reset_clears(w):
    w.app.click(w.button("Reset"))
    w.wait_status("^Ready")
    check(w.step() == 0, "Reset goes to step 0")
    w.shown_text("Ready to learn ten shapes")
    w.app.click(w.button("Step"))
    uidrive.wait_until(lambda: w.step() == 1, what="the first step after Reset")
    w.app.click(w.button("Reset"))
    w.wait_status("^Ready")


def bad_folder_leaves_the_state(w, folder):
    choose_file(w.app, lambda: w.app.click("button:Open Images…"), "Open", folder)
    w.shown_text("The images could not be opened")
    w.shown_text(re.escape(os.path.basename(folder)))
    w.wait_status("^Ready")
    w.shown_text("Ready to learn ten shapes")
    check(w.button("Open Folder…"), "one button mends it")


def first_page_fits_beside_the_sidebar(w):
    frame = w.resize(1000, 700)
    uidrive.wait_until(lambda: w.button("Close").extents()[0] + 24 <= frame[2],
                       what="the window's close button to be in sight")


def error_leaves_room_for_its_words(w):
    """Narrow, the buttons go below the text."""
    frame = w.resize(410, 760)
    words = w.app.find("label", re.compile("^The images could not be opened"))
    uidrive.wait_until(lambda: words.extents()[2] > frame[2] * 0.7, what="the words to be wide")
    button = w.button("Open Folder…").extents()
    check(button[1] >= words.extents()[1] + words.extents()[3], "the button stands below them")


def narrow_fits(w):
    frame = w.resize(410, 760)
    w.app.click(w.button("Train"))
    w.wait_status(r"step [1-9]")
    for title in ("Loss", "Accuracy", "Sharpness", "Partition"):
        tab = w.app.find("push button", title)
        x, _, width, _ = tab.extents()
        check(x >= 0 and x + width <= frame[2], f"{title} is within the window")
        w.app.click(tab)
    w.app.click(w.button("Pause"))


def missing_data_is_said_at_the_start(w):
    w.shown_text("The images could not be opened")
    w.shown_text("No Images Yet")
    check(not w.button("Train").sensitive, "nothing to train on")
    w.app.click("button:Use Built-in Shapes")
    w.wait_status("^Ready")
    w.shown_text("Ready to learn ten shapes")


def long_names_fit(w):
    w.wait_status("^Ready")
    choice = w.app.find("combo box", "Dataset")
    x, _, width, _ = choice.extents()
    check(x > 0 and x + width <= 300, f"the name of the folder stays in the sidebar: {x}, {width}")
    caption = w.app.find("label", re.compile("300 images · on reset"))
    check(caption.extents()[3] <= 20, "the caption stands in one line")
    model = w.app.find("combo box", "Network").extents()
    check(model[0] + model[2] == x + width, "the choices end at one line")


def bad_points_name_their_line(w, folder):
    bad, good = os.path.join(folder, "bad.csv"), os.path.join(folder, "good.csv")
    rows = [f"{i % 5},{i % 3},{'ab'[i % 2]}" for i in range(30)]
    for name, last in ((bad, "1,two,a"), (good, "1,2,a")):
        with open(name, "w") as file:
            file.write("\n".join(["x,y,label", *rows, last, ""]))
    choose_file(w.app, lambda: w.app.find("frame").do("win.open-points"), "Open", bad)
    w.shown_text(r"The points could not be opened\. .*bad\.csv, line 32: y must be a number within ±1e9, not “two”")
    choose_file(w.app, lambda: w.app.click("button:Open Points…"), "Open", good)
    w.shown_text("Ready to learn good.csv")
    w.shown_text("21 points · on reset")
    w.shown_text("2, 32, 32, 2 units · on reset")


def main():
    program = os.path.abspath(sys.argv[1])
    small = ("--data", "shapes", "--model", "mlp", "--hidden", "32", "--limit", "2000", "--batch",
             "32", "--epochs", "2000", "--probe", "0", "--evaluate-training", "200")
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    runs, empty = os.path.join(folder, "runs"), os.path.join(folder, "no-images")
    os.mkdir(runs)
    os.mkdir(empty)
    try:
        with uidrive.Session(size=(1280, 1000), wm="openbox" if shutil.which("openbox") else None) as s:
            w = Window(s, program, runs, *small)
            failed = run([(first_page_names_the_data, w), (train_raises_the_step_count, w),
                          (strips_fill, w), (strips_are_in_order, w), (pause_holds, w),
                          (step_makes_one_step, w), (keys_train_and_pause, w),
                          (slider_acts_live_and_leaves_an_event, w, runs),
                          (typed_number_acts_and_a_bad_one_returns, w), (charts_speak, w),
                          (without_a_climb_the_page_says_so, w), (conflict_is_refused_in_words, w),
                          (reset_clears, w), (first_page_fits_beside_the_sidebar, w),
                          (bad_folder_leaves_the_state, w, empty),
                          (error_leaves_room_for_its_words, w),
                          (narrow_fits, w), (no_warnings, w)])
            dark = Window(s, program, runs, *small[2:], "--data", os.path.join(folder, "nowhere"),
                          "--style", "dark")
            failed += run([(missing_data_is_said_at_the_start, dark),
                           (train_raises_the_step_count, dark), (no_warnings, dark)])
            own = os.path.join(folder, "holiday-photographs-of-birds-and-ships-2019-to-2023-sorted")
            small_images.write_digits(own)
            long = Window(s, program, runs, *small[2:], "--data", own)
            failed += run([(long_names_fit, long), (bad_points_name_their_line, long, folder),
                           (no_warnings, long)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main)
