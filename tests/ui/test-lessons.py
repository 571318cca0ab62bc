#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lessons' panel in the real window: a run of the learner's own is kept, and so is the place in
a lesson over a restart; a teacher's own file is taken, a broken one refused with line and reason.
The built-in lessons are walked through by test-lesson-walks.py. Any warning in the program's log
fails the test too.

Usage: test-lessons.py path/to/gmix-studio       (exit 77 where the tools are not installed)"""
import json
import os
import shutil
import sys
import tempfile

from lessons import Panel, press_step
from studio import Window, check, no_warnings, run, start
import uidrive

SMALL = ("--data", "shapes", "--model", "mlp", "--hidden", "16", "--limit", "500", "--batch", "32",
         "--probe", "0", "--evaluate-training", "100")

OWN = """lesson: own
title: Of my own
summary: For the class of room 12.
steps:
  - title: Raise it
    text: "α is {alpha}. Raise it to 2."
    point: setting-alpha
    wait: {setting: alpha, is: 2}
    otherwise:
      - when: {setting: alpha, less-than: start}
        say: That was down.
      - say: "Not yet: α is still {alpha}."
    done: "α is {alpha} now."
  - title: Where the batch is
    text: The batch size stands on a page of the settings' own.
    point: setting-batch
"""


def open_list(w):
    w.wait_status("^Ready")
    w.resize(1280, 1200)                 # the whole list is in sight
    w.app.key("F1")
    return Panel(w)


def own_run_comes_back(w):
    """Two steps of the learner's own, then a lesson with a run of its own, and back."""
    for number in (1, 2):
        w.app.click(w.button("Step"))
        w.wait_status(rf"step {number} ")
    w.app.set_value("slider:Mixing strength", 0.3)
    panel = Panel(w)
    panel.choose("What a mixed image is")
    panel.says("Yours is kept where it stands")
    panel.begin()
    w.wait_status("^Ready.*step 0 ")
    panel.says("^One step$")
    panel.press("All Lessons")
    panel.press("Back to My Run")
    w.wait_status("^Paused.*step 2 ")
    entry = w.app.find("text", "Mixing strength, value")
    uidrive.wait_until(lambda: entry.text == "0.30", what=f"α 0.30, is {entry.text}")
    check(not panel.button("Back to My Run"), "and there is nothing more to go back to")


def teachers_own_lesson(w):
    panel = Panel(w)
    panel.press("All Lessons") if panel.button("All Lessons") else None
    panel.says(r"broken\.yaml:1: a lesson needs “steps”")
    panel.choose("Of my own")
    panel.begin()
    panel.says("^Raise it$")
    w.app.set_value("slider:Mixing strength", 0.1)
    panel.says("^That was down.$")
    w.app.set_value("slider:Mixing strength", 1.5)
    panel.says("^Not yet: α is still 1.5.$")
    w.app.set_value("slider:Mixing strength", 2)
    panel.says("^α is 2 now.$")
    check(not w.app.find_all("spin button", "Batch size"), "the batch is out of sight")
    panel.press("Next")
    panel.says("^Where the batch is$")
    uidrive.wait_until(lambda: w.app.find_all("spin button", "Batch size"), what="its page")
    panel.press("Finish")
    panel.says("^Lesson finished$")


def closing_keeps_the_place(w):
    panel = Panel(w)
    panel.press("All Lessons")
    panel.choose("What a mixed image is")
    panel.begin()
    panel.step("One step", press_step())
    panel.step("What it was shown")
    panel.says("^One λ for the batch$")
    w.app.key("F1")
    uidrive.wait_until(lambda: not w.app.find_all("label", "One λ for the batch"),
                       what="the panel to go")
    w.app.key("F1")
    panel.says("^One λ for the batch$")


def place_is_kept_over_a_restart(w):
    panel = open_list(w)
    panel.says("^step 3 of 8$")
    panel.choose("What a mixed image is")
    panel.press("Go On")
    panel.says("^One λ for the batch$")


def narrow_window_has_a_sheet(w):
    frame = w.resize(420, 860)
    panel = Panel(w)
    next_or_skip = uidrive.wait_until(lambda: panel.button("Skip"), what="the sheet's buttons")

    def below():
        x, y, width, height = next_or_skip.extents()
        return y > frame[3] / 2 and x + width <= frame[2]
    uidrive.wait_until(below, what="the sheet in the lower half")
    panel.press("Fold the Lesson")
    uidrive.wait_until(lambda: not panel.button("Skip"), what="the sheet to fold")
    panel.press("Unfold the Lesson")
    uidrive.wait_until(lambda: panel.button("Skip"), what="the sheet to unfold")


def help_leads_to_the_lesson(w):
    w.resize(1280, 860)
    w.app.mouse(w.app.find(None, "Help on Mix"))
    w.shown_text("^Source: mixup: Zhang et al., arXiv 1710.09412$")
    w.app.click("button:Lesson: What a mixed image is")
    Panel(w).says("^Two images become one")


def lesson_by_command_line_is_refused(w):
    w.shown_text(r"The lesson could not be opened\. .*broken\.yaml:1: a lesson needs “steps”")


def main():
    program = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    runs = os.path.join(folder, "runs")
    os.mkdir(runs)
    try:
        with uidrive.Session(size=(1280, 1300), wm="openbox" if shutil.which("openbox") else None) as s:
            own = os.path.join(s.env["XDG_DATA_HOME"], "gmix-studio", "lessons")
            os.makedirs(own)
            broken = os.path.join(own, "broken.yaml")
            with open(broken, "w") as file:
                file.write("lesson: broken\ntitle: Broken\nsummary: No steps\n\n")
            with open(os.path.join(own, "own.yaml"), "w") as file:
                file.write(OWN)
            w = Window(s, program, runs, *SMALL)
            open_list(w)
            failed = run([(own_run_comes_back, w), (teachers_own_lesson, w),
                           (closing_keeps_the_place, w), (no_warnings, w)])
            with open(os.path.join(s.env["XDG_DATA_HOME"], "gmix-studio", "lessons.json")) as file:
                kept = json.load(file)
            check(kept["own"]["finished"], f"finished: {kept}")
            w = Window(s, program, runs, *SMALL)
            failed += run([(place_is_kept_over_a_restart, w), (narrow_window_has_a_sheet, w),
                           (help_leads_to_the_lesson, w), (no_warnings, w)])
            w = Window(s, program, runs, "--lesson", broken, *SMALL)
            failed += run([(lesson_by_command_line_is_refused, w), (no_warnings, w)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main)
