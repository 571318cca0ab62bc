# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of lessons share: the panel as a learner sees it, and what a lesson's text may ask
for, done."""
import os
import re

from studio import check, photograph
import uidrive


class Panel:
    """The lessons' panel as a learner sees it. The window is large, so the panel is found once and
    looked through alone."""

    def __init__(self, w):
        self.w, self.app = w, w.app
        self.look()

    def look(self):
        """Again, where the panel has moved: the inspector takes it over."""
        self.root = uidrive.wait_until(
            lambda: self.app.find_all(None, "Lessons", pred=lambda x: x.snap["raw"] == "GmxLessonPanel"
                                      or x.role == "panel")[0], what="the panel")
        return self

    def button(self, name):
        return self.root.find("push button", name)

    def press(self, name):
        button = uidrive.wait_until(lambda: self.button(name), what=f"the button {name}")
        self.app.click(button)

    def says(self, pattern, timeout=60):
        return self.root.wait_text(pattern, timeout)

    def choose(self, title):
        """The list is filled anew as it comes up: a row of before is gone, and has no place to click."""
        def chosen():
            self.app.mouse(self.app.steady(self.root.find("label", title), 2))
            return self.button("Begin") or self.button("Begin Again")
        uidrive.wait_until(chosen, 40, every=0.5, what=f"what “{title}” begins with")

    def begin(self):
        self.app.click(uidrive.wait_until(lambda: self.button("Begin") or self.button("Begin Again"),
                                          20, what="the button that begins"))

    def ready_to_go_on(self):
        return self.button("Next") or self.button("Finish")

    def step(self, title, deed=None, remark=None):
        """One step: its title, what is done for it, and on to the next one."""
        self.says(f"^{re.escape(title)}$")
        show = self.button("Show Me")
        if show:
            uidrive.wait_until(lambda: show.sensitive, what=f"something to point at in “{title}”")
        photograph(f"{title} 1", self)
        if deed:
            check(not self.ready_to_go_on(), f"“{title}” waits")
            deed(self)
        last = uidrive.wait_until(self.ready_to_go_on, 90,
                                  what=f"“{title}” to be done; it says {self.root.texts()}")
        if deed:
            photograph(f"{title} 2", self)
        if remark:
            self.says(remark)
        if os.environ.get("SAY"):
            texts = self.root.texts()
            print("#", *texts[texts.index("Progress of the lesson") + 1:], sep="\n#   ", flush=True)
        self.app.click(last)

    def walk(self, title, steps):
        self.choose(title)
        self.begin()
        for step in steps:
            self.step(*step)
        self.says("^Lesson finished$")


# What a lesson asks, done

def all_of(*deeds):
    def deed(panel):
        for part in deeds:
            part(panel)
    return deed


def press(name, times=1):
    def deed(panel):
        button = panel.app.find(None, name, pred=lambda x: x.sensitive)
        for _ in range(times):
            panel.app.click(button)
    return deed


def until_done(deed):
    """Again and again: a button that is pressed while the studio computes what it shows does nothing."""
    def deeds(panel):
        def done():
            if not panel.ready_to_go_on():
                deed(panel)
            return uidrive.wait_until(panel.ready_to_go_on, 2, what="the step to be done")
        uidrive.wait_until(done, 60, what="the step to be done")
    return deeds


def press_step(times=1):
    """Each is waited for: a step that is asked for while another is made is none of its own. A press that a busy
    window took no notice of comes again."""
    def deed(panel):
        button = panel.w.button("Step")
        for _ in range(times):
            before = uidrive.wait_until(lambda: (panel.w.step(),), what="the steps so far")

            def made():
                panel.app.click(button)
                return uidrive.wait_until(lambda: panel.w.step() > before[0], 15, what="the step")
            uidrive.wait_until(made, 60, what="a press that makes a step")
    return deed


def tab(name):
    return lambda panel: panel.app.click(f"tab:{name}")


def slide(name, *values):
    def deed(panel):
        for value in values:
            panel.app.set_value(f"slider:{name}", value)
    return deed


def enter(name, value):
    return lambda panel: panel.app.type_into(f"text:{name}, value", value)


def drop_down(name, item):
    return lambda panel: panel.app.select(f"dropdown:{name}", item)


def says(pattern):
    """What the panel remarks on somebody who did something else."""
    return lambda panel: panel.says(pattern)


def preset(name):
    """The menu may still be closing from before."""
    def deed(panel):
        uidrive.wait_until(lambda: not panel.app.find_all("menu item"), what="no menu")
        panel.app.click(panel.app.find("push button", "Preset", pred=lambda x: "click" in x.actions))
        panel.app.click(uidrive.wait_until(lambda: panel.app.find_all("menu item", name),
                                           what=f"{name} in the menu")[-1])
    return deed


def status(pattern, timeout=120):
    return lambda panel: panel.w.wait_status(pattern, timeout)


def train(panel):
    panel.app.click(panel.app.find("push button", "Train", pred=lambda x: x.sensitive))


def reset(panel):
    panel.app.click(panel.w.button("Reset"))
    panel.w.wait_status(r"^(Ready|Paused).*step 0 ")


def to_the_end(panel):
    train(panel)
    panel.w.wait_status("^Finished", 240)


def anew(panel):
    """From the same weights to the end."""
    reset(panel)
    to_the_end(panel)
