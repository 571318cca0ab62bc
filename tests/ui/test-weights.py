#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real window on files of weights: given to the program, chosen in the menu, and those that
do not fit.

    test-weights.py STUDIO
"""
import glob
import hashlib
import json
import os
import re
import shutil
import sys
import tempfile

import uidrive
from studio import Window, check, choose_file, no_warnings, run, start

SMALL = ("--data", "shapes", "--model", "mlp", "--limit", "2000", "--batch", "32", "--epochs", "2000", "--probe", "0",
         "--evaluate-training", "200")
MISFIT = (r"mine\.safetensors does not fit network mlp: “fc1\.weight” is \[32, 3072\] and must be \[16, 3072\] "
          r"\(and 2 more\)")
TAKEN = r"from the weights of mine\.safetensors"


def newest_run(runs):
    return max(glob.glob(os.path.join(runs, "*")), key=os.path.getmtime)


def train_and_keep(w, runs, path):
    """Some steps, whose weights a run's checkpoint keeps when the window closes."""
    w.wait_status("^Ready")
    w.app.click("button:Train")
    w.wait_status(r"step [1-9]")
    w.app.click("button:Pause")
    w.wait_status("Paused")
    no_warnings(w)
    shutil.copy(os.path.join(newest_run(runs), "checkpoint.safetensors"), path)


def misfit_at_the_start_is_said(w):
    """The window opens all the same, with drawn weights, and the line stays."""
    w.wait_status("^Ready")
    w.shown_text(r"The weights could not be taken\. .*" + MISFIT)
    check(not re.search(TAKEN, " ".join(w.app.texts())), "they were not taken")


def misfit_leaves_the_run(w, path):
    w.app.click("button:Step")
    w.wait_status(r"step 1\b")
    choose_file(w.app, lambda: w.app.find("frame").do("win.open-weights"), "Open", path)
    w.shown_text(r"The weights could not be taken\. .*" + MISFIT)
    w.app.click("button:Step")
    w.wait_status(r"step 2\b")
    w.button("Other Weights…")


def weights_begin_a_run(w, runs, path):
    """Said before the first step, and in run.json."""
    w.wait_status("^Ready")
    w.app.click("button:Step")
    w.wait_status(r"step 1\b")
    choose_file(w.app, lambda: w.app.find("frame").do("win.open-weights"), "Open", path)
    w.shown_text(TAKEN)
    w.wait_status("^Ready")
    w.app.click("button:Step")
    w.wait_status(r"step 1\b")
    with open(path, "rb") as file:
        due = {"file": "mine.safetensors", "sha256": hashlib.sha256(file.read()).hexdigest()}

    def said():
        with open(os.path.join(newest_run(runs), "run.json"), encoding="utf-8") as file:
            return json.load(file).get("weights") == due
    uidrive.wait_until(said, what="run.json to name the file")


def reset_begins_with_them_again(w):
    w.app.find("frame").do("win.reset")
    w.wait_status("^Ready")
    w.shown_text(TAKEN)


def given_to_the_program(w):
    w.wait_status("^Ready")
    w.shown_text(TAKEN)


def main():
    program = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    runs, path = os.path.join(folder, "runs"), os.path.join(folder, "mine.safetensors")
    os.mkdir(runs)
    try:
        with uidrive.Session(size=(1280, 1000), wm="openbox" if shutil.which("openbox") else None) as s:
            def window(hidden, *more):
                return Window(s, program, runs, *SMALL, "--hidden", hidden, *more)
            failed = run([(train_and_keep, window("32"), runs, path)])
            if failed:
                return 1
            other = window("16", path)
            failed += run([(misfit_at_the_start_is_said, other), (misfit_leaves_the_run, other, path),
                           (no_warnings, other)])
            same = window("32")
            failed += run([(weights_begin_a_run, same, runs, path), (reset_begins_with_them_again, same),
                           (no_warnings, same)])
            given = window("32", path)
            failed += run([(given_to_the_program, given), (no_warnings, given)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main)
