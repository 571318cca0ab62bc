#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Samples page in the real window: the galleries of a step, filtered, frozen, scrubbed, brushed
and saved. Any warning in the program's log fails the test too.

Usage: test-samples.py path/to/gmix-studio        (exit 77 where the tools are not installed)"""
import csv
import os
import re
import shutil
import sys
import tempfile
import time

from studio import Window, check, choose_file, no_warnings, read_png, run, start
import uidrive

SMALL = ("--data", "shapes", "--model", "mlp", "--hidden", "32", "--limit", "320", "--batch", "32",
         "--epochs", "4000", "--probe", "64", "--evaluate-training", "100")


class Page:
    """The page as a user sees it. Its parts are found once: to look through the whole window takes
    long while it trains."""

    def __init__(self, window):
        self.app, self.window = window.app, window
        self.train = window.button("Train")

    def find_parts(self):
        self.tools = self.app.find("tool bar", "Tools")
        self.cards = {side: self.app.find("panel", side) for side in ("Sharp", "Flat")}
        self.grids = {side: card.find("table") for side, card in self.cards.items()}
        self.slider = self.app.find("slider", re.compile("looked at"))
        self.chart = self.app.find(name="Loss and sharpness",
                                   pred=lambda x: "loss" in x.snap["description"])

    def tool(self, name):
        return self.tools.find("push button", name)

    def wait_note(self, pattern, timeout=uidrive.PATIENCE):
        """What the tool row says, as a match."""
        def look():
            notes = [x.snap["name"] for x in self.tools.find_all("label")]
            return next((m for t in notes if (m := re.search(pattern, t))), None)
        return uidrive.wait_until(look, timeout, what=f"/{pattern}/ in the tool row")

    def number(self, pattern):
        return read_number(self.wait_note(pattern)[1])

    def tiles(self, side):
        """Accessible names of the tiles that the grid has made."""
        return [x.snap["name"] for x in self.grids[side].find_all("image", showing=False)]

    def figures(self, side):
        found = [re.search(r"(?:sharp|flat) ([+−][\d.]+)", t)[1] for t in self.tiles(side)]
        return [float(t.replace("−", "-")) for t in found]

    def scrubbed_step(self):
        return read_number(re.search(r"Step ([\d\s]+)", self.slider.description)[1])

    def wait_steps(self, count):
        last = self.scrubbed_step() + count
        uidrive.wait_until(lambda: self.scrubbed_step() >= last, 60, what="training to go on")

    def wait_tiles(self, side, condition, what):
        return uidrive.wait_until(lambda: condition(self.tiles(side)), what=what)

    def selected(self):
        """How many examples are, by the chart's word."""
        found = re.search(r"(\d+) selected", self.chart.description)
        return int(found[1]) if found else 0

    def rest(self):
        """The pointer where it holds nothing."""
        self.app.xdo("mousemove", 5, 5)

    def press(self, button):
        self.app.click(button)
        self.rest()

    def choose_file(self, item, path):
        """By the menu and the file chooser."""
        def opens():
            self.app.click(self.tool("Save"))
            self.app.click(uidrive.wait_until(lambda: self.tools.find("menu item", item),
                                              what=f"the menu's {item}"))
        choose_file(self.app, opens, "Save", path)
        self.rest()

    def save(self, item, path):
        self.choose_file(item, path)
        uidrive.wait_until(lambda: os.path.exists(path), what=f"{path} to be written")


def read_number(text):
    return int(re.sub(r"\s", "", text))


def says_what_will_be_here(p):
    p.window.wait_status("^Ready")
    p.app.click(p.app.find("page tab", "Samples"))
    p.app.wait_text("No Examples Yet")
    check(not p.app.find("push button", "Freeze").sensitive, "there is nothing to freeze")


def shows_both_sides(p):
    p.press(p.train)
    p.app.wait_text("^32 of 32 examples$", 60)
    p.find_parts()
    for side, word in (("Sharp", "sharp"), ("Flat", "flat")):
        tiles = p.wait_tiles(side, lambda t: len(t) == 16 and t, f"16 tiles in {side}")
        wrong = [t for t in tiles if f", {word} " not in t]
        check(not wrong, f"only {word} examples are in {side}: {wrong[:3]}")


