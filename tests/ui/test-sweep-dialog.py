#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sweep dialog of the Runs page: fields and what it says of wrong ones, axes that come and go, a
file that `gmix sweep` reads, and a queue that trains. Driven through the accessibility tree, keys and
the mouse. Any warning in the program's log fails the test.

Usage: test-sweep-dialog.py path/to/gmix-studio path/to/gmix        (exit 77 where the tools are missing)"""
import json
import os
import shutil
import subprocess
import sys
import tempfile

from runs import Page, folders, make_runs
from studio import check, choose_file, no_warnings, run, start
import uidrive

# The queue takes the short runs first. The long ones end when they are taken out of it, so that
# what is looked for while they train is still there on a fast machine.
SHORT, LONG = 2, 100000


class Dialog:
    """The dialog as a user sees it; opened by the page's button."""

    def __init__(self, page):
        self.page, self.app = page, page.app
        self.app.click(page.find("push button", "Sweep…"))
        self.root = uidrive.wait_until(self.window, what="the dialog")

    def window(self):
        return next((c for c in self.app.root.children if c.name == "Sweep"), None)

    def gone(self):
        uidrive.wait_until(lambda: not self.window(), what="the dialog to close")

    def find(self, role, name):
        return uidrive.wait_until(lambda: self.root.find(role, name), what=f"{role} {name} of the dialog")

    def says(self, pattern):
        return self.root.wait_text(pattern)

    def settings(self):
        return list(self.root.find_all("combo box", "Setting"))

    def values(self):
        return list(self.root.find_all("text", "Values"))

    def ready(self):
        """Whether it may be queued, and saved."""
        return [self.find("push button", name).sensitive for name in ("Add to Queue", "Save as File…")]

    def fields(self):
        """Name, base, seeds, then setting and values of each axis."""
        return ([self.find("text", "Name").text, self.find("combo box", "Base").find("label").name,
                 self.find("text", "Seeds").text] +
                [(s.find("label").name, v.text) for s, v in zip(self.settings(), self.values())])

    def refuses(self, entry, text, reason):
        """@text is refused with @reason, in one line; what was there before is taken again."""
        before = entry.text
        self.app.set_text(entry, text)
        said = self.says(reason).string
        check("\n" not in said and self.ready() == [False, False], f"“{text}” can't be queued: “{said}”")
        self.app.set_text(entry, before)
        self.says(r"^\d+ runs: ")
        check(self.ready() == [True, True], f"“{before}” can")


def it_begins_with_the_row(p):
    p.says("^0 of 1 groups selected, 1 of 1 runs finished$", 60)
    p.dialog = d = Dialog(p)
    d.says("^6 runs: mixup, seed 1; mixup, seed 2; mixup, seed 3; …$")
    check(d.fields() == ["sweep-erm", "Settings of erm", "1-3", ("Method", "mixup, g-mix")], f"{d.fields()}")
    check(d.ready() == [True, True], "it may be queued as it is")


def what_is_wrong_is_said(p):
    d = p.dialog
    d.refuses(d.find("text", "Name"), "two words", "^name must be a word of letters, .*not “two words”$")
    d.refuses(d.find("text", "Seeds"), "1, x", "^“x” must be a seed or a range of seeds, as in 1-5, 8$")
    d.refuses(d.find("text", "Seeds"), "3-1", "^“3-1” must be a seed or a range")
    d.refuses(d.values()[0], "mixup, g-max", "^method must be .*not “g-max”")
    d.refuses(d.values()[0], "sam, sam", "^method has the value “sam” twice")
    d.refuses(d.values()[0], " , ", "^method has no values; give it some, or leave it out$")


def axes_come(p):
    d = p.dialog
    d.app.click(d.find("push button", "Add Axis"))
    d.says("^rho has no values")
    check(len(d.values()) == 2, "there are two axes")
    d.app.type_into(d.values()[1], "0.05; -1", end=None)
    d.says("^rho must be .*not “-1”")
    d.app.type_into(d.values()[1], "0.05; 0.1", end=None)
    d.says("^12 runs: mixup, rho 0.05, seed 1; mixup, rho 0.05, seed 2; ")
    d.app.select(d.settings()[1], "Method")
    d.says("^method is an axis twice")
    d.app.select(d.settings()[1], "Epochs", search=True)
    d.says("^epochs must be a whole number.*not “0.05”")
    d.app.set_text(d.values()[1], f"{SHORT}, {LONG}")
    d.says(f"^12 runs: mixup, epochs {SHORT}, seed 1; ")


