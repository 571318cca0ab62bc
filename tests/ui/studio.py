# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the window share: the studio as a user sees it, and the running of tests."""
import importlib.util
import os
import re
import shutil
import sys
import time
import traceback

import uidrive

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "engine"))
import small_images  # for the tests of the window, which take both from here
from png_files import read_png

NEEDED = ("Xvfb", "dbus-daemon", "xdotool", "xprop", "import")


def missing_tools(*further):
    """What of the tools, and of @further, is not installed."""
    tools = [t for t in NEEDED + further if not shutil.which(t)]
    if importlib.util.find_spec("gi") is None:
        return tools + ["python3-gi"]
    import gi
    try:
        gi.require_version("Atspi", "2.0")
    except ValueError:
        tools.append("gir1.2-atspi-2.0")
    if not any(os.path.exists(f"{d}/at-spi-bus-launcher") for d in
               ("/usr/libexec", "/usr/lib/at-spi2-core", "/usr/lib/at-spi2")):
        tools.append("at-spi2-core")
    return tools


def start(main, *tools):
    """Runs main() and exits with what it returns; with 77 where a tool is not installed."""
    gone = missing_tools(*tools)
    if gone:
        print(f"skipped, not installed: {', '.join(gone)}")
        sys.exit(77)
    sys.exit(main())


class Window:
    """The studio as a user sees it."""

    def __init__(self, session, program, runs, *options):
        env = {"G_DEBUG": "fatal-warnings", "G_ENABLE_DIAGNOSTIC": "1"}
        self.app = session.launch([program, "--run-dir", runs, *options], env=env, timeout=180)
        self.status_label = self.app.find("label", "Status")

    def status(self):
        return self.status_label.text

    def step(self):
        return int(re.sub(r"\s", "", re.search(r"step ([\d\s]+)", self.status())[1]))

    def wait_status(self, pattern, timeout=120):
        return uidrive.wait_until(lambda: re.search(pattern, self.status()), timeout,
                                  what=f"status /{pattern}/, is “{self.status()}”")

    def tiles(self, strip):
        row = self.app.find("list", strip)
        return [x.snap["name"] for x in row.snapshot() if x.snap["role"] == "image"
                and x.snap["visible"]]

    def button(self, name):
        return self.app.find("push button", name)

    def shown_text(self, pattern, timeout=uidrive.PATIENCE):
        return self.app.wait_text(pattern, timeout)

    def resize(self, width, height):
        """Rectangle of the window's contents, once it is as wide."""
        window = max(self.app.windows(), key=lambda x: self.app.geometry(x)[2])   # a drag leaves a tiny one
        self.app.xdo("windowsize", window, width, height)

        def frame():
            return next(c for c in self.app.root.children if c.role == "frame").extents()
        uidrive.wait_until(lambda: frame()[2] <= width + 2, what=f"the window to be {width} wide")
        return frame()


def choose_file(app, opens, button, path):
    """Puts @path into the file chooser that @opens shows, and presses its @button."""
    before = app.root.children
    opens()
    dialog = uidrive.wait_until(lambda: next((x for x in app.root.children if x not in before), None),
                                20, what="the file chooser")
    accept = uidrive.wait_until(lambda: dialog.find("push button", button),
                                what=f"its button {button}")

    def entry():
        found = dialog.find("text")
        if not found:
            app.key("ctrl+l")            # the line for a path, which Open does not show at first
        return found
    app.set_text(uidrive.wait_until(entry, every=0.5, what="the line for a path"), path)
    uidrive.wait_until(lambda: accept.sensitive, what="the path to be taken")
    app.click(accept)
    uidrive.wait_until(lambda: dialog not in app.root.children, what="the file chooser to go")


def check(condition, what):
    if not condition:
        raise AssertionError(what)


def no_warnings(w):
    check(w.app.alive(), f"the program runs on: {w.app.log()[-2000:]}")
    check(not w.app.warnings(), "\n".join(w.app.warnings()))
    check(w.app.close_window_or_kill(20) == 0, "closing the window ends the program well")
    check(not w.app.warnings(), "\n".join(w.app.warnings()))


def photograph(name, window):
    """What the screen shows, into the folder that $SHOTS names."""
    if os.environ.get("SHOTS"):
        window.app.screenshot(os.path.join(os.environ["SHOTS"], name.replace(" ", "-") + ".png"), window=False)


def run(tests):
    """How many of the tests, each a function, a window or page and further arguments, fail."""
    failed = 0
    for test, *arguments in tests:
        name = test.__name__.replace("_", " ")
        began = time.monotonic()
        try:
            test(*arguments)
            print(f"ok - {name}, {time.monotonic() - began:.1f} s", flush=True)
        except Exception:
            failed += 1
            print(f"not ok - {name}\n{traceback.format_exc()}", flush=True)
            photograph(name, arguments[0])
    return failed