def freeze_holds_the_tiles(p):
    p.press(p.tool("Freeze"))
    step = p.number("^step (.*), frozen$")
    before = p.tiles("Sharp"), p.tiles("Flat")
    p.wait_steps(20)
    time.sleep(1)                        # twice the galleries' half second
    check((p.tiles("Sharp"), p.tiles("Flat")) == before, "frozen tiles stay")
    check(p.number("^step (.*), frozen$") == step, "the note says which step is held")
    p.app.key("f")                       # the focus is in the header
    p.wait_tiles("Sharp", lambda t: t != before[0], "other tiles, let go")


def pointer_holds_the_tiles(p):
    p.app.mouse(p.cards["Sharp"].find("label", "Sharp"), button=2)
    p.wait_note("^step .*, held while you look$")
    before = p.tiles("Sharp")
    p.wait_steps(20)
    check(p.tiles("Sharp") == before, "tiles stay while the pointer is over them")
    p.rest()
    p.wait_tiles("Sharp", lambda t: t != before, "other tiles, let go")


def pause_searches_for_intrusion(p):
    p.press(p.train)
    card = p.cards["Sharp"]
    uidrive.wait_until(lambda: card.find("label", re.compile(r"^intruded \d+\s%$")),
                       what="the rate of intrusion")
    uidrive.wait_until(lambda: card.find("label", re.compile(r"^95\s% in \d+–\d+$")),
                       what="its interval")
    uidrive.wait_until(lambda: "Searched among 320 training examples, with the weights of step" in
                       " ".join(x.snap["description"] for x in card.snapshot()),
                       what="what was searched")


def galleries_are_in_order(p):
    def settled():                       # the tiles are bound anew when the search has ended
        shown = p.figures("Sharp"), p.figures("Flat")
        return all(shown) and shown == (p.figures("Sharp"), p.figures("Flat")) and shown

    sharp, flat = uidrive.wait_until(settled, what="tiles on both sides that stay")
    check(sharp == sorted(sharp, reverse=True), f"largest s first: {sharp}")
    check(flat == sorted(flat), f"smallest s first: {flat}")
    check(sharp[-1] >= flat[-1], "every sharp example is at least as sensitive as a flat one")


def sorts_and_turns_round(p):
    before = p.tiles("Sharp")
    p.app.click(p.tool("Sorted by sharpness, by side"))
    reverse = uidrive.wait_until(lambda: p.tools.find("check box", "Reverse order"),
                                 what="the choices")
    p.app.mouse(p.app.steady(reverse))
    p.wait_tiles("Sharp", lambda t: t == before[::-1], "the order turned round")
    p.app.mouse(reverse)
    p.wait_tiles("Sharp", lambda t: t == before, "the order as before")
    p.app.key("Escape")


def filters_by_class(p):
    name = p.tiles("Sharp")[0].split(" and ")[0]
    p.app.click(p.tool("Filter"))
    p.app.select(p.app.steady(uidrive.wait_until(lambda: p.tools.find("combo box", "Class"),
                                                 what="the filter's classes")), name)
    count = uidrive.wait_until(lambda: (n := p.number(r"^(\d+) of 32 examples$")) < 32 and n, what="fewer examples")

    def shown():
        tiles = p.tiles("Sharp") + p.tiles("Flat")
        return len(tiles) == count and all(name in re.match(r"(\w+) and (\w+),", t).groups() for t in tiles)
    uidrive.wait_until(shown, what=f"{count} tiles, all with a parent of class {name}")
    p.app.key("Escape")
    p.press(p.tool(re.compile("^Remove the filter")))
    p.wait_note("^32 of 32 examples$")


def keys_select(p):
    p.app.mouse(p.grids["Sharp"].find("image"))
    p.app.key("ctrl+a")
    uidrive.wait_until(lambda: p.selected() == 16, what="all of a side to be selected")
    p.app.key("Escape")
    uidrive.wait_until(lambda: p.selected() == 0, what="nothing to be selected")
    p.rest()


def brush_selects(p):
    """From corner to corner: where the points lie depends on how long the run has trained."""
    x, y, width, height = p.app.screen_rect(p.chart)
    p.app.xdo("mousemove", x + 2, y + 2, "mousedown", 1)
    for part in (0.3, 0.6, 0.9):
        p.app.xdo("mousemove", int(x + width * part), int(y + height * part))
        time.sleep(0.1)
    p.app.xdo("mouseup", 1)
    p.rest()
    count = uidrive.wait_until(p.selected, what="examples to be selected")

    def marked():
        cells = [x for grid in p.grids.values() for x in grid.find_all("table cell", showing=False)]
        return len([x for x in cells if "selected" in x.snap["states"]])
    uidrive.wait_until(lambda: marked() == p.selected(), what=f"as many marked tiles as {count} points")


