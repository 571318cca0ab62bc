#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two methods race in the real window: both see the same batches, rest at the same step and take
the same live changes. At the end two planes race at full speed, and how long the frames took is
printed, not judged. Any warning in the program's log fails the test too.

Usage: test-race.py path/to/gmix-studio [seconds]        (exit 77 where the tools are not installed)
With seconds: nothing but the frame times of a race of that length."""
import csv
import os
import re
import shutil
import sys
import tempfile
import time

from lessons import Panel
import uidrive
from studio import Window, check, no_warnings, run, start

POINTS = ("--data", "moons", "--hidden", "32,32", "--batch", "32", "--method", "dg-mix", "--alpha", "0.4",
          "--rho", "0.3", "--lr", "0.08", "--schedule", "constant", "--epochs", "100000")


def plane_steps(w):
    """The step that each plane of the race shows; those beside a race stand before them."""
    planes = w.app.find_all("image", "Decision surface at w")
    found = [re.search(r"step ([\d\s]+)", p.snapshot()[0].snap["description"]) for p in planes]
    return [int(re.sub(r"\s", "", m[1])) for m in found if m][-2:]


def wait_together(w):
    """The step at which both rest."""
    w.wait_status("^(Paused|Ready)")
    uidrive.wait_until(lambda: plane_steps(w) == [w.step()] * 2,
                       what=f"both planes to show step {w.step()}, they show {plane_steps(w)}")
    return w.step()


def wait_methods(w, *names):
    for name in names:
        uidrive.wait_until(lambda: w.app.find_all("push button", f"Method: {name}"), what=f"a runner {name}")


def choose_rival(w, name, title):
    w.app.click(f"button:Method: {name}")
    item = uidrive.wait_until(lambda: w.app.find_all(name=title, pred=lambda x: "menu item" in x.role),
                              what=f"the menu item {title}")
    w.app.click(item[0])


def train_for(w, steps):
    goal = w.step() + steps
    w.app.click(w.button("Train"))
    uidrive.wait_until(lambda: w.step() >= goal, 60, what=f"step {goal}")


def pause(w):
    w.app.click(w.button("Pause"))


def race_begins_with_a_plain_rival(w):
    w.wait_status("^Ready")
    w.app.click("button:Race")
    wait_methods(w, "mixup", "dg-mix")
    w.shown_text("^α 0.40$")
    w.shown_text("^α 0.40, ρ 0.30, γ 0.50, β 0.50$")
    w.wait_status("both at step 0")


def single_steps_are_made_by_both(w):
    for step in range(1, 4):             # a button that is still going down takes no second press
        w.app.click(w.button("Step"))
        w.wait_status(f"^Paused.*both at step {step} ")
    check(wait_together(w) == 3, "both made three steps")


def both_rest_at_the_same_step(w):
    train_for(w, 100)
    w.wait_status("^Racing.*two engines, each waits for the other")
    pause(w)
    check(wait_together(w) >= 100, "both have trained")


def live_change_bends_both(w):
    train_for(w, 50)
    w.app.set_value("slider:Mixing strength", 0.8)
    w.shown_text("^α 0.80$")
    w.shown_text("^α 0.80, ρ 0.30")
    train_steps = w.step()
    uidrive.wait_until(lambda: w.step() > train_steps + 20, what="steps after the change")
    pause(w)
    wait_together(w)


def other_rival_after_a_live_change_begins_anew_with_both(w):
    choose_rival(w, "mixup", "Plain training (ERM)")
    wait_methods(w, "erm", "dg-mix")
    w.wait_status("^Ready.*both at step 0")


def other_rival_runs_after(w):
    train_for(w, 100)
    pause(w)
    step = wait_together(w)
    choose_rival(w, "erm", "SAM")
    wait_methods(w, "sam", "dg-mix")
    check(wait_together(w) == step, "the window's run stood while the rival ran after")


def race_ends(w):
    w.app.click("button:At w")
    w.wait_status(r"^Paused.*  step \d")
    check("both" not in w.status(), "the window's run goes on alone")
    train_for(w, 20)
    pause(w)
    w.wait_status("^Paused")


def lesson_is_alone(w):
    w.app.click("button:Race")
    w.wait_status("both at step")
    wait_together(w)
    w.app.key("F1")
    panel = Panel(w)
    panel.choose("The climb to w + ε̂")
    panel.begin()
    panel.says("^A few steps first$")
    w.wait_status("^Ready  *step 0 ")
    check("both" not in w.status(), f"the lesson's run has no rival: {w.status()}")


def rows(folder, name):
    with open(os.path.join(folder, name)) as file:
        return list(csv.DictReader(file))


def runs_share_their_past(runs):
    """Of the first race: the same λ at every step, the live change at the same one."""
    found = {re.sub(r".*-mlp-(.*)-s1.*", r"\1", f): os.path.join(runs, f) for f in sorted(os.listdir(runs), reverse=True)}
    own, rival = found["dg-mix"], found["mixup"]
    steps = [[(r["step"], r["lambda"]) for r in rows(f, "steps.csv")] for f in (own, rival)]
    check(len(steps[0]) > 150 and steps[0] == steps[1], f"{len(steps[0])} and {len(steps[1])} steps with one λ each")
    changes = [[(r["step"], r["setting"], r["new"]) for r in rows(f, "events.csv")] for f in (own, rival)]
    check(changes[0] == changes[1] and changes[0][0][1:] == ("alpha", "0.8"), f"one change in both: {changes}")
    check(all(os.path.exists(os.path.join(f, "checkpoint.safetensors")) for f in found.values()),
          "each run is left with a checkpoint")


def describe(milliseconds):
    values = sorted(milliseconds)

    def at(share):
        return values[min(len(values) - 1, int(share * len(values)))]
    return f"median {at(0.5):.1f}, 95 % {at(0.95):.1f}, 99 % {at(0.99):.1f}, most {values[-1]:.1f} ms"


def frame_times(session, program, runs, seconds):
    """What the frames of a race at full speed cost: the main thread's work without the X server's."""
    path = os.path.join(runs, "frames.csv")
    w = Window(session, program, runs, *POINTS, "--frame-times", path)
    race_begins_with_a_plain_rival(w)
    train_for(w, 50)
    before = len(rows(runs, "frames.csv"))
    began = w.step()
    time.sleep(seconds)
    steps = w.step() - began
    no_warnings(w)
    frames = [r for r in rows(runs, "frames.csv")[before:] if r["painted"] == "1"]
    check(len(frames) > 10, f"frames were noted: {len(frames)}")
    work = [int(r["work"]) / 1000 for r in frames]
    check(all(x > 0 for x in work), "each took some time")
    soon = sum(x < 16.7 for x in work) / len(work)
    print(f"# {len(frames)} frames and {steps} steps of both in {seconds:.0f} s; work a frame: {describe(work)}; "
          f"{100 * soon:.1f} % under 16.7 ms")
    print(f"# of it layout and drawing: {describe([int(r['painting']) / 1000 for r in frames])}")
    print(f"# with waiting for X server and processor: {describe([int(r['elapsed']) / 1000 for r in frames])}")


def main():
    program = os.path.abspath(sys.argv[1])
    runs = tempfile.mkdtemp(prefix="gmix-runs-")
    try:
        with uidrive.Session(size=(1280, 860), wm="openbox") as session:
            if len(sys.argv) > 2:
                return run([(frame_times, session, program, runs, float(sys.argv[2]))])
            w = Window(session, program, runs, *POINTS)
            failed = run([(test, w) for test in (
                race_begins_with_a_plain_rival, single_steps_are_made_by_both, both_rest_at_the_same_step,
                live_change_bends_both, other_rival_after_a_live_change_begins_anew_with_both,
                other_rival_runs_after, race_ends, lesson_is_alone, no_warnings)])
            failed += run([(runs_share_their_past, runs)])
            return failed + run([(frame_times, session, program, tempfile.mkdtemp(dir=runs), 3.0)])
    finally:
        shutil.rmtree(runs, ignore_errors=True)


if __name__ == "__main__":
    start(main, "openbox")