def axes_go(p):
    d = p.dialog
    d.app.click(d.find("push button", "Remove the axis"))          # the first
    d.says(f"^6 runs: erm, epochs {SHORT}, seed 1; ")
    d.app.set_text(d.find("text", "Seeds"), "1–2")
    d.app.set_text(d.find("text", "Name"), "long-and-short")
    d.says(rf"^4 runs: erm, epochs {SHORT}, seed 1; erm, epochs {SHORT}, seed 2; erm, epochs {LONG}, seed 1; …$")


def its_file_is_what_the_command_line_reads(p, gmix):
    d = p.dialog
    path = os.path.join(os.path.dirname(p.runs), "long and short.json")
    choose_file(p.app, lambda: p.app.click(d.find("push button", "Save as File…")), "Save", path)
    d.says("^Saved: gmix sweep takes this file too.$")

    def sweep(*arguments):
        return subprocess.run([gmix, "sweep", path, "--run-dir", p.runs, *arguments], check=True, text=True,
                              capture_output=True, timeout=60).stdout
    check(sweep("--count") == "4\n", f"four tasks: {sweep('--count')}")
    check(f"long-and-short_epochs{LONG}_s2\n" in sweep("--list"), f"and their folders: {sweep('--list')}")
    written = json.load(open(path, encoding="utf-8"))
    check(written["name"] == "long-and-short" and list(written["axes"]) == ["epochs"]
          and written["seeds"] == [1, 2] and written["base"]["limit"] == 64, f"{written}")
    check(folders(p.runs) == p.before, f"nothing was trained: {folders(p.runs)}")


def it_opens_the_file_again(p):
    wanted = p.dialog.fields()
    p.app.key("Escape")
    p.dialog.gone()
    p.dialog = d = Dialog(p)
    d.says("^6 runs: mixup")
    wrong = os.path.join(os.path.dirname(p.runs), "wrong.json")
    with open(wrong, "w", encoding="utf-8") as file:
        file.write('{"name": "wrong",\n "axes": {"epochs": [0]}}\n')
    for path, words in ((wrong, r"wrong\.json:2: axes: epochs must be .*not “0”$"),
                        (os.path.join(os.path.dirname(p.runs), "long and short.json"), "^4 runs: erm, epochs")):
        choose_file(p.app, lambda: p.app.click(d.find("push button", "Open File…")), "Open", path)
        d.says(words)
    wanted[1:3] = ["Settings of long and short.json", "1, 2"]
    check(d.fields() == wanted, f"{d.fields()} as before, {wanted}")


def the_queue_fills_the_table(p):
    p.app.click(p.dialog.find("push button", "Add to Queue"))
    p.dialog.gone()
    p.says("^0 of 3 groups selected, 3 of 4 runs finished$", 240)   # its thread gives way to everything else
    p.says(f"^1 running, 1 waiting  ·  now: erm, epochs {LONG}, seed 1", 240)
    check(p.find("push button", "Pause Queue"), "it can be paused")
    bar = p.find("progress bar", "Queue progress")
    uidrive.wait_until(lambda: 0.5 <= bar.value < 1, what=f"half of it to be done, it is {bar.value}")
    made = [f for f in folders(p.runs) if f.startswith(f"long-and-short_epochs{SHORT}_s")]
    check(len(made) == 2, f"{folders(p.runs)}")


def the_queue_pauses_and_is_emptied(p):
    p.app.click(p.find("push button", "Pause Queue"))
    p.says("^paused, 2 waiting", 240)
    p.app.click(p.find("push button", "Sweeps", pred=lambda n: n.actions))
    p.app.click(p.app.find("push button", "Remove long-and-short from the queue"))
    p.says("^empty$", 240)
    check(len([f for f in folders(p.runs) if f.startswith("long-and-short_")]) == 3, "what it has made stays")
    p.says("3 of 4 runs finished$")


def main():
    program, gmix = (os.path.abspath(a) for a in sys.argv[1:3])
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    runs = os.path.join(folder, "runs")
    try:
        make_runs(gmix, runs, [("erm", 1)])
        with uidrive.Session(size=(1280, 1000), wm="openbox" if shutil.which("openbox") else None) as s:
            p = Page(s, program, runs)
            p.before = folders(runs)
            failed = run([(it_begins_with_the_row, p), (what_is_wrong_is_said, p), (axes_come, p), (axes_go, p),
                          (its_file_is_what_the_command_line_reads, p, gmix), (it_opens_the_file_again, p),
                          (the_queue_fills_the_table, p), (the_queue_pauses_and_is_emptied, p), (no_warnings, p)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main)
