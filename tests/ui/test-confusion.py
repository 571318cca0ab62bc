#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What classes are taken for, in the real window: the matrix after two epochs, a cell's examples, one
of them in the Mix Lab. Any warning in the program's log fails the test too.

Usage: test-confusion.py path/to/gmix-studio        (exit 77 where the tools are not installed)"""
import os
import re
import shutil
import sys
import tempfile

from studio import Window, check, no_warnings, run, start
import uidrive

LIMIT = 320
SMALL = ("--data", "shapes", "--model", "mlp", "--hidden", "32", "--limit", str(LIMIT), "--batch", "32",
         "--epochs", "2", "--probe", "16")
CELL = re.compile(r"^(.+) taken for (.+): ([\d\s]+)$|^(.+) recognised: ([\d\s]+)(?: of .*)?$")
TILE = re.compile(r"^(.+), (?:held-out|training) image ([\d\s]+), taken for (.+) with (\d+)\s%, loss ([\d.]+)$")
HEAD = re.compile(r"^(held-out|training) · (?:epoch|step) (\d+) · ([\d\s]+) wrong of ([\d\s]+)$")


def number(text):
    return int(re.sub(r"\s", "", text))


class Page:
    def __init__(self, window):
        self.app, self.window = window.app, window

    def open(self):
        self.app.click(self.app.find("page tab", "Samples"))
        self.card = uidrive.wait_until(lambda: self.app.find("panel", "Classes"), what="the card")
        self.app.click(self.card.find("push button", "Confusion"))

    def matrix(self):
        return self.app.find("panel", "Confusion matrix")

    def buttons(self):
        """(class, what it is taken for) → the cell."""
        found = {}
        for button in self.matrix().find_all("push button", showing=False):
            match = CELL.match(button.snap["name"])
            check(match, f"a cell says what it holds, not “{button.snap['name']}”")
            found[(match[1] or match[4], match[2] or match[4])] = button
        return found

    def counts(self):
        return {key: number((m := CELL.match(b.snap["name"]))[3] or m[5]) for key, b in self.buttons().items()}

    def head(self, part):
        """Epoch (or step), mistakes and examples that the line over the matrix tells of."""
        def look():
            texts = [x.snap["name"] for x in self.card.find_all("label")]
            return next((m for t in texts if (m := HEAD.match(t)) and m[1] == part), None)
        match = uidrive.wait_until(look, what=f"the line of the {part} part")
        return int(match[2]), number(match[3]), number(match[4])

    def browser(self):
        return next((x for x in self.app.root.children if " taken for " in x.name), None)

    def tiles(self):
        names = [x.snap["name"] for x in self.browser().find_all("image", showing=False)]
        return [m for name in names if (m := TILE.match(name))]

    def wait_tiles(self, condition, what):
        return uidrive.wait_until(lambda: (t := self.tiles()) and condition(t) and t, what=what)

    def small_mistake(self):
        """A cell of mistakes with few examples, so that all of its tiles are in sight, but enough to sort."""
        counts = {key: n for key, n in self.counts().items() if n > 3 and key[0] != key[1]}
        key = min(counts, key=counts.get)
        check(counts[key] <= 12, f"few examples in the cell: {counts[key]}")
        return key, counts[key]


def says_what_will_be_here(p):
    p.window.wait_status("^Ready")
    p.app.click(p.app.find("page tab", "Samples"))
    p.app.wait_text("No Examples Yet")
    p.app.click(p.window.button("Step"))
    p.window.wait_status("^Paused")
    p.open()
    p.app.wait_text("After the next epoch, this shows what each class is taken for")


def counts_every_held_out_example(p):
    p.app.click(p.window.button("Train"))
    p.window.wait_status("^Finished")
    uidrive.wait_until(lambda: p.head("held-out")[0] == 2, what="the second epoch's matrix")
    epoch, wrong, count = p.head("held-out")
    counts = p.counts()
    check(count == 2000, f"the drawn set holds out 2 000, not {count}")
    check(len(counts) == 100, f"ten classes have a hundred cells, not {len(counts)}")
    check(sum(counts.values()) == count, f"the cells add up to {count}: {sum(counts.values())}")
    right = sum(n for (label, taken), n in counts.items() if label == taken)
    check(count - right == wrong, f"off the diagonal are the {wrong} mistakes: {count - right}")


def counts_the_training_part(p):
    toggle = p.card.find("push button", "Training")
    p.app.click(toggle)
    epoch, wrong, count = p.head("training")
    check(count == LIMIT, f"the clean figures are of all {LIMIT} training images: {count}")
    check(sum(p.counts().values()) == LIMIT, "the cells add up to the training images")
    p.app.click(toggle)
    p.head("held-out")


def a_cell_opens_its_examples(p):
    (label, taken), count = p.small_mistake()
    p.app.click(p.buttons()[label, taken])
    uidrive.wait_until(lambda: p.browser() and p.browser().name == f"{label} taken for {taken}",
                       what="the window of the cell")
    tiles = p.wait_tiles(lambda t: len(t) == count, f"{count} tiles")
    check({(t[1], t[3]) for t in tiles} == {(label, taken)}, "each tile is of the cell")
    check(len({t[2] for t in tiles}) == count, "no example stands there twice")
    texts = [x.snap["name"] for x in p.browser().find_all("label", showing=False)]
    check(any(re.match(rf"^{count} images?$", t) for t in texts), "the window says how many there are")


def examples_are_sorted(p):
    def order(values, reverse):
        return lambda tiles: (v := [float(t[values]) for t in tiles]) == sorted(v, reverse=reverse)
    p.wait_tiles(order(5, True), "the largest loss first")
    p.app.click(p.browser().find("push button", "Confidence", showing=False))
    p.wait_tiles(order(4, True), "the surest first")
    p.app.click(p.browser().find("push button", "Smallest First", showing=False))
    p.wait_tiles(order(4, False), "the least sure first")


def an_example_goes_to_the_mix_lab(p):
    first = p.tiles()[0]
    p.app.click(p.browser().find("push button", "Use as A", showing=False))
    lab = uidrive.wait_until(lambda: p.app.find(pred=lambda x: x.snap["raw"] == "GmxMixLab"), what="the Mix Lab")
    uidrive.wait_until(lambda: any(f"held-out image {first[2]}" in t for x in lab.snapshot()
                                   for t in (x.snap["name"], x.snap["description"])),
                       what=f"held-out image {first[2]} in the Mix Lab")
    browser = p.browser()
    p.app.click(browser.find("push button", "Close", showing=False))
    uidrive.wait_until(lambda: not p.browser(), what="the window of the cell to go")


def keys_reach_the_cells(p):
    p.open()
    (label, taken), count = p.small_mistake()
    names = list(dict.fromkeys(key[0] for key in p.buttons()))
    row, column = names.index(label), names.index(taken)
    empty = next(key for key, n in p.counts().items() if n == 0)
    p.app.mouse(p.buttons()[empty])                       # nothing to open, but it takes the focus
    uidrive.wait_until(lambda: "focused" in p.buttons()[empty].states, what="the cell to have the focus")
    check(not p.browser(), "an empty cell opens nothing")
    for at, to, keys in ((names.index(empty[0]), row, ("Up", "Down")), (names.index(empty[1]), column, ("Left", "Right"))):
        for _ in range(abs(to - at)):
            p.app.key(keys[to > at])
    uidrive.wait_until(lambda: "focused" in p.buttons()[label, taken].states, what="the arrows to lead there")
    p.app.key("Return")
    uidrive.wait_until(p.browser, what="the window of the cell")
    p.wait_tiles(lambda t: len(t) == count, f"{count} tiles")
    p.app.key("Escape")
    uidrive.wait_until(lambda: not p.browser(), what="Escape to close it")


def another_run_has_none_yet(p):
    p.app.click(p.window.button("Reset"))
    p.window.wait_status("^Ready")
    p.app.click(p.window.button("Step"))
    p.window.wait_status("^Paused")
    p.app.wait_text("After the next epoch, this shows what each class is taken for")
    check(not p.app.find_all("panel", "Confusion matrix"), "the earlier run's matrix is gone")


def asks_the_weights_of_this_moment(p):
    p.app.click(p.card.find("push button", "Evaluate Now"))
    step, wrong, count = p.head("held-out")
    check((step, count) == (1, 2000), f"the weights after step 1, on 2 000 examples: {step}, {count}")
    check(sum(p.counts().values()) == count, "the cells add up to the held-out examples")
    check(not p.card.find("push button", "Training").sensitive, "the training part waits for the epoch's end")


def main():
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    try:
        with uidrive.Session(size=(1280, 900), wm="openbox" if shutil.which("openbox") else None) as s:
            w = Window(s, os.path.abspath(sys.argv[1]), folder, *SMALL)
            p = Page(w)
            failed = run([
                (says_what_will_be_here, p), (counts_every_held_out_example, p), (counts_the_training_part, p),
                (a_cell_opens_its_examples, p), (examples_are_sorted, p), (an_example_goes_to_the_mix_lab, p),
                (keys_reach_the_cells, p), (another_run_has_none_yet, p),
                (asks_the_weights_of_this_moment, p), (no_warnings, w)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main)
