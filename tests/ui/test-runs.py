#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Runs page over a folder of five small runs: two groups are laid over each other, compared,
repeated with seeds by the queue, renamed, deleted and brought back. Driven through the accessibility
tree and the mouse. Any warning in the program's log fails the test.

Usage: test-runs.py path/to/gmix-studio path/to/gmix        (exit 77 where the tools are missing)"""
import json
import os
import re
import shutil
import sys
import tempfile

from runs import Page, folders, make_runs
from studio import check, no_warnings, run, start
import uidrive

RUNS = (("erm", 1), ("erm", 2), ("sam", 1), ("g-mix", 1), ("g-mix", 2))


def groups_are_listed(p):
    p.says(r"^0 of 3 groups selected, 5 of 5 runs finished$")
    for method in ("erm", "sam", "g-mix"):
        check(p.name(method), f"{method} is listed")
    p.says("Check runs in the table")


def settings_that_differ_have_columns(p):
    heads = p.heads()
    for head in ("Mix", "Perturb", "Held-out, %", "Seeds"):
        check(head in heads, f"a column is called {head}: {heads}")
    check("Combine" not in heads, "all three combine alike: no column")


def two_groups_are_overlaid(p):
    p.check_box("erm")
    p.check_box("g-mix")
    p.says("^2 of 3 groups selected")
    p.find("image", "Held-out accuracy")
    for method in ("erm", "g-mix"):
        p.says(rf"^Held-out accuracy.*{method} [\d.]+\s% ± [\d.]+")


def figures_and_difference_stand_beside(p):
    p.says("^Paired difference$")
    p.says("^erm − g-mix$")
    p.says(r"^[+−]\d+\.\d\d to [+−]\d+\.\d\d$")
    p.app.click(p.find("push button", "Take erm as the reference"))
    p.says("^g-mix − erm$")


def another_measure_is_drawn(p):
    p.app.select(p.find("combo box", "Measure"), "Sharpness")
    p.find("image", "Sharpness")
    p.app.select(p.find("combo box", "Measure"), "Held-out loss")
    p.find("image", "Held-out loss")


def filter_hides(p):
    entry = p.find(None, "Search runs", pred=lambda n: "EditableText" in n.interfaces)
    p.app.set_text(entry, "perturb=none")
    p.says("^1 of 3 groups shown, 2 selected")
    p.app.set_text(entry, "nothing-is-called-so")
    p.says("No Run Is Found")
    p.app.set_text(entry, "")
    p.says("^2 of 3 groups selected")


def keys_check_and_open(p):
    p.app.mouse(p.name("sam"))                 # a plain click checks nothing
    p.says("^2 of 3 groups selected")
    p.app.key("space")
    p.says("^3 of 3 groups selected")
    last = p.name("erm").extents()[1]
    p.app.key("Right")
    p.find("label", "seed 1")
    uidrive.wait_until(lambda: p.name("erm").extents()[1] > last, what="the row below to make room")
    p.app.key("Left")
    uidrive.wait_until(lambda: p.name("erm").extents()[1] == last, what="the group to close")
    p.app.key("space")
    p.says("^2 of 3 groups selected")


def columns_sort(p):
    def figures():
        """Held-out accuracies from the top down."""
        cells = [n.snap for n in p.find("tree table", "Runs").snapshot() if n.snap["role"] == "label" and n.snap["visible"]]
        right = next(c["rect"] for c in cells if c["name"] == "Held-out, %")
        found = [(c["rect"][1], float(c["name"].split(" ")[0])) for c in cells if c["rect"] and c["rect"][1] > right[1]
                 and re.match(r"\d+\.\d( ±|$)", c["name"]) and abs(sum(c["rect"][::2]) - sum(right[::2])) < 12]
        return [f for _, f in sorted(found)]
    for rising in (True, False):
        p.app.mouse(p.find("tree table", "Runs").find("label", "Held-out, %"))
        uidrive.wait_until(lambda: len(figures()) == 3 and figures() == sorted(figures(), reverse=not rising),
                           what=f"the rows to be sorted, they are {figures()}")


def difference_opens(p):
    p.menu("g-mix", "Difference")
    p.app.find("label", "Difference of Two Runs")
    p.app.find("label", "Live changes")
    for setting in ("Method", "Mix", "Perturb"):
        check(p.app.find("label", setting, pred=lambda n: n.snap["visible"]), f"{setting} differs")
    check(not p.app.find_all("label", "Momentum, μ"), "what is the same is not listed")
    p.app.find(None, "All settings", pred=lambda n: "toggle" in n.actions).do("toggle")
    p.app.find("label", "Momentum, μ")
    p.app.key("Escape")
    uidrive.wait_until(lambda: not p.app.find_all("label", "Live changes"), what="the window to close")


def repetition_is_queued_and_trained(p):
    p.menu("sam", "Repeat with Seeds")
    p.app.wait_text("The settings of sam with other seeds")
    p.app.set_text(p.app.find("text", "Seeds"), "x")
    p.app.wait_text("must be a seed or a range")
    p.app.set_text(p.app.find("text", "Seeds"), "2-3")
    p.app.wait_text("^2 runs are queued")
    p.app.click("button:Add to Queue")
    p.says("7 of 7 runs finished", 240)      # its thread gives way to everything else
    p.says("^all is done$")
    check(len([f for f in folders(p.runs) if f.startswith("repeat-sam_s")]) == 2, f"{folders(p.runs)}")
    p.says("^2 of 3 groups selected")          # they joined sam: no new group


def renaming_stays(p):
    p.menu("sam", "Rename")
    entry = p.app.find("text", "Title")
    p.app.set_text(entry, "the climbers")
    p.app.click("button:Rename")
    p.name("the climbers")
    notes = [os.path.join(p.runs, f, "notes.json") for f in folders(p.runs)]
    titles = [json.load(open(n))["title"] for n in notes if os.path.exists(n)]
    check(titles == ["the climbers"] * 3, f"all its runs say so: {titles}")


def deleting_can_be_undone(p):
    before = folders(p.runs)
    p.menu("erm", "Delete")
    p.says("2 runs of “erm” were moved to the trash")
    p.says("^1 of 2 groups selected, 5 of 5 runs finished$")
    check(len(folders(p.runs)) == 5, "the folders are gone")
    p.app.click(p.find("push button", "Undo"))
    p.says("^2 of 3 groups selected, 7 of 7 runs finished$")     # selected as before
    check(folders(p.runs) == before, "the folders are back")


def narrow_keeps_what_counts(p):
    p.window.resize(410, 760)
    uidrive.wait_until(lambda: "Perturb" not in p.heads(), what="the table to be reduced")
    heads = p.heads()
    for head in ("Name", "Held-out, %", "Seeds"):
        check(head in heads, f"{head} stays: {heads}")


def no_runs_yet(p):
    p.says("No Runs Yet")
    check(p.find("push button", "Train"), "one button makes the first")


def main():
    program, gmix = (os.path.abspath(a) for a in sys.argv[1:3])
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    runs, none = os.path.join(folder, "runs"), os.path.join(folder, "none")
    try:
        make_runs(gmix, runs, RUNS)
        with uidrive.Session(size=(1280, 1000), wm="openbox" if shutil.which("openbox") else None) as s:
            p = Page(s, program, runs)
            failed = run([(test, p) for test in (
                groups_are_listed, settings_that_differ_have_columns, two_groups_are_overlaid,
                figures_and_difference_stand_beside, another_measure_is_drawn, filter_hides,
                keys_check_and_open, columns_sort, difference_opens, repetition_is_queued_and_trained,
                renaming_stays, deleting_can_be_undone, narrow_keeps_what_counts, no_warnings)])
            empty = Page(s, program, none)
            failed += run([(no_runs_yet, empty), (no_warnings, empty)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main)
