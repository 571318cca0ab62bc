#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plane of points in the real window: a user looks at it in its modes while a network trains,
draws points, moves, relabels, erases and undoes them, trains on what was drawn, and opens points
from files. Any warning in the program's log fails the test too.

Usage: test-plane.py path/to/gmix-studio        (exit 77 where the tools are not installed)"""
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from studio import Window, check, choose_file, no_warnings, run, start
import uidrive

AT_W, CLIMBED, BOTH = ("Decision surface at w", "Decision surface at w + ε̂",
                       "Decision surfaces at w and at w + ε̂")


class PlaneWindow(Window):
    def planes(self):
        return [x.snap["name"] for x in self.app.find_all("image") if x.snap["name"].startswith("Decision")]

    def plane(self, name=AT_W):
        return uidrive.wait_until(lambda: self.app.find_all("image", name), what=name)[0]

    def described(self, pattern, name=AT_W, timeout=uidrive.PATIENCE):
        return uidrive.wait_until(lambda: re.search(pattern, self.plane(name).description), timeout,
                                  what=f"{name}: /{pattern}/, is “{self.plane(name).description}”")

    def plane_step(self, name=AT_W):
        return int(re.sub(r"\s", "", re.search(r"step ([\d\s]+)", self.plane(name).description)[1]))

    def toggle(self, name):
        return uidrive.wait_until(lambda: self.app.find_all("push button", name), what=name)[0]

    def pixels(self, name=AT_W):
        """What the screen shows of a plane: red, green, blue of every pixel, one after another."""
        x, y, width, height = self.app.screen_rect(self.plane(name))
        with tempfile.NamedTemporaryFile(suffix=".png") as picture:
            self.app.screenshot(picture.name, window=False)
            return subprocess.run(["convert", picture.name, "-crop", f"{width}x{height}+{x}+{y}", "+repage",
                                  "-depth", "8", "rgb:-"], check=True, capture_output=True).stdout

    def colours(self, pixels):
        """How many, of every seventh pixel."""
        return len({pixels[i:i + 3] for i in range(0, len(pixels), 21)})

    def place(self, fx, fy, name=AT_W):
        x, y, width, height = self.app.screen_rect(self.plane(name))
        return int(x + fx * width), int(y + fy * height)

    def press(self, fx, fy):
        x, y = self.place(fx, fy)
        self.app.xdo("mousemove", x, y, "mousedown", 1)
        time.sleep(0.05)
        self.app.xdo("mouseup", 1)

    def drag(self, *places):
        x, y = self.place(*places[0])
        self.app.xdo("mousemove", x, y, "mousedown", 1)
        for fx, fy in places[1:]:
            to_x, to_y = self.place(fx, fy)
            for part in range(1, 6):
                self.app.xdo("mousemove", x + (to_x - x) * part // 5, y + (to_y - y) * part // 5)
                time.sleep(0.03)
            x, y = to_x, to_y
        self.app.xdo("mouseup", 1)

    def counts(self, training, held_out):
        self.shown_text(f"^{training} training, {held_out} held-out")

    def save(self, path):
        def opens():
            self.app.click("button:CSV")
            self.app.mouse(self.app.steady(uidrive.wait_until(
                lambda: self.app.find_all("menu item", "Save as CSV…"), what="the menu")[0]))
        choose_file(self.app, opens, "Save", path)
        uidrive.wait_until(lambda: os.path.exists(path), what=path)
        with open(path) as f:
            return list(csv.DictReader(f))


def plane_stands_before_the_first_step(w):
    w.wait_status("^Ready")
    w.shown_text("^Ready to learn moons")
    w.described("^moons, step 0")
    check(w.planes() == [AT_W, CLIMBED], f"two planes side by side: {w.planes()}")
    w.shown_text("^from the first step on")
    check(w.colours(w.pixels()) > 20, "surface and points are drawn")


def step_moves_both_planes(w):
    w.app.click(w.button("Step"))
    w.wait_status("^Paused")
    for name in (AT_W, CLIMBED):
        w.described("^moons, step 1; loss of the mixed points [0-9.]+; held-out", name)
    w.shown_text("^the border at w is the thin line")
    w.shown_text(r"^\d+ sharp, \d+ flat")
    check(w.pixels(AT_W) != w.pixels(CLIMBED), "the climb moves the surface")


def plane_follows_the_training(w):
    before = w.pixels()
    w.app.click(w.button("Train"))
    w.wait_status("^Training")
    first = w.plane_step()
    uidrive.wait_until(lambda: w.plane_step() > first + 20, 60, what="the plane to follow")
    w.app.click(w.button("Pause"))
    w.wait_status("^Paused")
    uidrive.wait_until(lambda: w.plane_step() == w.step(), what="the plane to show the last step")
    check(w.pixels() != before, "the surface has changed")


def modes_show_one_or_both(w):
    w.app.click(w.toggle("At w"))
    uidrive.wait_until(lambda: w.planes() == [AT_W], what="one plane")
    w.app.click(w.toggle("Blend"))
    uidrive.wait_until(lambda: w.planes() == [BOTH], what="one plane of both")
    w.described("step", BOTH)
    w.app.click(w.toggle("Side by Side"))
    uidrive.wait_until(lambda: w.planes() == [AT_W, CLIMBED], what="two planes")


def toggles_show_and_hide(w):
    pictures = [w.pixels()]

    def press(name):
        w.app.click(w.toggle(name))
        uidrive.wait_until(lambda: w.pixels() != pictures[-1], every=0.3, what=f"{name} to change the picture")
        pictures.append(w.pixels())
    press("Held-out")
    w.shown_text("^held-out$")
    press("Training")
    press("Mixed")
    press("Held-out")
    uidrive.wait_until(lambda: w.colours(w.pixels()) < w.colours(pictures[0]), every=0.3,
                       what="nothing but the surface to be left")
    press("Training")
    press("Mixed")
    uidrive.wait_until(lambda: w.pixels() == pictures[0], every=0.3, what="the picture to be as it was")


def pointer_says_what_lies_there(w):
    def told():
        for fx in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
            x, y = w.place(fx, 0.45)
            w.app.xdo("mousemove", x, y)
            time.sleep(0.8)
            if w.app.find_all("label", pred=lambda n: re.search(r"point at|λ = ", n.snap["name"])):
                return True
        return False
    uidrive.wait_until(told, 60, what="a point under the pointer to be described")
    w.app.xdo("mousemove", 5, 5)


def drawing_begins_with_the_data(w):
    w.app.click(w.toggle("Draw Points"))
    w.counts(400, 200)
    w.app.click(w.app.find("push button", "Clear"))
    w.counts(0, 0)
    w.shown_text("Draw points of two classes or more")
    check(not w.button("Use Points").sensitive, "nothing to train on yet")


def points_are_added(w):
    for fx, fy in ((0.2, 0.2), (0.2, 0.4), (0.2, 0.6)):
        w.press(fx, fy)
    w.counts(2, 1)
    w.app.click(w.toggle("class 2"))
    for fx, fy in ((0.8, 0.2), (0.8, 0.4), (0.8, 0.6)):
        w.press(fx, fy)
    w.counts(4, 2)
    check(w.button("Use Points").sensitive, "two classes, and two held out")


def strokes_are_undone(w):
    w.drag((0.5, 0.9), (0.7, 0.9))
    w.shown_text(r"^(?!4 )\d+ training")
    w.app.key("ctrl+z")
    w.counts(4, 2)


def places_of(rows):
    return sorted((round(float(r["x"]), 3), round(float(r["y"]), 3), r["label"], r["part"]) for r in rows)


def points_are_moved_relabelled_and_erased(w, folder):
    first = places_of(w.save(os.path.join(folder, "first.csv")))
    check([r[2] for r in first] == ["class 1"] * 3 + ["class 2"] * 3, f"three of each: {first}")
    check([r[3] for r in first].count("test") == 2, f"every third is held out: {first}")
    w.app.click(w.toggle("Draw"))
    w.drag((0.2, 0.2), (0.35, 0.1))
    moved = places_of(w.save(os.path.join(folder, "moved.csv")))
    gone, come = set(first) - set(moved), set(moved) - set(first)
    check(len(gone) == 1 and len(come) == 1, f"one point has moved: {gone} to {come}")
    (x, y, *_), (to_x, to_y, *_) = gone.pop(), come.pop()
    check(to_x > x and to_y > y, f"to the right and up: {x}, {y} to {to_x}, {to_y}")
    w.app.click(w.toggle("Relabel"))
    w.app.click(w.toggle("class 1"))
    w.press(0.8, 0.4)
    labels = [r[2] for r in places_of(w.save(os.path.join(folder, "relabelled.csv")))]
    check(labels.count("class 1") == 4, f"one has changed its class: {labels}")
    w.app.click(w.toggle("Erase"))
    w.press(0.8, 0.4)
    w.shown_text(r"^3 training, 2|^4 training, 1")
    w.app.click(w.app.find("push button", "Undo", pred=lambda n: "stroke" in n.snap["description"]))
    w.counts(4, 2)


def keys_draw(w):
    w.app.click(w.toggle("Draw"))
    w.press(0.5, 0.75)                       # a point, and the focus
    w.counts(5, 2)
    w.app.key("Right", "Right", "Down", "2", "Return")
    w.counts(6, 2)
    w.app.key("Delete")
    w.counts(5, 2)
    check(w.toggle("class 2").checked, "a digit chooses the class")


def reset_keeps_the_drawing(w):
    w.app.click(w.button("Reset"))
    w.wait_status("^Ready")
    w.counts(5, 2)
    check(w.toggle("Draw Points").checked, "still drawing")


def new_class_is_drawn(w):
    w.app.click("button:New Class")
    w.toggle("class 3")
    for fx, fy in ((0.4, 0.85), (0.45, 0.85), (0.6, 0.85), (0.65, 0.85)):
        w.press(fx, fy)
    w.shown_text(r"^[78] training, [34] held-out")


def drawn_points_are_trained_on(w, data):
    w.app.click(w.button("Use Points"))
    w.shown_text("^Ready to learn drawn-1")
    w.wait_status("^Ready")
    w.shown_text("^class 3$")
    w.app.click(w.button("Step"))
    w.described("step 1;")
    kept = os.path.join(data, "points", "drawn-1.csv")
    check(os.path.exists(kept), f"the points are kept in {kept}")
    with open(kept) as f:
        check({r["label"] for r in csv.DictReader(f)} == {"class 1", "class 2", "class 3"}, "all three")


def cancel_keeps_what_there_was(w):
    w.app.click(w.toggle("Draw Points"))
    w.app.click(w.app.find("push button", "Clear"))
    w.counts(0, 0)
    w.app.click(w.button("Cancel"))
    uidrive.wait_until(lambda: not w.app.find_all("push button", "Use Points"), what="the tools to go")
    w.described("^drawn-1.*step 1;")


def open_points(w, path):
    def opens():
        w.app.click("button:CSV")
        w.app.mouse(w.app.steady(uidrive.wait_until(
            lambda: w.app.find_all("menu item", "Open CSV…"), what="the menu")[0]))
    w.app.click(w.toggle("Draw Points"))
    choose_file(w.app, opens, "Open", path)


def file_is_opened(w, folder):
    path = os.path.join(folder, "ten.csv")
    with open(path, "w") as f:
        f.write("x,y,label\n")
        for i in range(120):
            f.write(f"{i % 10 + 0.03 * (i // 10)},{(i * 7 % 10)},kind {i % 10}\n")
    open_points(w, path)
    w.shown_text("^Ready to learn ten")
    w.shown_text("^kind 9$")
    w.described("step 0")
    check(w.colours(w.pixels()) > 20, "ten classes are drawn")


def bad_file_is_refused_in_words(w, folder):
    path = os.path.join(folder, "bad.csv")
    with open(path, "w") as f:
        f.write("x,y,label\n1,2,a\n1,two,b\n")
    open_points(w, path)
    w.shown_text(r"bad\.csv.*line 3")
    w.described("^ten")


def narrow_fits(w):
    left, top, width, height = w.resize(400, 800)
    for name in (AT_W, CLIMBED):
        x, _, plane_width, _ = uidrive.wait_until(
            lambda: w.plane(name).extents(), what="the plane")
        check(x >= left and x + plane_width <= left + width, f"{name} is within the window")
    check(width <= 402, f"the window is no wider than asked: {width}")


def main():
    program = os.path.abspath(sys.argv[1])
    folder = tempfile.mkdtemp(prefix="gmix-test-")
    try:
        with uidrive.Session(size=(1280, 1000), wm="openbox" if shutil.which("openbox") else None) as s:
            w = PlaneWindow(s, program, os.path.join(folder, "runs"), "--data", "moons", "--method",
                            "dg-mix", "--rho", "0.3", "--epochs", "20000", "--probe", "0")
            failed = run([(plane_stands_before_the_first_step, w), (step_moves_both_planes, w),
                          (plane_follows_the_training, w), (modes_show_one_or_both, w),
                          (toggles_show_and_hide, w), (pointer_says_what_lies_there, w),
                          (drawing_begins_with_the_data, w), (points_are_added, w),
                          (strokes_are_undone, w), (points_are_moved_relabelled_and_erased, w, folder),
                          (keys_draw, w), (reset_keeps_the_drawing, w), (new_class_is_drawn, w),
                          (drawn_points_are_trained_on, w, os.path.join(s.env["XDG_DATA_HOME"], "gmix-studio")),
                          (cancel_keeps_what_there_was, w), (file_is_opened, w, folder),
                          (bad_file_is_refused_in_words, w, folder), (narrow_fits, w), (no_warnings, w)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if failed else 0


if __name__ == "__main__":
    start(main, "convert")