def saves_the_selection(p, folder):
    path, count = os.path.join(folder, "selection.png"), p.selected()
    p.save("Selection as PNG…", path)
    width, height, texts = read_png(path)
    check(width > 96 and height > 150, f"a sheet of {width} × {height} pixels")
    for key in ("Software", "Title", "Settings"):
        check(key in texts, f"the sheet says its {key}: {sorted(texts)}")
    check(str(count) in texts["Title"], f"{count} examples: {texts['Title']}")


def scrubber_moves_all_views(p):
    tiles, points = p.tiles("Sharp"), p.chart.description
    p.app.mouse(p.slider, fx=0.5)
    p.app.key("Home")
    p.rest()
    p.wait_tiles("Sharp", lambda t: t != tiles, "the tiles of another step")
    uidrive.wait_until(lambda: p.chart.description != points, what="the points of another step")
    check(p.tool("Recorded").checked, "Recorded is chosen")
    check(p.number(r"^step ([\d\s]+)$") == p.scrubbed_step(), "all are of one step")
    p.press(p.tool("This Step"))
    p.wait_tiles("Sharp", lambda t: t == tiles, "the newest step again")


def saves_the_probe_as_csv(p, folder, runs):
    p.press(p.tool("Probe"))
    p.wait_note("^64 of 64 examples$")
    epoch, path = p.number(r"^epoch ([\d\s]+)$"), os.path.join(folder, "table.csv")
    p.save("Table as CSV…", path)
    with open(path, newline="") as f:
        table = list(csv.DictReader(f))
    run = max((os.path.join(runs, r) for r in os.listdir(runs)), key=os.path.getmtime)
    with open(os.path.join(run, "probe.csv"), newline="") as f:
        rows = {r["example"]: r for r in csv.DictReader(f) if r["epoch"] == str(epoch)}
    check(len(table) == len(rows) == 64, f"{len(table)} rows of {len(rows)}")
    for row in table:
        want = rows[row["example"]]
        have = {key: row[key] for key in want}
        check(have == want, f"as in probe.csv: {have} is not {want}")
    s = [float(r["s"]) for r in table if r["side"] == "sharp"]
    check(s == sorted(s, reverse=True), "in the order of the galleries")
    p.press(p.tool("This Step"))


def error_is_said(p):
    p.choose_file("Galleries as PNG…", "/proc/sheet.png")
    p.app.wait_text("The file could not be saved")


def narrow_shows_one_card(p):
    frame = p.window.resize(410, 760)
    for name in ("Scatter", "Classes", "Sharp", "Flat"):
        tab = p.app.find("push button", name, pred=lambda x: x.extents()[2] > 70)
        x, _, width, _ = tab.extents()
        check(x >= 0 and x + width <= frame[2], f"{name} is within the window")
        p.app.click(tab)
        uidrive.wait_until(lambda: tab.checked, what=f"{name} to be chosen")
    uidrive.wait_until(lambda: p.app.find_all("table", "Flat") and
                       not p.app.find_all("table", "Sharp"), what="one gallery, Flat")


def main():
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    runs = os.path.join(folder, "runs")
    os.mkdir(runs)
    try:
        with uidrive.Session(size=(1280, 900), wm="openbox" if shutil.which("openbox") else None) as s:
            w = Window(s, os.path.abspath(sys.argv[1]), runs, *SMALL)
            p = Page(w)
            failed = run([
                (says_what_will_be_here, p), (shows_both_sides, p), (freeze_holds_the_tiles, p),
                (pointer_holds_the_tiles, p), (pause_searches_for_intrusion, p),
                (galleries_are_in_order, p), (sorts_and_turns_round, p), (filters_by_class, p),
                (keys_select, p), (brush_selects, p), (saves_the_selection, p, folder),
                (scrubber_moves_all_views, p), (saves_the_probe_as_csv, p, folder, runs),
                (error_is_said, p), (narrow_shows_one_card, p),
                (no_warnings, w)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main)
